import AccessPolicy
import Catalogue
package import GlacierModel
package import IdentityAPI

/// A role that a caller may assume, with what the session is to be.
package struct RoleToAssume: Sendable {
    package let account: AccountID
    package let role: Identity
    package let sessionName: RoleSessionName
    /// How long the session lasts.
    package let seconds: Int
    package let policy: SessionPolicyText?
}

extension AccessControl {
    /// Whoever can sign may know who that is: no policy has a say.
    ///
    /// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    package func authorise(
        _ input: GetCallerIdentity.Input,
        for caller: Caller
    ) -> Authorised<GetCallerIdentity.Input> {
        Authorised(input: input, caller: caller, accessVersion: rules.version)
    }

    /// Users and roots have it for themselves, and no policy has a say; temporary credentials do not beget others.
    ///
    /// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
    package func authorise(
        _ input: GetSessionToken.Input,
        for caller: Caller
    ) throws(TokenError) -> Authorised<GetSessionToken.Input> {
        guard caller.temporarySince == nil else { throw .needsLastingCredentials(.getSessionToken) }
        return Authorised(input: input, caller: caller, accessVersion: rules.version)
    }

    /// Decides whether a caller may assume a role: its trust policy has to name the caller, or the caller's account,
    /// and the caller's own policies have their say as for any resource. Whoever may not learns nothing of the role,
    /// not even whether there is one.
    ///
    /// - Throws: `TokenError`, `IdentityDenial`, `IdentityError.accessDenied`, `IdentityError.malformedPolicy`
    ///
    /// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    package func authorise(
        _ input: AssumeRole.Input,
        _ facts: RequestFacts,
        for caller: Caller
    ) async throws -> Authorised<RoleToAssume> {
        let version = rules.version
        guard caller.principal != .root else { throw TokenError.rootCannotAssume }
        if caller.isSession, let seconds = input.seconds, seconds > SessionLimits.hour {
            throw TokenError.chainedTooLong
        }
        try input.policy?.check()
        let refusal = IdentityError.accessDenied(
            principal: caller.principalARN,
            action: TokenOperationName.assumeRole.action,
            resource: input.role.text
        )
        guard let role = try await rules.role(input.role) else { throw refusal }
        let decision = try decide(input, role, facts, for: caller)
        guard decision.isAllowed else { throw IdentityDenial(error: refusal, decision: decision) }
        let seconds = input.seconds ?? SessionLimits.hour
        guard let terms = role.role, seconds <= terms.maximumSession.seconds else { throw TokenError.longerThanRole }
        return Authorised(
            input: RoleToAssume(
                account: input.role.identity.account,
                role: role,
                sessionName: input.sessionName,
                seconds: seconds,
                policy: input.policy
            ),
            caller: caller,
            accessVersion: version
        )
    }

    private func decide(
        _ input: AssumeRole.Input,
        _ role: Identity,
        _ facts: RequestFacts,
        for caller: Caller
    ) throws -> AccessDecision {
        var policies = caller.policySet(resourceAccount: input.role.identity.account)
        policies.resourceRule = .mustAllow
        policies.resource = try rules.trustPolicies(of: role, input.role)
        var context = caller.context(deployment, at: now())
        facts.add(to: &context)
        context.set("aws:ResourceAccount", input.role.identity.account.text)
        context.set("sts:RoleSessionName", input.sessionName.text)
        if let externalID = input.externalID { context.set("sts:ExternalId", externalID.text) }
        for tag in role.tags {
            context.set("iam:ResourceTag/\(tag.key.text)", tag.value)
            context.set("aws:ResourceTag/\(tag.key.text)", tag.value)
        }
        return policies.decide(
            PolicyRequest(
                caller: caller.policyCaller(deployment),
                action: TokenOperationName.assumeRole.action,
                resource: input.role.text,
                context: context
            )
        )
    }
}

extension AccessRules {
    /// The role of exactly this ARN; nil where there is none.
    func role(_ arn: IdentityARN) async throws -> Identity? {
        do {
            let role = try await catalogue.identity(arn.identity)
            return deployment.arn(of: role, in: arn.identity.account) == arn.text ? role : nil
        } catch IdentityError.identityNotFound {
            return nil
        }
    }
}

extension AccessRules {
    /// The policy that says who may have a role.
    ///
    /// - Throws: `UnreadablePolicy`
    func trustPolicies(of role: Identity, _ arn: IdentityARN) throws(UnreadablePolicy) -> [NamedPolicy] {
        guard let text = role.role?.trustPolicy else { return [] }
        return [try NamedPolicy(named: "trust policy of \(arn)", text, as: .trust)]
    }
}

extension SessionPolicyText {
    /// - Throws: `IdentityError.malformedPolicy` for a text that is no identity policy.
    fileprivate func check() throws(IdentityError) {
        do throws(PolicyError) {
            _ = try PolicyDocument(parsing: text, as: .identity, maximumBytes: .max)
        } catch {
            throw .malformedPolicy(error.description)
        }
    }
}
