/// The key of a tag: 1 to 128 characters, not beginning with `aws:`. Compared byte by byte: case counts, and nothing is
/// trimmed or normalised.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/tagging.html
public struct TagKey: Hashable, Comparable, Sendable {
    /// As sent.
    public let text: String

    /// - Throws: `ServiceError.invalidParameter`
    public init(_ text: String) throws(ServiceError) {
        guard Limits.tagKeyLength.contains(text.unicodeScalars.count), !text.utf8.starts(with: "aws:".utf8),
            text.unicodeScalars.allSatisfy(isTagCharacter)
        else { throw .invalidParameter("Invalid tag key: \(text)") }
        self.text = text
    }

    /// Swift's own comparison of texts would take some different spellings for one.
    public static func == (left: TagKey, right: TagKey) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    /// The order in which tags are listed: that of the bytes of UTF-8.
    public static func < (left: TagKey, right: TagKey) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    /// Hashes the bytes that are compared.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

/// The value of a tag: 0 to 256 characters.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/tagging.html
public struct TagValue: Hashable, Sendable {
    /// As sent.
    public let text: String

    /// - Throws: `ServiceError.invalidParameter`
    public init(_ text: String) throws(ServiceError) {
        guard text.unicodeScalars.count <= Limits.tagValueCharacters, text.unicodeScalars.allSatisfy(isTagCharacter)
        else { throw .invalidParameter("Invalid tag value: \(text)") }
        self.text = text
    }
}

/// A word that a caller gives a vault.
public struct VaultTag: Hashable, Sendable {
    /// Once among the tags of a vault.
    public let key: TagKey
    /// Possibly empty.
    public let value: TagValue

    /// Pairs a key with its value.
    public init(key: TagKey, value: TagValue) {
        self.key = key
        self.value = value
    }
}

/// Tags with different keys.
public struct TagSet: Hashable, Sendable {
    private var values: [TagKey: TagValue] = [:]

    /// Of tags with one key the last counts.
    public init(_ tags: some Sequence<VaultTag>) {
        for tag in tags { values[tag.key] = tag.value }
    }

    /// How many there are.
    public var count: Int { values.count }

    /// In byte order of the keys.
    public var ordered: [VaultTag] {
        values.map { VaultTag(key: $0.key, value: $0.value) }.sorted { $0.key < $1.key }
    }

    /// The tags of a vault after some were added: one whose key is there already is replaced, and does not count as
    /// another.
    ///
    /// - Throws: `ServiceError.tagLimitReached`
    public func adding(_ more: TagSet) throws(ServiceError) -> TagSet {
        var sum = self
        sum.values.merge(more.values) { _, new in new }
        guard sum.count <= Limits.tagsPerVault else { throw .tagLimitReached }
        return sum
    }
}

/// Letters and numbers of any script, space, and a few signs.
private func isTagCharacter(_ character: Unicode.Scalar) -> Bool {
    switch character.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
        .letterNumber, .otherNumber:
        true
    default: " _./=+-@:".unicodeScalars.contains(character)
    }
}
