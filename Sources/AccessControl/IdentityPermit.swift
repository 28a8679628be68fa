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
        for resource in contract.resources(of: input) {
            let target = try await rules.target(resource, in: caller.account)
            var context = context
            for tag in target.tags {
                context.set("iam:ResourceTag/\(tag.key.text)", tag.value)
                context.set("aws:ResourceTag/\(tag.key.text)", tag.value)
            }
            let request = PolicyRequest(
                caller: caller.policyCaller(deployment),
                action: action,
                resource: target.arn,
                context: context
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

extension IdentityRequestFacts {
    fileprivate func add(to context: inout ConditionContext) {
        if let policyARN { context.set("iam:PolicyARN", policyARN.text) }
        if let permissionsBoundary { context.set("iam:PermissionsBoundary", permissionsBoundary.text) }
        for tag in tags { context.set("aws:RequestTag/\(tag.key.text)", tag.value) }
        let keys = tags.map(\.key.text) + removedTagKeys.map(\.text)
        if !keys.isEmpty { context.set("aws:TagKeys", keys) }
    }
}

extension AccessRules {
    /// What policies match of something that an operation is done to. What does not exist has the ARN that it would
    /// have without a path.
    fileprivate func target(
        _ resource: IdentityResource,
        in account: AccountID
    ) async throws -> (arn: String, tags: [IdentityTag]) {
        switch resource {
        case .identity(let reference): return try await target(reference)
        case .new(let reference, let path):
            return (deployment.arn(of: reference.kind, path: path, name: reference.name.text, in: account), [])
        case .renamed(let reference, let name, let path):
            let old = try await identity(reference)
            let path = path ?? old?.path ?? .root
            return (deployment.arn(of: reference.kind, path: path, name: name.text, in: account), old?.tags ?? [])
        case .listing(let kind, let prefix):
            return ("arn:\(deployment.partition.rawValue):iam::\(account):\(kind.rawValue)\(prefix.text)", [])
        case .policy(let arn): return (arn.text, [])
        case .newPolicy(let name, let path):
            return (deployment.policyARN(path: path, name: name, in: account).text, [])
        case .accessKey(let id):
            guard let stored = try await catalogue.accessKey(id.text).value, stored.account == account,
                let owner = stored.principal, let name = try? IdentityName(owner.name, of: .user)
            else { return ("*", []) }
            return try await target(IdentityReference(account: account, kind: .user, name: name))
        case .root: return (deployment.rootARN(of: account), [])
        case .everything: return ("*", [])
        }
    }

    private func target(_ reference: IdentityReference) async throws -> (arn: String, tags: [IdentityTag]) {
        guard let identity = try await identity(reference) else {
            let arn = deployment.arn(
                of: reference.kind,
                path: .root,
                name: reference.name.text,
                in: reference.account
            )
            return (arn, [])
        }
        return (deployment.arn(of: identity, in: reference.account), identity.tags)
    }

    private func identity(_ reference: IdentityReference) async throws -> Identity? {
        do {
            return try await catalogue.identity(reference)
        } catch IdentityError.identityNotFound {
            return nil
        }
    }
}
