import AccessPolicy
import GlacierModel

/// Judges the texts of policies that are to be kept. A mistake is told with its place.
enum PolicyValidation {
    /// Bytes of UTF-8 of the longest text that a request can carry: two for each character of Latin-1.
    private static let longestText = IdentityLimits.policyDocumentLength.upperBound * 2

    /// An inline policy of a user, group or role; its quota is that of the identity.
    ///
    /// - Throws: `IdentityError.malformedPolicy`
    static func validateInline(_ document: PolicyDocumentText) throws(IdentityError) {
        try parse(document, as: .identity)
    }

    /// A version of a managed policy.
    ///
    /// - Throws: `IdentityError.malformedPolicy`, `IdentityError.limitReached`
    static func validateManaged(_ document: PolicyDocumentText) throws(IdentityError) {
        guard document.countedCharacters <= IdentityLimits.managedPolicyCharacters else {
            throw .limitReached(.policySize)
        }
        try parse(document, as: .identity)
    }

    /// The trust policy of a role.
    ///
    /// - Throws: `IdentityError.malformedPolicy`, `IdentityError.limitReached`
    static func validateTrust(_ document: PolicyDocumentText) throws(IdentityError) {
        guard document.countedCharacters <= IdentityLimits.trustPolicyCharacters else {
            throw .limitReached(.trustPolicySize)
        }
        try parse(document, as: .trust)
    }

    private static func parse(_ document: PolicyDocumentText, as kind: PolicyKind) throws(IdentityError) {
        do {
            _ = try PolicyDocument(parsing: document.text, as: kind, maximumBytes: longestText)
        } catch {
            throw .malformedPolicy("\(error)")
        }
    }
}
