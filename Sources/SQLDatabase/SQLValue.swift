/// A value bound to a parameter of a statement, or read from a column: the four types all drivers share.
///
/// Moments, sizes and truth values are stored as integers (milliseconds since 1970, bytes, 0 or 1).
public enum SQLValue: Hashable, Sendable {
    /// No value.
    case null

    /// A signed integer of 64 bits.
    case integer(Int64)

    /// Text in UTF-8, kept byte for byte; it must not hold U+0000.
    case text(String)

    /// Any bytes, also none at all.
    case bytes([UInt8])
}

extension SQLValue {
    /// The integer, or null where there is none.
    public init(_ integer: Int64?) {
        self = integer.map { .integer($0) } ?? .null
    }

    /// The integer, or null where there is none.
    public init(_ integer: Int?) {
        self = integer.map { .integer(Int64($0)) } ?? .null
    }

    /// 1 for true, 0 for false, or null where there is neither.
    public init(_ boolean: Bool?) {
        self = boolean.map { .integer($0 ? 1 : 0) } ?? .null
    }

    /// The text, or null where there is none.
    public init(_ text: String?) {
        self = text.map { .text($0) } ?? .null
    }

    /// The bytes, or null where there are none. Empty bytes are not null.
    public init(_ bytes: [UInt8]?) {
        self = bytes.map { .bytes($0) } ?? .null
    }
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// An integer written in the source.
    public init(integerLiteral value: Int64) {
        self = .integer(value)
    }

    /// A text written in the source.
    public init(stringLiteral value: String) {
        self = .text(value)
    }
}
