import AccessPolicy
import Catalogue
package import GlacierModel
package import IdentityAPI

extension AccessControl {
    /// Decides whether a caller may do an operation of the identity API in the caller's own account: on each of the
    /// things that it is done to.
    ///
    /// - Throws: `IdentityError.accessDenied`, or `AuthenticationError.unknownKey` for temporary credentials of a user
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
        let targets = try await rules.catalogue.facts(of: contract.resources(of: input), in: caller.account)
        for target in targets {
            let request = PolicyRequest(
                caller: caller.policyCaller(deployment),
                action: action,
                resource: target.arn,
                context: target.adding(to: context)
            )
            guard caller.policySet(resourceAccount: caller.account).decide(request).isAllowed else {
                throw IdentityError.accessDenied(
                    principal: caller.principalARN,
                    action: action,
                    resource: target.arn
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
    fileprivate func adding(to base: ConditionContext) -> ConditionContext {
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
