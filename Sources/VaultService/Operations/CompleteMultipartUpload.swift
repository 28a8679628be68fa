package import AccessControl
import BlobStore
import Catalogue
package import GlacierAPI
import GlacierModel
import Ingest
import NIOCore
import TreeHash

extension Operations {
    /// How often a completion begins again because parts came in while it was judged.
    private static let completionAttempts = 8

    /// Assembles the parts into an archive. Reads rows and writes rows: its time does not depend on the archive's
    /// size in bytes. Repeated with the same claim, it answers with the same archive.
    package func completeMultipartUpload(
        _ request: Authorised<CompleteMultipartUpload.Input>
    ) async throws -> CompleteMultipartUpload.Output {
        let input = request.input
        for _ in 0..<Self.completionAttempts {
            switch try await catalogue.uploadToComplete(input.uploadID, in: input.vault) {
            case .completed(let archive): return try repeated(archive, input)
            case .inProgress(let upload, let parts, let revision):
                let treeHash = try await judge(upload, parts, input.claim)
                let archive = ArchiveRecord(
                    id: ArchiveID(randomFrom: surroundings),
                    size: input.claim.archiveSize,
                    treeHash: treeHash,
                    archiveDescription: upload.archiveDescription,
                    creationDate: surroundings.now()
                )
                if let output = try await make(archive, of: parts, revision: revision, input) { return output }
            }
        }
        throw ServiceError.unavailable
    }

    /// A completion that fails a check changes nothing but the upload's idle clock.
    private func judge(
        _ upload: MultipartUpload,
        _ parts: [Extent],
        _ claim: CompletionClaim
    ) async throws -> Digest {
        do {
            return try upload.complete(
                with: parts.map { Part(range: $0.range, treeHash: $0.treeHash) },
                as: claim
            )
        } catch {
            try await catalogue.touchUpload(upload.id, at: surroundings.now())
            throw error
        }
    }

    /// - Returns: nil when a part came in since the parts were read.
    private func make(
        _ archive: ArchiveRecord,
        of parts: [Extent],
        revision: Int64,
        _ input: CompleteMultipartUpload.Input
    ) async throws -> CompleteMultipartUpload.Output? {
        let manifest = try await write(ArchiveManifest(archive: archive, extents: parts), of: input.vault)
        let outcome = try await ingest.commit(manifest) {
            try await catalogue.completeUpload(
                input.uploadID,
                in: input.vault,
                revision: revision,
                archive: archive,
                manifest: manifest.blob
            )
        }
        switch outcome {
        case .made:
            return CompleteMultipartUpload.Output(
                vault: input.vault,
                archiveID: archive.id,
                treeHash: archive.treeHash
            )
        case .alreadyCompleted(let other):
            await ingest.discard(manifest)
            return try repeated(other, input)
        case .changed:
            await ingest.discard(manifest)
            return nil
        }
    }

    /// Writes a manifest as a blob that no row refers to yet.
    private func write(_ manifest: ArchiveManifest, of vault: VaultReference) async throws -> StoredBlob {
        let archive = manifest.archive
        let descriptor = BlobDescriptor.manifest(archive.id, archive.archiveDescription, at: archive.creationDate)
        return try await ingest.write(ByteBuffer(bytes: manifest.bytes), descriptor: descriptor.bytes(of: vault))
    }

    private func repeated(
        _ archive: CompletedUpload,
        _ input: CompleteMultipartUpload.Input
    ) throws -> CompleteMultipartUpload.Output {
        try input.claim.check(size: archive.size, treeHash: archive.treeHash)
        return CompleteMultipartUpload.Output(
            vault: input.vault,
            archiveID: archive.archiveID,
            treeHash: archive.treeHash
        )
    }
}
