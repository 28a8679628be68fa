package import AccessPolicy
import Catalogue
package import GlacierModel
package import IdentityAPI

/// A caller may not do something with identities. It carries why, for the operator's log; the caller is told no more
/// than the fact.
package struct IdentityDenial: Error, Sendable {
    package let error: IdentityError
    package let decision: AccessDecision
}

extension AccessControl {
    /// Decides whether a caller may do an operation of the identity API in the caller's own account: on each of the
    /// things that it is done to.
    ///
    /// - Throws: `IdentityDenial`, or `AuthenticationError.unknownKey` for temporary credentials of a user
    ///   or root: without a second factor they do not reach identities.
    ///
    /// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
    package func authorise<Operation: IdentityContract>(
        _ contract: Operation.Type,
        _ input: Operation.Input,
        _ facts: RequestFacts,
        for caller: Caller
    ) async throws -> Authorised<Operation.Input> {
        if caller.temporarySince != nil, !caller.isSession { throw AuthenticationError.unknownKey }
        let authorised = Authorised(input: input, caller: caller, accessVersion: rules.version)
        if caller.isRoot(of: caller.account) { return authorised }
        let action = contract.operation(of: input).action
        var context = caller.context(deployment, at: now())
        facts.add(to: &context)
        contract.facts(of: input).add(to: &context)
        context.set("aws:ResourceAccount", caller.account.text)
        context.set("aws:RequestedRegion", deployment.partition.globalRegion)
        let resources = contract.resources(of: input)
        let targets = try await rules.catalogue.facts(of: resources, in: caller.account)
        for (resource, target) in zip(resources, targets) {
            let request = PolicyRequest(
                caller: caller.policyCaller(deployment),
                action: action,
                resource: target.arn,
                context: target.adding(to: context)
            )
            let decision = caller.policySet(resourceAccount: caller.account).decide(request)
            guard decision.isAllowed else {
                let shown = deployment.shownARN(of: resource, target)
                throw IdentityDenial(
                    error: .accessDenied(principal: caller.principalARN, action: action, resource: shown),
                    decision: decision
                )
            }
        }
        return authorised
    }
}

extension Caller {
    /// Who that is to the identity API.
    package var callingIdentity: CallingIdentity {
        switch principal {
        case .root: .root
        case .user(let user): (try? IdentityName(user.name, of: .user)).map(CallingIdentity.user) ?? .session
        case .session: .session
        }
    }

    /// Whether somebody acts who assumed a role.
    package var isSession: Bool {
        if case .session = principal { true } else { false }
    }
}

extension IdentityResourceFacts {
    func adding(to base: ConditionContext) -> ConditionContext {
        var context = base
        // Where the request sets one, that is the one meant.
        if let boundary, !context.has(Self.boundaryKey) { context.set(Self.boundaryKey, boundary.text) }
        for tag in tags {
            context.set("iam:ResourceTag/\(tag.key.text)", tag.value)
            context.set("aws:ResourceTag/\(tag.key.text)", tag.value)
        }
        return context
    }

    fileprivate static let boundaryKey = "iam:PermissionsBoundary"
}

extension IdentityRequestFacts {
    fileprivate func add(to context: inout ConditionContext) {
        if let policyARN { context.set("iam:PolicyARN", policyARN.text) }
        if let permissionsBoundary { context.set("iam:PermissionsBoundary", permissionsBoundary.text) }
        for tag in tags { context.set("aws:RequestTag/\(tag.key.text)", tag.value) }
        let keys = tags.map(\.key.text) + removedTagKeys.map(\.text)
        if !keys.isEmpty { context.set("aws:TagKeys", keys) }
    }
}

extension Deployment {
    /// What whoever may not is told of a resource: nothing that the request did not say, such as a path, or whether it
    /// exists.
    fileprivate func shownARN(of resource: IdentityResource, _ facts: IdentityResourceFacts) -> String {
        switch resource {
        case .identity(let reference):
            arn(of: reference.kind, path: .root, name: reference.name.text, in: reference.account)
        case .renamed(let reference, let name, let path):
            arn(of: reference.kind, path: path ?? .root, name: name.text, in: reference.account)
        case .accessKey: "*"
        case .new, .listing, .policy, .newPolicy, .root, .everything: facts.arn
        }
    }
}
