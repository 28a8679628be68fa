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
