/// The text of a policy as it is sent: at most 131,072 characters that production takes. Whether it is a policy is not
/// asked.
package struct PolicyDocumentText: Hashable, Sendable {
    package let text: String

    package init(_ text: String) throws(IdentityValueError) {
        try IdentityText.checkLength(text, IdentityLimits.policyDocumentLength)
        guard text.unicodeScalars.allSatisfy({ Self.allows($0.value) }) else { throw .malformed(.policyDocument) }
        self.text = text
    }

    /// Characters that are not white space: what quotas count.
    package var countedCharacters: Int64 {
        Int64(text.unicodeScalars.count { !" \t\n\r".unicodeScalars.contains($0) })
    }

    private static func allows(_ character: UInt32) -> Bool {
        switch character {
        case 0x09, 0x0A, 0x0D, 0x20...0xFF: true
        default: false
        }
    }
}
