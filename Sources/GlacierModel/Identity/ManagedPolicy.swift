/// A managed policy as listings show it.
package struct ManagedPolicy: Hashable, Sendable {
    package let arn: PolicyARN
    package let uniqueID: UniqueID
    package let description: String?
    package let creationDate: Timestamp
    /// When a version was last made or chosen.
    package let updateDate: Timestamp
    package let defaultVersion: PolicyVersionID
    /// Users, groups and roles of the account that have it.
    package let attachments: Int64
    /// Users and roles of the account that it bounds.
    package let boundaryUses: Int64

    package init(
        arn: PolicyARN,
        uniqueID: UniqueID,
        description: String?,
        creationDate: Timestamp,
        updateDate: Timestamp,
        defaultVersion: PolicyVersionID,
        attachments: Int64,
        boundaryUses: Int64
    ) {
        self.arn = arn
        self.uniqueID = uniqueID
        self.description = description
        self.creationDate = creationDate
        self.updateDate = updateDate
        self.defaultVersion = defaultVersion
        self.attachments = attachments
        self.boundaryUses = boundaryUses
    }
}

/// A version of a managed policy.
package struct ManagedPolicyVersion: Hashable, Sendable {
    package let id: PolicyVersionID
    package let document: String
    package let creationDate: Timestamp
    /// Whether this is the version that decisions are made by.
    package let isDefault: Bool

    package init(id: PolicyVersionID, document: String, creationDate: Timestamp, isDefault: Bool) {
        self.id = id
        self.document = document
        self.creationDate = creationDate
        self.isDefault = isDefault
    }
}

/// What a managed policy is to an identity.
package enum PolicyUsage: String, Hashable, Sendable, CaseIterable {
    case permissionsPolicy = "PermissionsPolicy"
    case permissionsBoundary = "PermissionsBoundary"
}

/// Whose managed policies a listing shows.
package enum PolicyScope: String, Hashable, Sendable, CaseIterable {
    case all = "All"
    case aws = "AWS"
    case local = "Local"
}

/// Which managed policies a listing shows.
package struct PolicySelection: Hashable, Sendable {
    package let scope: PolicyScope
    package let prefix: IdentityPathPrefix
    /// Only those that some identity of the account has, or is bounded by.
    package let onlyAttached: Bool
    /// Only those that are used so. Every policy may be a permissions policy, so with `onlyAttached` alone it says
    /// something of those.
    package let usage: PolicyUsage?

    package init(scope: PolicyScope, prefix: IdentityPathPrefix, onlyAttached: Bool, usage: PolicyUsage?) {
        self.scope = scope
        self.prefix = prefix
        self.onlyAttached = onlyAttached
        self.usage = usage
    }

    /// Whether a listing shows a policy, as far as its uses go.
    package func includes(attachments: Int64, boundaryUses: Int64) -> Bool {
        switch usage {
        case .permissionsBoundary: boundaryUses > 0
        case .permissionsPolicy: !onlyAttached || attachments > 0
        case nil: !onlyAttached || attachments > 0 || boundaryUses > 0
        }
    }
}

/// The words by which listings choose what they show.
package enum EntityFilter: String, Hashable, Sendable, CaseIterable {
    case user = "User"
    case role = "Role"
    case group = "Group"
    case localManagedPolicy = "LocalManagedPolicy"
    case awsManagedPolicy = "AWSManagedPolicy"

    /// Nil for policies.
    package var kind: IdentityKind? {
        switch self {
        case .user: .user
        case .role: .role
        case .group: .group
        case .localManagedPolicy, .awsManagedPolicy: nil
        }
    }
}

/// Which identities a listing of a policy's uses shows.
package struct EntitySelection: Hashable, Sendable {
    package let kinds: [IdentityKind]
    /// Of the identities' paths.
    package let prefix: IdentityPathPrefix
    package let usage: PolicyUsage?

    package init(kinds: [IdentityKind], prefix: IdentityPathPrefix, usage: PolicyUsage?) {
        self.kinds = kinds
        self.prefix = prefix
        self.usage = usage
    }
}

/// An identity that a policy is attached to, or bounds.
package struct PolicyEntity: Hashable, Sendable {
    package let kind: IdentityKind
    package let name: IdentityName
    package let uniqueID: UniqueID

    package init(kind: IdentityKind, name: IdentityName, uniqueID: UniqueID) {
        self.kind = kind
        self.name = name
        self.uniqueID = uniqueID
    }
}

/// Whether a version is the one that decisions are made by.
package enum PolicyVersionRole: Hashable, Sendable {
    case defaultVersion
    case other
}

/// What a caller says of a managed policy: up to 1,000 characters. It never changes.
package struct PolicyDescription: Hashable, Sendable {
    package let text: String

    package init(_ text: String) throws(IdentityValueError) {
        try IdentityText.checkLength(text, IdentityLimits.descriptionLength)
        self.text = text
    }
}

/// A policy that belongs to one identity alone.
package struct InlinePolicy: Hashable, Sendable {
    package let name: PolicyName
    package let document: String

    package init(name: PolicyName, document: String) {
        self.name = name
        self.document = document
    }
}

/// How many there are in an account.
package struct IdentityCounts: Hashable, Sendable {
    package let identities: [IdentityKind: Int64]
    package let policies: Int64
    package let policyVersions: Int64

    package init(identities: [IdentityKind: Int64], policies: Int64, policyVersions: Int64) {
        self.identities = identities
        self.policies = policies
        self.policyVersions = policyVersions
    }
}
