package import AccessPolicy
import Catalogue
package import GlacierAPI
package import GlacierModel

/// A caller may not do something. It carries why, for the operator's log; the caller is told no more than the fact.
package struct AccessDenial: Error, Sendable {
    package let error: ServiceError
    package let decision: AccessDecision
}

extension AccessControl {
    /// Decides whether a caller may do an operation, before anything of it is looked up.
    ///
    /// - Parameters:
    ///   - account: whose vault it is, or whose account.
    ///   - vaultName: as sent; nil for operations of a whole account.
    ///   - values: what conditions may ask of the request's own content.
    ///   - proved: credentials of the request; whom they stand for is looked up here, as of now.
    /// - Throws: `AccessDenial`, `AuthenticationError`, or `ServiceError.accountDenied` where no policy could allow it.
    package func authorise(
        _ operation: OperationName,
        in account: AccountID,
        vaultName: String?,
        values: ConditionValues,
        _ facts: RequestFacts,
        for proved: PresentedCredentials
    ) async throws -> Permit {
        let version = rules.version
        let caller = try await caller(of: proved)
        guard account == caller.account || operation.canBeGrantedByVaults else {
            throw ServiceError.accountDenied(account.text)
        }
        let permit = Permit(operation: operation, caller: caller, accessVersion: version)
        var policies = caller.policySet(resourceAccount: account)
        var vault: VaultRules?
        if let vaultName {
            let rules = try await rules.vault(vaultName, of: account)
            vault = rules
            if operation.canBeGrantedByVaults {
                let isEscape = caller.isRoot(of: account) && operation.concernsAccessPolicy
                policies.resource = try rules.policies(at: now(), isEscape: isEscape)
            }
        }
        if caller.isRoot(of: account), policies.resource.isEmpty, policies.session == nil { return permit }
        var context = caller.context(deployment, at: now())
        facts.add(to: &context)
        values.add(to: &context)
        context.set("aws:ResourceAccount", account.text)
        if let vault { vault.add(to: &context) }
        if let vaultName, let archiveID = values.archiveID, policies.mention(ConditionValues.archiveAge) {
            try await addAge(of: archiveID, in: vaultName, of: account, to: &context)
        }
        let resource = deployment.resource(of: operation, account: account, vaultName: vaultName)
        let request = PolicyRequest(
            caller: caller.policyCaller(deployment),
            action: "\(Self.service):\(operation.rawValue)",
            resource: resource,
            context: context
        )
        let decision = policies.decide(request)
        guard decision.isAllowed else {
            throw AccessDenial(
                error: .accessDenied(
                    principal: caller.principalARN,
                    action: "\(Self.service):\(operation.rawValue)",
                    resource: resource
                ),
                decision: decision
            )
        }
        return permit
    }

    /// Decides and carries out again where the rules changed between the two and the operation must not overlook it:
    /// nothing has happened then.
    ///
    /// - Throws: `ServiceError.unavailable` when they change again and again, or what the attempt throws.
    package func decidingAnew<Answer>(_ attempt: () async throws -> Answer) async throws -> Answer {
        for _ in 0..<Self.decisions {
            do {
                return try await attempt()
            } catch is AccessRulesChanged {
                try await rules.refresh()
            }
        }
        throw ServiceError.unavailable
    }

    private static let decisions = 8
}

extension PolicySet {
    /// Whether one of the policies asks for the value of a key.
    fileprivate func mention(_ key: String) -> Bool {
        (identity + resource + [boundary, session].compactMap(\.self)).contains { $0.document.mentions(key: key) }
    }
}

extension OperationName {
    /// Those that the owner's root may always do, whatever the access policy of the vault denies.
    var concernsAccessPolicy: Bool {
        [.getVaultAccessPolicy, .setVaultAccessPolicy, .deleteVaultAccessPolicy].contains(self)
    }
}

extension Deployment {
    /// The ARN that policies match for an operation.
    fileprivate func resource(of operation: OperationName, account: AccountID, vaultName: String?) -> String {
        switch operation {
        case .getDataRetrievalPolicy, .setDataRetrievalPolicy: retrievalPolicyARN(of: account)
        case .listProvisionedCapacity, .purchaseProvisionedCapacity: provisionedCapacityARN(of: account)
        case .listVaults: arn(account: account, vaultName: "")
        case .abortMultipartUpload, .abortVaultLock, .addTagsToVault, .completeMultipartUpload, .completeVaultLock,
            .createVault, .deleteArchive, .deleteVault, .deleteVaultAccessPolicy, .deleteVaultNotifications,
            .describeJob, .describeVault, .getJobOutput, .getVaultAccessPolicy, .getVaultLock, .getVaultNotifications,
            .initiateJob, .initiateMultipartUpload, .initiateVaultLock, .listJobs, .listMultipartUploads, .listParts,
            .listTagsForVault, .removeTagsFromVault, .setVaultAccessPolicy, .setVaultNotifications, .uploadArchive,
            .uploadMultipartPart:
            arn(account: account, vaultName: vaultName ?? "")
        }
    }
}

extension AccessDecision {
    /// Why it was decided so, in one line: names of policies and statements, nothing of their content.
    package var reason: String {
        let statement = source.map { "\($0.statement) of the \($0.policy)" }
        switch outcome {
        case .allowed: return statement.map { "allowed by \($0)" } ?? "allowed: the account's root needs no policy"
        case .explicitDeny: return statement.map { "denied by \($0)" } ?? "denied"
        case .implicitDeny(let missing):
            let sides = missing.map(\.phrase).joined(separator: ", and ")
            return "not allowed: " + sides
        }
    }
}

extension PolicySide {
    fileprivate var phrase: String {
        switch self {
        case .identity: "no policy of the caller allows it"
        case .boundary: "the permissions boundary does not allow it"
        case .session: "the session policy does not allow it"
        case .resource: "no policy of the resource allows it"
        }
    }
}
