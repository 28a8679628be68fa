import NIOCore

/// A payload in memory, in the buffers in which it came: none is copied that is worth its memory.
struct GatheredPayload {
    /// The bytes, in order.
    private(set) var buffers: [ByteBuffer] = []
    private(set) var byteCount = 0
    /// Whether the last buffer is one of ours, which takes more.
    private var endsWithCopy = false

    /// Appends bytes. A few of them that hold on to a large buffer are copied, so that the payload never takes much
    /// more than twice its bytes, however small the pieces are in which it comes.
    mutating func append(_ bytes: ByteBuffer) {
        guard bytes.readableBytes > 0 else { return }
        byteCount += bytes.readableBytes
        if bytes.readableBytes >= bytes.storageCapacity / 2 {
            buffers.append(bytes)
            endsWithCopy = false
        } else if endsWithCopy {
            buffers[buffers.count - 1].writeImmutableBuffer(bytes)
        } else {
            var copy = ByteBufferAllocator().buffer(capacity: bytes.readableBytes)
            copy.writeImmutableBuffer(bytes)
            buffers.append(copy)
            endsWithCopy = true
        }
    }
}
