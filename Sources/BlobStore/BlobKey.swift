/// The name of a blob: 128 bits, written as 32 lower-case hexadecimal digits.
///
/// The first 12 digits are the milliseconds since 1970 UTC at which the key was made, the other 20 are random. So keys
/// sort by creation time, in the byte order of their text, and a blob's age needs no second source.
public struct BlobKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Digits of a key's text.
    public static let textLength = 32
    /// Bytes of a key as it stands in files.
    public static let byteCount = 16
    /// Random bytes of a key.
    public static let randomByteCount = 10
    /// Creation times that fit into a key, in milliseconds since 1970 UTC; the last is in the year 10889.
    public static let creationTimes: ClosedRange<Int64> = 0...((1 << 48) - 1)

    /// 48 bits of time, then the first 16 random bits.
    package let high: UInt64
    /// The other 64 random bits.
    package let low: UInt64

    /// The key of these two halves.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Makes a key.
    ///
    /// - Precondition: `createdAtMilliseconds` is one of ``creationTimes``, and `random` has exactly
    ///   ``randomByteCount`` bytes. Both come from the surroundings of the program, never from a request.
    public init(createdAtMilliseconds: Int64, random: [UInt8]) {
        precondition(Self.creationTimes.contains(createdAtMilliseconds), "a time that fits into a blob key")
        precondition(random.count == Self.randomByteCount, "a blob key takes 10 random bytes")
        high = UInt64(createdAtMilliseconds) << 16 | Self.number(random.prefix(2))
        low = Self.number(random.dropFirst(2))
    }

    /// Reads the text of a key; nil unless it is exactly 32 of the digits `0`–`9` and `a`–`f`.
    public init?(_ text: some StringProtocol) {
        guard let bytes = Hexadecimal.bytes(of: text) else { return nil }
        self.init(bytes: bytes)
    }

    /// Reads the bytes of a key as they stand in files; nil unless there are exactly ``byteCount`` of them.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        high = Self.number(bytes.prefix(8))
        low = Self.number(bytes.dropFirst(8))
    }

    /// When the key was made, in milliseconds since 1970 UTC.
    public var createdAtMilliseconds: Int64 { Int64(high >> 16) }

    /// The key's 32 digits.
    public var text: String { Hexadecimal.text(of: bytes) }

    /// The key's 16 bytes, most significant first.
    public var bytes: [UInt8] {
        withUnsafeBytes(of: high.bigEndian, Array.init) + withUnsafeBytes(of: low.bigEndian, Array.init)
    }

    /// The key's 32 digits.
    public var description: String { text }

    /// Orders keys as their texts are ordered, byte by byte.
    public static func < (left: BlobKey, right: BlobKey) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    /// At most eight bytes as a number, most significant first.
    private static func number(_ bytes: some Collection<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
