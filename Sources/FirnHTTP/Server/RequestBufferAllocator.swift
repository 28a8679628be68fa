import NIOCore

/// Makes a new buffer for every read from the socket.
///
/// The channel must read once per event (`maxMessagesPerRead` 1). Then it keeps for itself only the buffer of its first
/// read, which is small, so that an idle connection holds no large one, however large the buffers in between were.
struct RequestBufferAllocator: RecvByteBufferAllocator {
    /// Bytes read at once while a request's head is awaited.
    static let smallCapacity = 4096
    /// Bytes read at once of input that is thrown away.
    static let discardingCapacity = 64 * 1024

    let capacity: Int

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer {
        allocator.buffer(capacity: capacity)
    }

    /// `true` makes the channel ask for a new buffer instead of using the last one again.
    mutating func record(actualReadBytes: Int) -> Bool {
        true
    }
}
