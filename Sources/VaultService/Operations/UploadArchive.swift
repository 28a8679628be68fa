package import AccessControl
package import GlacierAPI
import Catalogue
import GlacierModel
import Ingest
package import NIOCore

extension Operations {
    /// Stores an archive that arrives in one request. It is there when this returns, durable, or never was.
    package func uploadArchive(
        _ request: Authorised<UploadArchive.Input>,
        body: some AsyncSequence<ByteBuffer, any Error> & Sendable
    ) async throws -> UploadArchive.Output {
        let input = request.input
        try await catalogue.requireVault(input.vault)
        let archiveID = ArchiveID(randomFrom: surroundings)
        let descriptor = BlobDescriptor.archive(archiveID, input.archiveDescription, at: surroundings.now())
        let stored = try await ingest.receive(
            body,
            claims: input.claims,
            descriptor: descriptor.bytes(of: input.vault),
            length: .any(upTo: Limits.singleUploadBytes.upperBound)
        )
        let archive = ArchiveRecord(
            id: archiveID,
            size: stored.length,
            treeHash: stored.treeHash,
            archiveDescription: input.archiveDescription,
            creationDate: surroundings.now()
        )
        try await ingest.commit(stored) {
            try await catalogue.addArchive(archive, blob: stored.blob, to: input.vault)
        }
        return UploadArchive.Output(vault: input.vault, archiveID: archiveID, treeHash: stored.treeHash)
    }
}
