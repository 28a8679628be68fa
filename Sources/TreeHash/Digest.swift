/// The 32 bytes of a SHA-256, stored inline. Digests are ordered byte by byte.
public struct Digest: Hashable, Comparable, Sendable {
    /// The length of every digest.
    public static let byteCount = 32

    /// SHA-256 of no bytes at all.
    public static let sha256OfNothing = Digest.sha256([])

    // The four words lie in memory as the bytes of the digest do, whatever the byte order of the machine.
    private var word0: UInt64 = 0
    private var word1: UInt64 = 0
    private var word2: UInt64 = 0
    private var word3: UInt64 = 0

    /// Lets `body` write all 32 bytes.
    init(writtenBy body: (UnsafeMutableRawBufferPointer) -> Void) {
        Swift.withUnsafeMutableBytes(of: &self, body)
    }

    /// Takes exactly 32 bytes; nil for any other number.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Digest.byteCount else { return nil }
        self.init { $0.copyBytes(from: bytes) }
    }

    /// The digest's bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Lends the 32 bytes to `body` without a copy; the pointer is good until `body` returns.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Swift.withUnsafeBytes(of: self, body)
    }

    /// Plain SHA-256, for buffers that are in memory anyway.
    public static func sha256(_ bytes: UnsafeRawBufferPointer) -> Digest { HashKernel.best.digest(of: bytes) }

    /// Plain SHA-256, for buffers that are in memory anyway.
    public static func sha256(_ bytes: [UInt8]) -> Digest { bytes.withUnsafeBytes { sha256($0) } }

    /// Byte-wise order, the same as that of the hex digits.
    public static func < (left: Digest, right: Digest) -> Bool {
        (left.word0.bigEndian, left.word1.bigEndian, left.word2.bigEndian, left.word3.bigEndian)
            < (right.word0.bigEndian, right.word1.bigEndian, right.word2.bigEndian, right.word3.bigEndian)
    }
}
