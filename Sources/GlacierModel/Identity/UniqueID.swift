/// The id of an identity or a managed policy that is never given to another, also not to one of the same name: 21
/// characters, of which the first four tell the kind.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
package struct UniqueID: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    private static let length = 21
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    /// A new one of an identity.
    package init(of kind: IdentityKind, randomFrom surroundings: Surroundings) {
        self.init(prefix: kind.uniqueIDPrefix, surroundings)
    }

    /// A new one of a managed policy.
    package init(ofPolicyRandomFrom surroundings: Surroundings) {
        self.init(prefix: "ANPA", surroundings)
    }

    /// One that is read back.
    package init(_ text: String) throws(IdentityValueError) {
        guard text.utf8.count == Self.length, text.utf8.allSatisfy(IdentityText.isLetterOrDigit) else {
            throw .malformed(.uniqueID)
        }
        self.text = text
    }

    /// 5 bits of each random byte, so every character is equally likely.
    private init(prefix: String, _ surroundings: Surroundings) {
        let bytes = surroundings.randomBytes(Self.length - prefix.utf8.count)
        text = prefix + String(decoding: bytes.map { Self.alphabet[Int($0 & 31)] }, as: UTF8.self)
    }

    package var description: String { text }
}
