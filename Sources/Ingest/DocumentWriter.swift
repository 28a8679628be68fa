import BlobStore
package import NIOCore
import TreeHash

/// Takes the bytes of a document that is made piece by piece, within the scope of `Ingest.write`.
package struct DocumentWriter {
    private let writer: SealedBlobWriter
    private var chunker = Chunker()

    init(_ writer: SealedBlobWriter) { self.writer = writer }

    /// Bytes that were written so far.
    package var byteCount: Int64 { chunker.byteCount }

    /// Appends bytes; awaiting the store is what slows the producer.
    package nonisolated(nonsending) mutating func write(_ bytes: ByteBuffer) async throws {
        var rest = bytes
        while let chunk = chunker.add(&rest) { try await writer.append(chunk) }
    }

    nonisolated(nonsending) mutating func finish() async throws -> PayloadHashes {
        if let last = chunker.remainder() { try await writer.append(last) }
        let hashes = chunker.finalize()
        writer.leaves = hashes.leaves.flatMap(\.bytes)
        return hashes
    }
}
