import BlobStore
import Catalogue
import GlacierModel

extension Upkeep {
    /// Removes the bytes of blobs that were queued long enough ago. The row goes when that removal is durable, so that a
    /// crash or a loss of power between the two repeats the removal and forgets nothing.
    func reclaimQueuedBlobs() async throws -> Int {
        var removed = 0
        while true {
            try Task.checkCancellation()
            let due = try await catalogue.reclaimableBlobs(
                queuedBefore: surroundings.now() - settings.reclaimDelay,
                limit: Self.batch
            )
            if due.isEmpty { return removed }
            for blob in due { try await blobs.delete(blob) }
            try await blobs.syncDeletions()
            try await catalogue.forgetReclaimed(due)
            removed += due.count
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
            let listed = try await blobs.list(after: swept, limit: Self.batch)
            let old = listed.filter { $0.createdAtMilliseconds <= newest.milliseconds }
            guard let last = old.last else { return condemned }
            let garbage = try await catalogue.unreferenced(old)
            if !garbage.isEmpty {
                condemned += try await catalogue.condemnUnreferenced(garbage, at: surroundings.now())
            }
            try await catalogue.setDeploymentValue(.sweptThrough, to: last.text)
            swept = last
            if old.count < listed.count { return condemned }
        }
    }
}
