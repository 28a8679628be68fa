import GlacierModel
import NIOCore
import TreeHash

/// Cuts a stream of buffers into chunks of 1 MiB and hashes each byte, linear and leaf, while it is in the cache.
struct Chunker {
    private var hasher = PayloadHasher()
    private var chunk = ByteBuffer()
    private(set) var byteCount: Int64 = 0

    /// Takes bytes until a chunk is full.
    ///
    /// - Returns: the full chunk, or nil when the bytes are used up.
    mutating func add(_ bytes: inout ByteBuffer) -> ByteBuffer? {
        let room = Int(Limits.chunkBytes) - chunk.readableBytes
        guard var piece = bytes.readSlice(length: min(room, bytes.readableBytes)), piece.readableBytes > 0 else {
            return nil
        }
        piece.withUnsafeReadableBytes { hasher.update($0) }
        byteCount += Int64(piece.readableBytes)
        if chunk.capacity == 0 { chunk.reserveCapacity(Int(Limits.chunkBytes)) }
        chunk.writeBuffer(&piece)
        return chunk.readableBytes == Int(Limits.chunkBytes) ? take() : nil
    }

    /// The bytes behind the last full chunk; nil when there are none.
    mutating func remainder() -> ByteBuffer? {
        chunk.readableBytes > 0 ? take() : nil
    }

    mutating func finalize() -> PayloadHashes { hasher.finalize() }

    private mutating func take() -> ByteBuffer {
        defer { chunk = ByteBuffer() }
        return chunk
    }
}
