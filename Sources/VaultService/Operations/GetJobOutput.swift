package import AccessControl
import AsyncAlgorithms
import BlobStore
import Catalogue
package import GlacierAPI
import GlacierModel
package import NIOCore
import TreeHash

/// The output of a job: what the response says of it, and its bytes.
package struct JobOutput: Sendable {
    /// A range of a blob's plaintext.
    struct Piece: Sendable {
        let blob: BlobKey
        let range: Range<Int64>
    }

    package let description: GetJobOutput.Output
    let blobs: SealedBlobs
    /// In order; together they are the bytes.
    let pieces: [Piece]

    /// Delivers the bytes in order, each chunk verified as it is opened, awaiting `consume` before going on. The next
    /// chunk is fetched and opened meanwhile, also across the border of two blobs.
    package nonisolated(nonsending) func read(
        _ consume: nonisolated(nonsending) (ByteBuffer) async throws -> Void
    ) async throws {
        let chunks = AsyncThrowingChannel<ByteBuffer, any Error>()
        async let isOpened: Void = open(into: chunks)
        for try await chunk in chunks { try await consume(chunk) }
        await isOpened
        // A channel ends as if nothing more were to come where its reader is cancelled.
        try Task.checkCancellation()
    }

    /// Sends the opened chunks in order. A send returns when its chunk was taken, or the reader has gone.
    @concurrent
    private func open(into chunks: AsyncThrowingChannel<ByteBuffer, any Error>) async {
        do {
            for piece in pieces {
                try await blobs.read(piece.blob, plaintext: piece.range) { chunk in
                    await chunks.send(chunk)
                    try Task.checkCancellation()
                }
            }
            chunks.finish()
        } catch {
            chunks.fail(error)
        }
    }
}

extension Operations {
    /// The bytes that a job retrieved, or a range of them.
    package func getJobOutput(_ request: Authorised<GetJobOutput.Input>) async throws -> JobOutput {
        let input = request.input
        let source = try await catalogue.jobOutput(
            input.jobID,
            in: input.vault,
            completedAfter: oldestVisibleCompletion
        )
        switch source {
        case .archive(let retrieval, let description):
            return try await output(of: retrieval, description, input.range)
        case .inventory(let format, let blob, let size):
            let sent = try input.range?.resolve(total: size) ?? 0..<size
            let content = GetJobOutput.Content.inventory(format)
            return JobOutput(
                description: describe(content, sent, of: size, input.range),
                blobs: blobs,
                pieces: [JobOutput.Piece(blob: blob, range: sent)]
            )
        }
    }

    private func output(
        of retrieval: ArchiveRetrieval,
        _ archiveDescription: ArchiveDescription?,
        _ wanted: OutputRange?
    ) async throws -> JobOutput {
        let total = Int64(retrieval.range.count)
        let sent = try wanted?.resolve(total: total) ?? 0..<total
        let start = retrieval.range.lowerBound
        let range = (start + sent.lowerBound)..<(start + sent.upperBound)
        let extents = try await catalogue.extents(of: retrieval.archiveID, overlapping: range)
        let hash = try await treeHash(of: sent, range, in: retrieval, extents: extents)
        return JobOutput(
            description: describe(.archive(archiveDescription, treeHash: hash), sent, of: total, wanted),
            blobs: blobs,
            pieces: extents.filter { $0.range.overlaps(range) }.map { extent in
                let part = extent.range.clamped(to: range), base = extent.range.lowerBound
                return JobOutput.Piece(blob: extent.blob, range: (part.lowerBound - base)..<(part.upperBound - base))
            }
        )
    }

    private func describe(
        _ content: GetJobOutput.Content,
        _ sent: Range<Int64>,
        of total: Int64,
        _ wanted: OutputRange?
    ) -> GetJobOutput.Output {
        GetJobOutput.Output(content: content, range: sent, total: total, isPartial: wanted != nil)
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
