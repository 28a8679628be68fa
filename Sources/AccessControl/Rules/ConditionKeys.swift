import AccessPolicy
import Catalogue
import GlacierAPI
import GlacierModel

/// The values that conditions and variables can ask for.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
extension Deployment {
    /// What every request has, whoever sends it.
    func context(at now: Timestamp) -> ConditionContext {
        var context = ConditionContext()
        context.set("aws:CurrentTime", now.secondsText)
        context.set("aws:EpochTime", String(now.seconds))
        context.set("aws:RequestedRegion", region)
        context.set("aws:ViaAWSService", "false")
        context.set("aws:PrincipalIsAWSService", "false")
        return context
    }
}

extension Caller {
    /// What every request of the caller has by itself.
    func context(_ deployment: Deployment, at now: Timestamp) -> ConditionContext {
        var context = deployment.context(at: now)
        add(to: &context, deployment)
        return context
    }
}

extension VaultRules {
    /// What is known of a vault without looking into it.
    func add(to context: inout ConditionContext) {
        for tag in tags.ordered {
            context.add("\(AccessControl.service):ResourceTag/\(tag.key.text)", tag.value.text)
            context.add("aws:ResourceTag/\(tag.key.text)", tag.value.text)
        }
    }
}

extension AccessControl {
    /// How old an archive is, in whole days; nothing where the vault has no such archive.
    func addAge(
        of archive: ArchiveID,
        in vaultName: String,
        of account: AccountID,
        to context: inout ConditionContext
    ) async throws {
        guard let name = try? VaultName(vaultName) else { return }
        let vault = VaultReference(account: account, name: name)
        guard let created = try await rules.creationDate(of: archive, in: vault) else { return }
        let age = max(0, now().milliseconds - created.milliseconds)
        context.set(ConditionValues.archiveAge, String(age / Span.hours(24).milliseconds))
    }
}

extension ConditionValues {
    /// The key whose value costs a query.
    static let archiveAge = "glacier:ArchiveAgeInDays"

    func add(to context: inout ConditionContext) {
        for (key, value) in requestTags { context.add("aws:RequestTag/\(key)", value) }
        if let tagKeys { context.set("aws:TagKeys", tagKeys) }
    }
}

extension Caller {
    func isRoot(of account: AccountID) -> Bool { principal == .root && account == self.account }

    func policyCaller(_ deployment: Deployment) -> PolicyCaller {
        let kind: PolicyCaller.Kind =
            switch principal {
            case .root: .root
            case .user: .user(arn: principalARN)
            case .session: .session(arn: principalARN, roleARN: identityARN(deployment))
            }
        return PolicyCaller(account: account.text, kind: kind)
    }

    /// The policies on the caller's side; the resource's are added to them.
    func policySet(resourceAccount: AccountID) -> PolicySet {
        PolicySet(
            identity: policies.identity,
            boundary: policies.boundary,
            session: sessionPolicy,
            resourceAccount: resourceAccount.text
        )
    }

    fileprivate func add(to context: inout ConditionContext, _ deployment: Deployment) {
        context.set("aws:PrincipalArn", identityARN(deployment))
        context.set("aws:PrincipalAccount", account.text)
        context.set("aws:userid", userID)
        switch principal {
        case .root: context.set("aws:PrincipalType", "Account")
        case .user(let user):
            context.set("aws:PrincipalType", "User")
            context.set("aws:username", user.name)
        case .session: context.set("aws:PrincipalType", "AssumedRole")
        }
        for tag in policies.tags { context.set("aws:PrincipalTag/\(tag.key)", tag.value) }
        if let temporarySince {
            context.set("aws:TokenIssueTime", temporarySince.secondsText)
            // There are no devices for it.
            context.set("aws:MultiFactorAuthPresent", "false")
        }
    }

    /// The ARN of the identity: of a session its role's.
    private func identityARN(_ deployment: Deployment) -> String {
        guard case .session(let session) = principal else { return principalARN }
        return deployment.identityARN(.role, path: session.rolePath, name: session.roleName, in: account)
    }
}
