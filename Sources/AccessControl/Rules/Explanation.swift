package import AccessPolicy
import Catalogue
import GlacierAPI
package import GlacierModel
import IdentityAPI

/// A question to access control that nobody has asked yet: may this one do that?
package struct AccessQuestion: Sendable {
    /// Who would ask.
    package enum Asker: Sendable {
        case root
        case user(String)
        case role(String)
    }

    package let asker: Asker
    package let account: AccountID
    /// With its service, such as `glacier:ListParts`.
    package let action: String
    package let resource: String
    /// Values of condition keys, in place of those that there would be by themselves.
    package let context: [(key: String, value: String)]

    package init(
        asker: Asker,
        account: AccountID,
        action: String,
        resource: String,
        context: [(key: String, value: String)]
    ) {
        self.asker = asker
        self.account = account
        self.action = action
        self.resource = resource
        self.context = context
    }
}

/// The answer to a question, with what each statement has to do with it.
package struct AccessExplanation: Sendable {
    /// A policy that has a say, with its findings.
    package struct Policy: Sendable {
        package let side: PolicySide
        package let name: String
        package let findings: [StatementFinding]
    }

    package let principalARN: String
    package let decision: AccessDecision
    package let policies: [Policy]
}

/// There is nobody of this name.
package struct NoSuchAsker: Error, Hashable, Sendable {}

/// The vault that is asked about is one of another region or partition: nothing of it is known here.
package struct ForeignResource: Error, Hashable, Sendable {}

extension AccessRules {
    /// Decides a question as it would be decided at this moment, and says why.
    ///
    /// - Throws: `NoSuchAsker`, `ForeignResource`, or what reading the catalogue throws.
    package func explain(_ question: AccessQuestion, at now: Timestamp) async throws -> AccessExplanation {
        let caller = try await caller(question)
        let owner = deployment.vault(ofARN: question.resource)
        let fields = question.resource.split(separator: ":", omittingEmptySubsequences: false)
        if owner == nil, fields.count > 2, fields[2] == AccessControl.service, fields.last?.hasPrefix("vaults/") == true
        {
            throw ForeignResource()
        }
        let resourceAccount = owner?.account ?? deployment.account(ofARN: question.resource) ?? question.account
        var policies = caller.policySet(resourceAccount: resourceAccount)
        var context = caller.context(deployment, at: now)
        let operation = OperationName(action: question.action)
        if let owner {
            let rules = try await vault(owner.name, of: owner.account)
            rules.add(to: &context)
            if let operation, operation.canBeGrantedByVaults {
                let isEscape = caller.isRoot(of: owner.account) && operation.concernsAccessPolicy
                policies.resource = try rules.policies(at: now, isEscape: isEscape)
            }
        }
        context.set("aws:ResourceAccount", resourceAccount.text)
        try await add(question, to: &policies, &context)
        for (key, value) in question.context { context.set(key, value) }
        let request = PolicyRequest(
            caller: caller.policyCaller(deployment),
            action: question.action,
            resource: question.resource,
            context: context
        )
        return AccessExplanation(
            principalARN: caller.principalARN,
            decision: policies.decide(request),
            policies: policies.findings(for: request)
        )
    }

    /// What is known of a user, group or role that is asked about, and for `sts:AssumeRole` the role's own policy.
    private func add(
        _ question: AccessQuestion,
        to policies: inout PolicySet,
        _ context: inout ConditionContext
    ) async throws {
        guard let arn = try? IdentityARN(question.resource, of: IdentityKind.allCases) else { return }
        let facts = try await catalogue.facts(of: [.identity(arn.identity)], in: arn.identity.account)
        for known in facts { context = known.adding(to: context) }
        guard question.action.lowercased() == TokenOperationName.assumeRole.action.lowercased() else { return }
        policies.resourceRule = .mustAllow
        policies.resource = try await role(arn).map { try trustPolicies(of: $0, arn) } ?? []
    }

    private func caller(_ question: AccessQuestion) async throws -> Caller {
        switch question.asker {
        case .root: return Caller(rootOf: question.account, accessKeyID: "", deployment: deployment)
        case .user(let name):
            guard let user = try await principal(.user, named: name, of: question.account) else { throw NoSuchAsker() }
            return Caller(user: user, accessKeyID: "", deployment: deployment)
        case .role(let name):
            guard let role = try await principal(.role, named: name, of: question.account) else { throw NoSuchAsker() }
            return Caller(sessionOf: role, named: "explained", accessKeyID: "", deployment: deployment)
        }
    }
}

extension PolicySet {
    fileprivate func findings(for request: PolicyRequest) -> [AccessExplanation.Policy] {
        let sides: [(PolicySide, [NamedPolicy])] = [
            (.identity, identity), (.boundary, boundary.map { [$0] } ?? []), (.session, session.map { [$0] } ?? []),
            (.resource, resource),
        ]
        return sides.flatMap { side, policies in
            policies.map {
                AccessExplanation.Policy(side: side, name: $0.name, findings: $0.document.findings(for: request))
            }
        }
    }
}

extension OperationName {
    /// The operation that an action of policies stands for, whose case does not matter.
    init?(action: String) {
        let wanted = action.lowercased()
        let found = Self.allCases.first { "\(AccessControl.service):\($0.rawValue)".lowercased() == wanted }
        guard let found else { return nil }
        self = found
    }
}

extension Deployment {
    /// The account and the name of a vault's ARN; nil for any other.
    func vault(ofARN arn: String) -> (account: AccountID, name: String)? {
        guard let account = account(ofARN: arn) else { return nil }
        let prefix = self.arn(account: account, vaultName: "")
        guard arn.hasPrefix(prefix), arn.utf8.count > prefix.utf8.count else { return nil }
        return (account, String(arn.dropFirst(prefix.count)))
    }

    /// The fifth field of an ARN, where that is an account.
    func account(ofARN arn: String) -> AccountID? {
        let fields = arn.split(separator: ":", omittingEmptySubsequences: false)
        return fields.count >= 6 ? try? AccountID(String(fields[4])) : nil
    }
}
