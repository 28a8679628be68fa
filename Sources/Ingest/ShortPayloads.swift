import BlobStore
import GlacierModel
package import NIOCore
import TreeHash

/// Payloads of at most a chunk: they fit in memory, and the disk sees them only when they are proved.
extension Ingest {
    /// Receives a body of at most a chunk.
    ///
    /// - Parameter announced: bytes that the body is to have, at least 1.
    func receive(
        short body: some AsyncSequence<ByteBuffer, any Error> & Sendable,
        bytes announced: Int64,
        claims: PayloadClaims,
        descriptor: [UInt8],
        length: BodyLength
    ) async throws -> StoredBlob {
        var hasher = PayloadHasher()
        var payload = GatheredPayload()
        for try await bytes in body {
            let count = Int64(payload.byteCount + bytes.readableBytes)
            try length.admit(count)
            guard count <= announced else { throw ServiceError.invalidContentLength(String(count)) }
            bytes.withUnsafeReadableBytes { hasher.update($0) }
            payload.append(bytes)
        }
        let hashes = hasher.finalize()
        try length.accept(hashes.byteCount)
        guard hashes.byteCount == announced else {
            throw ServiceError.invalidContentLength(String(hashes.byteCount))
        }
        try claims.check(linear: hashes.linear, tree: hashes.tree)
        return try await write(short: payload.buffers, hashes: hashes, descriptor: descriptor)
    }

    /// Writes a document that is in memory, and not empty, as a blob that no row refers to yet.
    package nonisolated(nonsending) func write(
        _ document: ByteBuffer,
        descriptor: [UInt8]
    ) async throws -> StoredBlob {
        guard document.readableBytes <= Limits.chunkBytes else {
            let length = Int64(document.readableBytes)
            return try await write(descriptor: descriptor, length: length) { try await $0.write(document) }.0
        }
        var hasher = PayloadHasher()
        document.withUnsafeReadableBytes { hasher.update($0) }
        return try await write(short: [document], hashes: hasher.finalize(), descriptor: descriptor)
    }

    private nonisolated(nonsending) func write(
        short payload: [ByteBuffer],
        hashes: PayloadHashes,
        descriptor: [UInt8]
    ) async throws -> StoredBlob {
        let key = try await blobs.write(
            short: newKey(),
            descriptor: descriptor,
            plaintext: payload,
            leaf: hashes.linear.bytes
        )
        return StoredBlob(blob: key, length: hashes.byteCount, treeHash: hashes.tree)
    }
}
