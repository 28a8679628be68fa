package import BlobStore
package import GlacierModel
package import NIOCore
package import TreeHash

/// The path of a body's bytes: from the socket through both hashes and the seal into a durable blob.
///
/// Chunks are 1 MiB: the tree's leaf and the seal's unit are one thing. Memory is a few chunks whatever the body's
/// size; awaiting the write is what slows the socket.
package struct Ingest: Sendable {
    let blobs: SealedBlobs
    private let surroundings: Surroundings
    private let longestUpload: Span

    /// - Parameter longestUpload: how long it may take from the first byte of a blob to its row. A blob that is older
    ///   when its row would be written is refused, because the sweep may already take it for garbage.
    package init(blobs: SealedBlobs, surroundings: Surroundings, longestUpload: Span) {
        self.blobs = blobs
        self.surroundings = surroundings
        self.longestUpload = longestUpload
    }

    /// Receives a body, proves its claims and stores it as a blob that no row refers to yet.
    ///
    /// A throw, a wrong claim or a broken body means that the blob never existed.
    /// - Throws: `ServiceError` for wrong claims, and whatever the body or the store throws.
    package func receive(
        _ body: some AsyncSequence<ByteBuffer, any Error> & Sendable,
        claims: PayloadClaims,
        descriptor: [UInt8],
        length: BodyLength
    ) async throws -> StoredBlob {
        let announced = length.known ?? claims.contentLength
        if let announced, (1...Limits.chunkBytes).contains(announced) {
            return try await receive(
                short: body,
                bytes: announced,
                claims: claims,
                descriptor: descriptor,
                length: length
            )
        }
        let key = newKey()
        return try await blobs.write(key, descriptor: descriptor, plaintextLength: announced) { writer in
            var document = DocumentWriter(writer)
            for try await bytes in body {
                try length.admit(document.byteCount + Int64(bytes.readableBytes))
                try await document.write(bytes)
            }
            let hashes = try await document.finish()
            try length.accept(hashes.byteCount)
            try claims.check(linear: hashes.linear, tree: hashes.tree)
            return StoredBlob(blob: key, length: hashes.byteCount, treeHash: hashes.tree)
        }
    }

    /// Writes a document that is made piece by piece as a blob that no row refers to yet.
    ///
    /// - Parameters:
    ///   - length: bytes of the document, where that is known.
    ///   - produce: hands over the document's bytes, never none at all.
    package nonisolated(nonsending) func write<Result: Sendable>(
        descriptor: [UInt8],
        length: Int64?,
        _ produce: nonisolated(nonsending) (inout DocumentWriter) async throws -> Result
    ) async throws -> (StoredBlob, Result) {
        let key = newKey()
        return try await blobs.write(key, descriptor: descriptor, plaintextLength: length) { writer in
            var document = DocumentWriter(writer)
            let result = try await produce(&document)
            let hashes = try await document.finish()
            return (StoredBlob(blob: key, length: hashes.byteCount, treeHash: hashes.tree), result)
        }
    }

    /// Commits the row that refers to a stored blob. Where the domain refuses the row, the blob is removed again;
    /// where the outcome is not known, it is left to the sweep.
    ///
    /// - Throws: `ServiceError.requestTimeout` when the blob is so old that the sweep may already judge it.
    package func commit<Result: Sendable>(
        _ stored: StoredBlob,
        _ write: () async throws -> Result
    ) async throws -> Result {
        let age = surroundings.now().milliseconds - stored.blob.createdAtMilliseconds
        do {
            guard age <= longestUpload.milliseconds else { throw ServiceError.requestTimeout }
            return try await write()
        } catch let error as ServiceError {
            await discard(stored)
            throw error
        }
    }

    /// Removes a blob that no row refers to. One that cannot be removed now is left to the sweep.
    package func discard(_ stored: StoredBlob) async {
        try? await blobs.delete(stored.blob)
    }

    func newKey() -> BlobKey {
        BlobKey(
            createdAtMilliseconds: surroundings.now().milliseconds,
            random: surroundings.randomBytes(BlobKey.randomByteCount)
        )
    }
}

/// A durable blob that is waiting for its row.
package struct StoredBlob: Hashable, Sendable {
    package let blob: BlobKey
    /// Bytes of plaintext.
    package let length: Int64
    package let treeHash: Digest
}

/// How long a body may be, and how long it must be.
package enum BodyLength: Sendable {
    case any(upTo: Int64)
    case exactly(ContentRange)

    /// Bytes that the body must have, where that is known.
    var known: Int64? {
        switch self {
        case .any: nil
        case .exactly(let range): Int64(range.bytes.count)
        }
    }

    /// Judges a count of bytes that may still grow.
    func admit(_ count: Int64) throws(ServiceError) {
        switch self {
        case .any(let limit): if count > limit { throw .invalidContentLength(String(count)) }
        case .exactly(let range):
            if count > Int64(range.bytes.count) {
                throw .contentRangeAgainstLength(range: range.header, length: count)
            }
        }
    }

    /// Judges the count of a body that is complete.
    func accept(_ count: Int64) throws(ServiceError) {
        switch self {
        case .any: if count < 1 { throw .invalidContentLength(String(count)) }
        case .exactly(let range):
            if count != Int64(range.bytes.count) {
                throw .contentRangeAgainstLength(range: range.header, length: count)
            }
        }
    }
}
