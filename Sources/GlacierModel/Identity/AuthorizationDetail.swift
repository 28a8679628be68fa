/// Something of an account with all that decides what it allows.
package enum AuthorizationDetail: Sendable {
    case identity(IdentityDetail)
    /// With all its versions, the newest first.
    case policy(ManagedPolicy, versions: [ManagedPolicyVersion])
}

/// A user, group or role with its policies.
package struct IdentityDetail: Sendable {
    package let identity: Identity
    /// In the order of their folded names.
    package let inlinePolicies: [InlinePolicy]
    package let attachedPolicies: [PolicyARN]
    /// Of a user: the groups he is in.
    package let groups: [IdentityName]

    package init(
        identity: Identity,
        inlinePolicies: [InlinePolicy],
        attachedPolicies: [PolicyARN],
        groups: [IdentityName]
    ) {
        self.identity = identity
        self.inlinePolicies = inlinePolicies
        self.attachedPolicies = attachedPolicies
        self.groups = groups
    }
}
