package import AccessControl
import BlobStore
import Catalogue
package import GlacierAPI
import GlacierModel
package import NIOCore
import TreeHash

/// The output of a job: what the response says of it, and its bytes.
package struct JobOutput: Sendable {
    package let description: GetJobOutput.Output
    private let blobs: SealedBlobs
    private let extents: [Extent]
    /// Within the archive.
    private let range: Range<Int64>

    init(description: GetJobOutput.Output, blobs: SealedBlobs, extents: [Extent], range: Range<Int64>) {
        self.description = description
        self.blobs = blobs
        self.extents = extents
        self.range = range
    }

    /// Delivers the bytes in order, each chunk verified as it is opened, awaiting `consume` before going on.
    package nonisolated(nonsending) func read(
        _ consume: nonisolated(nonsending) (ByteBuffer) async throws -> Void
    ) async throws {
        for extent in extents where extent.range.overlaps(range) {
            let wanted = extent.range.clamped(to: range)
            let start = extent.range.lowerBound
            try await blobs.read(
                extent.blob,
                plaintext: (wanted.lowerBound - start)..<(wanted.upperBound - start),
                consume
            )
        }
    }
}

extension Operations {
    /// The bytes that a job retrieved, or a range of them.
    package func getJobOutput(_ request: Authorised<GetJobOutput.Input>) async throws -> JobOutput {
        let input = request.input
        let (job, archiveDescription) = try await catalogue.jobOutput(
            input.jobID,
            in: input.vault,
            completedAfter: oldestVisibleCompletion
        )
        let retrieval = job.retrieval
        let total = Int64(retrieval.range.count)
        let sent = try input.range?.resolve(total: total) ?? 0..<total
        let start = retrieval.range.lowerBound
        let range = (start + sent.lowerBound)..<(start + sent.upperBound)
        let extents = try await catalogue.extents(of: retrieval.archiveID, overlapping: range)
        let description = GetJobOutput.Output(
            archiveDescription: archiveDescription,
            range: sent,
            total: total,
            isPartial: input.range != nil,
            treeHash: try await treeHash(of: sent, range, in: retrieval, extents: extents)
        )
        return JobOutput(description: description, blobs: blobs, extents: extents, range: range)
    }

    /// Of the bytes sent, where both the range retrieved is aligned in the archive and the range sent in the output.
    private func treeHash(
        of sent: Range<Int64>,
        _ range: Range<Int64>,
        in retrieval: ArchiveRetrieval,
        extents: [Extent]
    ) async throws -> Digest? {
        guard let whole = retrieval.rangeTreeHash else { return nil }
        if range == retrieval.range { return whole }
        guard TreeAlignment.isTreeHashAligned(sent, of: Int64(retrieval.range.count)) else { return nil }
        return try await treeHash(of: range, inArchiveOf: retrieval.archiveSize, extents: extents)
    }
}
