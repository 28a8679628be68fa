import AsyncHTTPClient
import NIOCore
import TreeHash

/// The body of a part, in memory and hashed beforehand, so that neither its making nor its hashing is measured.
struct Payload: Sendable {
    let byteCount: Int
    /// Hex SHA-256 of all bytes.
    let linearHash: String
    let treeHash: Digest
    private let chunks: [ByteBuffer]

    /// A payload whose bytes are the number of their chunk of 1 MiB; all 0 in the first one.
    init(byteCount: Int) {
        let chunkBytes = Int(TreeAlignment.chunkBytes)
        self.init(
            chunks: stride(from: 0, to: byteCount, by: chunkBytes).map { start in
                ByteBuffer(
                    repeating: UInt8(truncatingIfNeeded: start / chunkBytes),
                    count: min(chunkBytes, byteCount - start)
                )
            }
        )
    }

    /// A document.
    init(bytes: [UInt8]) {
        self.init(chunks: [ByteBuffer(bytes: bytes)])
    }

    private init(chunks: [ByteBuffer]) {
        self.chunks = chunks
        var hasher = PayloadHasher()
        for chunk in chunks { hasher.update(chunk.readableBytesView) }
        let hashes = hasher.finalize()
        byteCount = chunks.reduce(0) { $0 + $1.readableBytes }
        linearHash = hashes.linear.hex
        treeHash = hashes.tree
    }

    /// The same memory for every request.
    var body: HTTPClientRequest.Body {
        if chunks.count == 1 { return .bytes(chunks[0]) }
        return .stream(ChunkSequence(chunks: chunks), length: .known(Int64(byteCount)))
    }
}

private struct ChunkSequence: AsyncSequence, Sendable {
    let chunks: [ByteBuffer]

    func makeAsyncIterator() -> Iterator { Iterator(chunks: chunks.makeIterator()) }

    struct Iterator: AsyncIteratorProtocol {
        var chunks: IndexingIterator<[ByteBuffer]>

        mutating func next() async -> ByteBuffer? { chunks.next() }
    }
}
