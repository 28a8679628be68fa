/// Every limit of temporary credentials that is a number.
///
/// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
package enum SessionLimits {
    /// Characters of the name of a role's session.
    package static let sessionNameLength = 2...64

    /// Characters of an external id.
    package static let externalIDLength = 2...1224

    /// Characters of a session policy.
    package static let policyLength = 1...2048

    /// Seconds that a role may be assumed for, whatever the role itself says.
    package static let roleSeconds = 900...43_200

    /// Seconds that a role is assumed for where a request says nothing, and that a session may assume one for at most.
    package static let hour = 3600

    /// Seconds that credentials of a user may last.
    ///
    /// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
    package static let userSeconds = 900...129_600

    /// Seconds that credentials of a user last where a request says nothing.
    package static let standardUserSeconds = 43_200
}

/// The name of a role's session, which whoever assumes the role chooses: 2 to 64 characters of names.
package struct RoleSessionName: Hashable, Sendable {
    package let text: String

    package init(_ text: String) throws(IdentityValueError) {
        try IdentityText.checkLength(text, SessionLimits.sessionNameLength)
        guard text.utf8.allSatisfy(IdentityText.isName) else { throw .malformed(.name) }
        self.text = text
    }
}

/// What a role's owner and whoever assumes the role agreed on, for conditions of the trust policy.
package struct ExternalID: Hashable, Sendable {
    package let text: String

    package init(_ text: String) throws(IdentityValueError) {
        try IdentityText.checkLength(text, SessionLimits.externalIDLength)
        guard text.utf8.allSatisfy({ IdentityText.isName($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") })
        else { throw .malformed(.externalID) }
        self.text = text
    }
}

/// The text of a policy that bounds a session. Whether it is a policy is not asked.
package struct SessionPolicyText: Hashable, Sendable {
    package let text: String

    package init(_ text: String) throws(IdentityValueError) {
        try IdentityText.checkLength(text, SessionLimits.policyLength)
        self.text = try PolicyDocumentText(text).text
    }

    /// How much of the room for policies it takes, in percent, rounded up.
    package var percentage: Int {
        let most = SessionLimits.policyLength.upperBound
        return (text.utf16.count * 100 + most - 1) / most
    }
}
