public import NIOCore

/// Bytes that say where they stand: the byte at position i is i mod 251. The period is prime, so no two stretches of a
/// power of two look alike when one is in the other's place.
public enum BytePattern {
    /// The bytes at positions `range`.
    public static func bytes(_ range: Range<Int64>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let start = Int(position % 251)
            let count = min(251 - start, Int(range.upperBound - position))
            bytes += period[start..<(start + count)]
            position += Int64(count)
        }
        return bytes
    }

    private static let period = [UInt8](0..<251)

    /// The first `count` bytes.
    public static func bytes(_ count: Int) -> [UInt8] {
        bytes(0..<Int64(count))
    }

    /// The first `count` bytes, in buffers of `size`; the last may be shorter.
    public static func buffers(_ count: Int, of size: Int) -> [ByteBuffer] {
        stride(from: 0, to: count, by: size).map { start in
            ByteBuffer(bytes: bytes(Int64(start)..<Int64(min(count, start + size))))
        }
    }
}
