/// A user, group or role.
package struct Identity: Hashable, Sendable {
    package let kind: IdentityKind
    package let name: IdentityName
    package let path: IdentityPath
    package let uniqueID: UniqueID
    package let creationDate: Timestamp
    /// The policy that bounds what other policies grant; groups have none.
    package let boundary: PolicyARN?
    /// What roles alone have.
    package let role: RoleTerms?
    /// In the order of their folded keys. Empty also where a listing does not show them.
    package var tags: [IdentityTag]

    package init(
        kind: IdentityKind,
        name: IdentityName,
        path: IdentityPath,
        uniqueID: UniqueID,
        creationDate: Timestamp,
        boundary: PolicyARN? = nil,
        role: RoleTerms? = nil,
        tags: [IdentityTag] = []
    ) {
        self.kind = kind
        self.name = name
        self.path = path
        self.uniqueID = uniqueID
        self.creationDate = creationDate
        self.boundary = boundary
        self.role = role
        self.tags = tags
    }
}

/// Who may have a role, and for how long.
package struct RoleTerms: Hashable, Sendable {
    /// The trust policy's text as sent.
    package var trustPolicy: String
    /// How long a session may last at most.
    package var maximumSession: SessionLength
    package var description: RoleDescription?

    package init(trustPolicy: String, maximumSession: SessionLength, description: RoleDescription?) {
        self.trustPolicy = trustPolicy
        self.maximumSession = maximumSession
        self.description = description
    }
}

/// How long sessions of a role may last: one hour to twelve.
package struct SessionLength: Hashable, Sendable {
    package let seconds: Int

    /// What a role has that was given none: one hour.
    package static let standard = SessionLength()

    private init() { seconds = IdentityLimits.standardSessionSeconds }

    package init(seconds: Int) throws(IdentityValueError) {
        let bounds = IdentityLimits.maximumSessionSeconds
        guard seconds >= bounds.lowerBound else { throw .tooSmall(minimum: bounds.lowerBound) }
        guard seconds <= bounds.upperBound else { throw .tooLarge(maximum: bounds.upperBound) }
        self.seconds = seconds
    }
}

/// What a caller says of a role: up to 1,000 characters of Latin-1 that can be printed, tabs and line ends.
package struct RoleDescription: Hashable, Sendable {
    package let text: String

    package init(_ text: String) throws(IdentityValueError) {
        try IdentityText.checkLength(text, IdentityLimits.descriptionLength)
        guard text.unicodeScalars.allSatisfy({ Self.allows($0.value) }) else { throw .malformed(.description) }
        self.text = text
    }

    private static func allows(_ character: UInt32) -> Bool {
        switch character {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0xA1...0xFF: true
        default: false
        }
    }
}

/// Whose an access key is.
package enum AccessKeyOwner: Hashable, Sendable {
    case root
    case user(IdentityName)
}

/// An access key without its secret.
package struct AccessKeyRecord: Hashable, Sendable {
    /// Whether requests signed with a key are accepted.
    package enum Status: String, Hashable, Sendable, CaseIterable {
        case active = "Active"
        case inactive = "Inactive"
    }

    /// When a key last signed a request, and for what.
    package struct LastUse: Hashable, Sendable {
        package let date: Timestamp
        package let region: String
        package let service: String

        package init(date: Timestamp, region: String, service: String) {
            self.date = date
            self.region = region
            self.service = service
        }
    }

    package let id: String
    package let status: Status
    package let creationDate: Timestamp
    package let lastUse: LastUse?

    package init(id: String, status: Status, creationDate: Timestamp, lastUse: LastUse? = nil) {
        self.id = id
        self.status = status
        self.creationDate = creationDate
        self.lastUse = lastUse
    }
}

/// The id of an access key as a request names it.
package struct AccessKeyID: Hashable, Sendable {
    package let text: String

    package init(_ text: String) throws(IdentityValueError) {
        try IdentityText.checkLength(text, IdentityLimits.accessKeyIDLength)
        guard text.utf8.allSatisfy({ IdentityText.isLetterOrDigit($0) || $0 == UInt8(ascii: "_") }) else {
            throw .malformed(.accessKeyID)
        }
        self.text = text
    }
}
