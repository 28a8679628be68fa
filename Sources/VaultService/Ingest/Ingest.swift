import BlobStore
import Catalogue
import GlacierModel
import NIOCore
import TreeHash

/// The path of a body's bytes: from the socket through both hashes and the seal into a durable blob.
///
/// Chunks are 1 MiB: the tree's leaf and the seal's unit are one thing. Memory is a few chunks whatever the body's
/// size; awaiting the write is what slows the socket.
struct Ingest: Sendable {
    let blobs: SealedBlobs
    let surroundings: Surroundings
    let longestUpload: Span

    /// Receives a body, proves its claims and stores it as a blob that no row refers to yet.
    ///
    /// A throw, a wrong claim or a broken body means that the blob never existed.
    /// - Throws: `ServiceError` for wrong claims, and whatever the body or the store throws.
    func receive(
        _ body: some AsyncSequence<ByteBuffer, any Error> & Sendable,
        claims: PayloadClaims,
        descriptor: [UInt8],
        length: BodyLength
    ) async throws -> StoredBlob {
        let key = newKey()
        return try await blobs.write(key, descriptor: descriptor, plaintextLength: length.known ?? claims.contentLength)
        {
            writer in
            var chunker = Chunker()
            for try await bytes in body {
                try length.admit(chunker.byteCount + Int64(bytes.readableBytes))
                var rest = bytes
                while let chunk = chunker.add(&rest) { try await writer.append(chunk) }
            }
            if let last = chunker.remainder() { try await writer.append(last) }
            let hashes = chunker.finalize()
            try length.accept(hashes.byteCount)
            try claims.check(linear: hashes.linear, tree: hashes.tree)
            writer.leaves = hashes.leaves.flatMap(\.bytes)
            return StoredBlob(blob: key, length: hashes.byteCount, treeHash: hashes.tree)
        }
    }

    /// Writes the manifest of an archive as a blob that no row refers to yet.
    func writeManifest(_ manifest: ArchiveManifest, of vault: VaultReference) async throws -> StoredBlob {
        let descriptor = BlobDescriptor.manifest(
            manifest.archive.id,
            manifest.archive.archiveDescription,
            at: manifest.archive.creationDate
        )
        let bytes = manifest.bytes
        let key = newKey()
        return try await blobs.write(
            key,
            descriptor: descriptor.bytes(of: vault),
            plaintextLength: Int64(bytes.count)
        ) { writer in
            var chunker = Chunker()
            var rest = ByteBuffer(bytes: bytes)
            while let chunk = chunker.add(&rest) { try await writer.append(chunk) }
            if let last = chunker.remainder() { try await writer.append(last) }
            let hashes = chunker.finalize()
            writer.leaves = hashes.leaves.flatMap(\.bytes)
            return StoredBlob(blob: key, length: hashes.byteCount, treeHash: hashes.tree)
        }
    }

    /// Commits the row that refers to a stored blob. Where the domain refuses the row, the blob is removed again;
    /// where the outcome is not known, it is left to the sweep.
    ///
    /// - Throws: `ServiceError.requestTimeout` when the blob is so old that the sweep may already judge it.
    func commit<Result: Sendable>(
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
    func discard(_ stored: StoredBlob) async {
        try? await blobs.delete(stored.blob)
    }

    private func newKey() -> BlobKey {
        BlobKey(
            createdAtMilliseconds: surroundings.now().milliseconds,
            random: surroundings.randomBytes(BlobKey.randomByteCount)
        )
    }
}

/// A durable blob that is waiting for its row.
struct StoredBlob: Hashable, Sendable {
    let blob: BlobKey
    /// Bytes of plaintext.
    let length: Int64
    let treeHash: Digest
}

/// How long a body may be, and how long it must be.
enum BodyLength: Sendable {
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
