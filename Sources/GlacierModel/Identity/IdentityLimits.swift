/// Every limit of identities that is a number: the default quotas of production.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
package enum IdentityLimits {
    /// Characters of a name.
    package static func nameLength(of kind: IdentityKind) -> ClosedRange<Int> {
        switch kind {
        case .user, .role: 1...64
        case .group: 1...128
        }
    }

    /// Characters of the name of a policy.
    package static let policyNameLength = 1...128

    /// Characters of a path, slashes included, or of the beginning of one.
    package static let pathLength = 1...512

    /// Characters of the ARN of a policy.
    package static let policyARNLength = 20...2048

    /// Characters of the ARN of a user, group or role.
    package static let identityARNLength = 20...2048

    /// Characters of a policy as it is sent, white space included.
    package static let policyDocumentLength = 1...131_072

    /// Characters of the description of a role or of a managed policy.
    package static let descriptionLength = 0...1000

    /// Characters of the id of an access key.
    package static let accessKeyIDLength = 16...128

    /// Characters of the key of a tag.
    package static let tagKeyLength = 1...128

    /// Characters of the value of a tag.
    package static let tagValueLength = 0...256

    /// Seconds that sessions of a role may last at most.
    package static let maximumSessionSeconds = 3600...43_200

    /// What a role has that was given none, in seconds.
    package static let standardSessionSeconds = 3600

    /// Items on a page of a listing.
    package static let pageItems = 1...1000

    /// Items on a page of a listing whose request says nothing of it.
    package static let standardPageItems = 100

    /// Characters of a marker. Longer than production's, because ours hold the name of the last item.
    package static let markerLength = 1...1024

    /// Identities of a kind in one account.
    package static func perAccount(_ kind: IdentityKind) -> Int64 {
        switch kind {
        case .user: 5000
        case .group: 300
        case .role: 1000
        }
    }

    /// Characters of all inline policies of one identity together, white space not counted.
    package static func inlinePolicyCharacters(of kind: IdentityKind) -> Int64 {
        switch kind {
        case .user: 2048
        case .group: 5120
        case .role: 10_240
        }
    }

    /// Characters of a role's trust policy, white space not counted.
    package static let trustPolicyCharacters: Int64 = 2048

    /// Characters of a managed policy, white space not counted.
    package static let managedPolicyCharacters: Int64 = 6144

    /// Managed policies that an account has made itself.
    package static let managedPoliciesPerAccount: Int64 = 1500

    /// Versions of a managed policy that exist at once.
    package static let versionsPerPolicy: Int64 = 5

    /// Managed policies attached to one identity.
    package static let attachmentsPerIdentity: Int64 = 10

    /// Groups that one user is in.
    package static let groupsPerUser: Int64 = 10

    /// Access keys of one user, and of an account's root.
    package static let accessKeysPerUser: Int64 = 2

    /// Tags of one user or role, and entries of one request about them.
    package static let tagsPerIdentity = 50
}

/// The quotas by the names that messages give them.
package enum IdentityQuota: Hashable, Sendable {
    case identitiesPerAccount(IdentityKind)
    case policiesPerAccount
    case attachments(IdentityKind)
    case groupsPerUser
    case accessKeysPerUser
    case tags
    case policyVersions
    /// Of a managed policy.
    case policySize
    /// Of a role's trust policy.
    case trustPolicySize
    case inlinePolicies(IdentityKind, name: String)
}
