import BlobStore
import Catalogue
import GlacierModel
import Logging

/// Both halves of a sweep failed.
struct SweepFailure: Error, CustomStringConvertible {
    let condemning: any Error
    let reclaiming: any Error

    var description: String { "\(condemning); \(reclaiming)" }
}

extension Upkeep {
    /// Keys in one listing. A listing may cost as much as all blobs of a few time windows, however many it gives.
    private static let listedBatch = 16_384
    /// Blobs that the storage cannot make sense of and that a round passes by.
    private static let refusedLimit = 16_384

    /// Queues what no row refers to, and removes what was queued; the second also if the first fails, for that looks at
    /// everything that is stored.
    func sweep() async throws {
        var condemned = 0
        var failure: (any Error)?
        do { condemned = try await condemnUnreferencedBlobs() } catch { failure = error }
        let removed: Int
        do {
            removed = try await reclaimQueuedBlobs()
        } catch {
            guard let failure, !(error is CancellationError) else { throw error }
            throw SweepFailure(condemning: failure, reclaiming: error)
        }
        if condemned + removed > 0 {
            logger.info("Blobs reclaimed", metadata: ["removed": "\(removed)", "unreferenced": "\(condemned)"])
        }
        if let failure { throw failure }
    }

    /// Removes the bytes of blobs that were queued long enough ago. The row goes when that is durable, so that a crash
    /// or a loss of power between the two repeats the removal and forgets nothing.
    ///
    /// A blob that the storage cannot make sense of stays queued, and in the way of no other.
    func reclaimQueuedBlobs() async throws -> Int {
        var removed = 0
        var refused: [BlobKey: BlobStoreError] = [:]
        while true {
            try Task.checkCancellation()
            let due = try await catalogue.reclaimableBlobs(
                queuedBefore: surroundings.now() - settings.reclaimDelay,
                limit: Self.batch + refused.count
            )
            let next = due.filter { refused[$0] == nil }
            if next.isEmpty || refused.count > Self.refusedLimit {
                if let failure = refused.first { throw failure.value }
                return removed
            }
            var gone: [BlobKey] = []
            for blob in next {
                do throws(BlobStoreError) {
                    try await blobs.delete(blob)
                    gone.append(blob)
                } catch {
                    guard error.code == .damaged || error.code == .unsupported else { throw error }
                    refused[blob] = error
                }
            }
            if gone.isEmpty { continue }
            try await blobs.syncDeletions()
            try await catalogue.forgetReclaimed(gone)
            removed += gone.count
        }
    }

    /// Queues blobs to which no row ever referred: what a crash between publishing and committing left behind.
    ///
    /// Blob keys begin with their creation time, and everything that is given up later goes through the queue. So a
    /// stretch of keys that was judged once need never be judged again, and a round costs what is new.
    func condemnUnreferencedBlobs() async throws -> Int {
        let newest = surroundings.now() - settings.gracePeriod
        var swept = try await catalogue.deploymentValue(.sweptThrough).flatMap { BlobKey($0) }
        var condemned = 0
        while true {
            try Task.checkCancellation()
            let listed = try await blobs.list(after: swept, limit: Self.listedBatch)
            let old = listed.filter { $0.createdAtMilliseconds <= newest.milliseconds }
            for start in stride(from: 0, to: old.count, by: Self.batch) {
                let slice = Array(old[start..<min(start + Self.batch, old.count)])
                let garbage = try await catalogue.unreferenced(slice)
                if !garbage.isEmpty {
                    condemned += try await catalogue.condemnUnreferenced(garbage, at: surroundings.now())
                }
                swept = slice.last
                if let swept { try await catalogue.setDeploymentValue(.sweptThrough, to: swept.text) }
            }
            if old.isEmpty || old.count < listed.count { return condemned }
        }
    }
}
