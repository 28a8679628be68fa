/// A policy, and what it is called where decisions are explained.
public struct NamedPolicy: Hashable, Sendable {
    /// For people; nothing depends on it.
    public let name: String
    /// What it says.
    public let document: PolicyDocument

    /// Names a policy.
    public init(_ name: String, _ document: PolicyDocument) {
        self.name = name
        self.document = document
    }
}

/// All policies that have a say in a request.
public struct PolicySet: Hashable, Sendable {
    /// What it takes of the resource's side where the caller is of the resource's own account.
    public enum ResourceRule: Hashable, Sendable {
        /// It is one of two sides that can allow.
        case mayAllow
        /// Whatever the caller's side allows, the resource has to name the caller or the caller's account as well.
        /// So it is with roles: nobody assumes one that its trust policy does not open. Its source is that of `decide`.
        case mustAllow
    }

    /// Of the user and its groups, or of the role. A root has none.
    public var identity: [NamedPolicy]
    /// The permissions boundary of the user or role.
    public var boundary: NamedPolicy?
    /// The policy that the session was given.
    public var session: NamedPolicy?
    /// Of the resource. None for actions that resources have no power over: then nothing of the resource's side allows.
    public var resource: [NamedPolicy]
    /// The account that owns the resource, 12 digits.
    public var resourceAccount: String
    /// Whether the caller's side can be enough.
    public var resourceRule: ResourceRule

    /// Puts the policies of a caller and those of a resource together.
    public init(
        identity: [NamedPolicy] = [],
        boundary: NamedPolicy? = nil,
        session: NamedPolicy? = nil,
        resource: [NamedPolicy] = [],
        resourceAccount: String,
        resourceRule: ResourceRule = .mayAllow
    ) {
        self.identity = identity
        self.boundary = boundary
        self.session = session
        self.resource = resource
        self.resourceAccount = resourceAccount
        self.resourceRule = resourceRule
    }
}

extension PolicySet {
    /// Decides a request.
    ///
    /// 1. A `Deny` that matches, in any policy, denies; also a root.
    /// 2. The caller's own side allows what an identity policy allows (a root: everything) and the boundary and the
    ///    session policy allow as well, where there are such.
    /// 3. In the resource's own account it is enough that the caller's side allows, or that the resource does:
    ///    - to `*`, to the ARN of the user or to that of the session: whatever boundary and session policy leave out;
    ///      only a session policy of a user still counts, because a federated session is not the user itself;
    ///    - to the ARN of the role: as far as boundary and session policy allow it too;
    ///    - to the account alone: not enough.
    ///    Where the resource must allow, it is not enough that the caller's side does.
    /// 4. From another account both sides must allow; there a grant to the account is enough of the resource.
    ///
    /// That `*` is not limited by a boundary is said of the role's sessions, and by the same right holds for users.
    /// Source: IAM User Guide, `reference_policies_evaluation-logic_policy-eval-denyallow`
    public func decide(_ request: PolicyRequest) -> AccessDecision {
        var opinions = SideOpinions()
        opinions.take(self, request)
        if let denial = opinions.denial { return AccessDecision(outcome: .explicitDeny, source: denial) }
        let missing = opinions.missing(for: request.caller, on: resourceAccount, resourceRule)
        return AccessDecision(
            outcome: missing.isEmpty ? .allowed : .implicitDeny(missing: missing),
            source: opinions.grant(missing: missing)
        )
    }
}
