import Catalogue
import GlacierModel
import Ingest
import Logging
import NIOCore

/// The claim of a job was lost to another worker while this one was at it.
private struct ClaimLost: Error {}

extension JobEngine {
    /// Archives that are read and written at a time: what is in memory of an inventory.
    private static let pieceLimit = 1000
    /// The longest pause between two attempts at a job.
    private static let longestPause = Span.minutes(1)

    /// Builds the inventory that has been due for longest, if nobody else is at it.
    ///
    /// - Returns: whether there was one.
    func performInventoryRetrieval() async throws -> Bool {
        let now = surroundings.now()
        guard let claim = try await catalogue.claimInventoryRetrieval(dueAt: now, lease: settings.lease),
            case .inventoryRetrieval(let retrieval) = claim.job.work
        else { return false }
        do {
            try await perform(retrieval, under: claim)
        } catch is ClaimLost {
            logger.info("A job was taken up by another worker", metadata: ["job": "\(claim.job.id)"])
        } catch {
            try await giveBack(claim, after: error)
        }
        return true
    }

    private func perform(_ retrieval: InventoryRetrieval, under claim: ClaimedJob) async throws {
        let descriptor = BlobDescriptor.inventory(claim.job.id, at: surroundings.now())
        let (stored, continuation) = try await ingest.write(
            descriptor: descriptor.bytes(of: claim.vault),
            length: nil
        ) { document in try await write(retrieval, under: claim, to: &document) }
        let finished = InventoryRetrieval(
            format: retrieval.format,
            inventoryDate: retrieval.inventoryDate,
            snapshot: retrieval.snapshot,
            selection: retrieval.selection,
            output: InventoryOutput(sizeInBytes: stored.length, continuation: continuation)
        )
        let isOurs = try await ingest.commit(stored) {
            try await catalogue.finish(
                claim,
                finished,
                output: stored.blob,
                at: surroundings.now(),
                announcement: announcement
            )
        }
        guard isOurs else {
            await ingest.discard(stored)
            throw ClaimLost()
        }
        logger.info("Inventory retrieval ended", metadata: ["job": "\(claim.job.id)", "bytes": "\(stored.length)"])
    }

    /// Streams the archives in pieces, keeping the claim alive on the way.
    ///
    /// - Returns: the last archive written, where the limit left some behind it.
    private nonisolated(nonsending) func write(
        _ retrieval: InventoryRetrieval,
        under claim: ClaimedJob,
        to document: inout DocumentWriter
    ) async throws -> InventoryPosition? {
        let format = InventoryText.Format(retrieval.format)
        try await document.write(
            format.beginning(vaultARN: deployment.arn(of: claim.vault), inventoryDate: retrieval.inventoryDate)
        )
        var left = retrieval.selection.limit ?? .max
        var last: InventoryPosition?
        var renewed = surroundings.now()
        var isExhausted = false
        while left > 0, !isExhausted {
            try Task.checkCancellation()
            let limit = Int(min(Int64(Self.pieceLimit), left))
            let piece = try await catalogue.inventory(
                of: claim,
                retrieval,
                after: last,
                limit: limit,
                into: InventoryText(format, isFirst: last == nil)
            ) { $0.append($1) }
            if piece.count > 0 { try await document.write(piece.output.bytes) }
            isExhausted = piece.count < limit
            left -= Int64(piece.count)
            last = piece.last ?? last
            renewed = try await keep(claim, since: renewed)
        }
        try await document.write(format.end)
        guard !isExhausted, let last else { return nil }
        let next = try await catalogue.inventory(of: claim, retrieval, after: last, limit: 1, into: ()) { _, _ in }
        return next.count > 0 ? last : nil
    }

    /// Renews a lease when a third of it is over.
    private func keep(_ claim: ClaimedJob, since renewed: Timestamp) async throws -> Timestamp {
        let now = surroundings.now()
        guard now.milliseconds - renewed.milliseconds >= settings.lease.milliseconds / 3 else { return renewed }
        guard try await catalogue.setLease(of: claim, to: settings.lease) else { throw ClaimLost() }
        return now
    }

    /// Lets the job be taken up again after a pause that grows, or ends it in failure after the last attempt. A worker
    /// that is told to stop gives its job back at once.
    private func giveBack(_ claim: ClaimedJob, after error: any Error) async throws {
        if error is CancellationError {
            _ = try await catalogue.setLease(of: claim, to: .zero)
            throw error
        }
        logger.error(
            "A job failed",
            metadata: ["job": "\(claim.job.id)", "attempt": "\(claim.attempt)", "error": "\(error)"]
        )
        if claim.attempt >= settings.attempts {
            _ = try await catalogue.fail(claim, at: surroundings.now(), announcement: announcement)
        } else {
            let pause = Span.seconds(1 << min(claim.attempt, 10))
            _ = try await catalogue.setLease(of: claim, to: min(pause, Self.longestPause))
        }
    }
}
