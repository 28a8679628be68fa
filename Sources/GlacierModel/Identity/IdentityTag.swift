/// The key of a tag of a user or role: 1 to 128 characters. Keys are compared without case; the spelling is kept.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules
package struct IdentityTagKey: Hashable, Sendable {
    /// As it was given.
    package let text: String
    /// In lower case: what keys are compared and ordered by.
    package let folded: String

    package init(_ text: String) throws(IdentityValueError) {
        try IdentityText.checkLength(text, IdentityLimits.tagKeyLength)
        guard text.unicodeScalars.allSatisfy(isIdentityTagCharacter) else { throw .malformed(.tagKey) }
        self.text = text
        folded = text.lowercased()
    }

    /// Whether it begins with `aws:`, which is not for callers.
    package var isReserved: Bool { folded.utf8.starts(with: "aws:".utf8) }

    package static func == (left: IdentityTagKey, right: IdentityTagKey) -> Bool {
        left.folded.utf8.elementsEqual(right.folded.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in folded.utf8 { hasher.combine(byte) }
    }
}

/// A word that a caller gives a user or role: conditions of policies can ask for it.
package struct IdentityTag: Hashable, Sendable {
    /// Once among the tags of an identity.
    package let key: IdentityTagKey
    /// 0 to 256 characters.
    package let value: String

    package init(key: IdentityTagKey, value: String) throws(IdentityValueError) {
        try IdentityText.checkLength(value, IdentityLimits.tagValueLength)
        guard value.unicodeScalars.allSatisfy(isIdentityTagCharacter) else { throw .malformed(.tagValue) }
        self.key = key
        self.value = value
    }
}

/// Letters, numbers and separators of any script, and a few signs. Not U+2028 and U+2029, though they are separators:
/// they would break lines.
private func isIdentityTagCharacter(_ character: Unicode.Scalar) -> Bool {
    switch character.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
        .letterNumber, .otherNumber, .spaceSeparator:
        true
    default: "_.:/=+-@".unicodeScalars.contains(character)
    }
}
