public import NIOCore

extension ByteBuffer {
    /// What the place of bytes in memory and in a file has to be a multiple of, so that a disk can take them without a
    /// copy in the page cache.
    public static let directAlignment = 4096

    /// An empty buffer whose bytes begin at an aligned place, with room for `capacity` less one alignment.
    ///
    /// - Parameter capacity: bytes of the allocation, rounded up to a power of two; a part of them is passed over.
    public static func aligned(capacity: Int) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: capacity)
        let place = buffer.withUnsafeMutableWritableBytes { Int(bitPattern: $0.baseAddress) % directAlignment }
        let skipped = place == 0 ? 0 : directAlignment - place
        buffer.moveWriterIndex(to: skipped)
        buffer.moveReaderIndex(to: skipped)
        return buffer
    }

    /// Whether the readable bytes can go to a disk as they lie here: their place and their number are aligned.
    public var isAligned: Bool {
        readableBytes > 0 && readableBytes % Self.directAlignment == 0
            && withUnsafeReadableBytes { Int(bitPattern: $0.baseAddress) % Self.directAlignment == 0 }
    }
}
