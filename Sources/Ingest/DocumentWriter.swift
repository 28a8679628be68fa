import BlobStore
package import NIOCore
import TreeHash

/// Takes the bytes of a document that is made piece by piece, within the scope of `Ingest.write`.
package struct DocumentWriter {
    private let writer: SealedBlobWriter
    private var hasher = PayloadHasher()

    /// Bytes that were written so far.
    package private(set) var byteCount: Int64 = 0

    init(_ writer: SealedBlobWriter) { self.writer = writer }

    /// Appends bytes: hashes them, linear and leaf, while they are in the cache, and seals them. Awaiting the store is
    /// what slows the producer.
    package nonisolated(nonsending) mutating func write(_ bytes: ByteBuffer) async throws {
        bytes.withUnsafeReadableBytes { hasher.update($0) }
        byteCount += Int64(bytes.readableBytes)
        try await writer.append(bytes)
    }

    nonisolated(nonsending) mutating func finish() async throws -> PayloadHashes {
        let hashes = hasher.finalize()
        writer.leaves = byteCount == 0 ? [] : hashes.leaves.flatMap(\.bytes)
        return hashes
    }
}
