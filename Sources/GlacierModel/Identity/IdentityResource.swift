/// What an operation is done to, as far as a request tells. The path of an identity, which its ARN has, only the
/// catalogue knows.
package enum IdentityResource: Hashable, Sendable {
    /// One that exists, or does not.
    case identity(IdentityReference)
    /// One that is to be.
    case new(IdentityReference, path: IdentityPath)
    /// What one is to be called after a change; without a path it stays where it is.
    case renamed(IdentityReference, to: IdentityName, path: IdentityPath?)
    /// A listing of a kind below a path.
    case listing(IdentityKind, IdentityPathPrefix)
    case policy(PolicyARN)
    /// A policy that is to be.
    case newPolicy(PolicyName, path: IdentityPath)
    /// The user whose key it is.
    case accessKey(AccessKeyID)
    /// The account's root.
    case root
    /// No resource at all: `*`.
    case everything
}

/// Values of condition keys that come from the request itself.
package struct IdentityRequestFacts: Hashable, Sendable {
    /// `iam:PolicyARN`: the policy that is attached or detached.
    package var policyARN: PolicyARN?
    /// `iam:PermissionsBoundary`: the boundary that the request sets.
    package var permissionsBoundary: PolicyARN?
    /// `aws:RequestTag/…` and `aws:TagKeys`.
    package var tags: [IdentityTag] = []
    /// `aws:TagKeys` of a request that removes tags.
    package var removedTagKeys: [IdentityTagKey] = []

    package init() {}
}

/// What policies are matched against, of a resource of the identity API.
package struct IdentityResourceFacts: Hashable, Sendable {
    /// What `Resource` elements match.
    package let arn: String
    /// `iam:ResourceTag/…` and `aws:ResourceTag/…`.
    package let tags: [IdentityTag]
    /// `iam:PermissionsBoundary` of requests that set none: the one that the user or role has.
    package let boundary: PolicyARN?

    package init(arn: String, tags: [IdentityTag] = [], boundary: PolicyARN? = nil) {
        self.arn = arn
        self.tags = tags
        self.boundary = boundary
    }
}
