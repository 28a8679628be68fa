package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel
import Ingest
package import NIOCore

extension Operations {
    /// Stores a part. It is listed when this returns, durable, or an earlier part with its first byte is untouched.
    package func uploadMultipartPart(
        _ request: Authorised<UploadMultipartPart.Input>,
        body: some AsyncSequence<ByteBuffer, any Error> & Sendable
    ) async throws -> UploadMultipartPart.Output {
        let input = request.input
        let upload = try await catalogue.upload(input.uploadID, in: input.vault)
        try input.range.check(contentLength: input.claims.contentLength, partSize: upload.partSize)
        let descriptor = BlobDescriptor.part(
            of: upload.id,
            input.range.bytes,
            upload.archiveDescription,
            at: surroundings.now()
        )
        let stored = try await ingest.receive(
            body,
            claims: input.claims,
            descriptor: descriptor.bytes(of: input.vault),
            length: .exactly(input.range)
        )
        try await ingest.commit(stored) {
            let part = Extent(range: input.range.bytes, treeHash: stored.treeHash, blob: stored.blob)
            try await catalogue.putPart(part, of: input.uploadID, in: input.vault, at: surroundings.now())
        }
        return UploadMultipartPart.Output(treeHash: stored.treeHash)
    }
}
