package import BlobStore
package import Catalogue
package import GlacierModel
package import Logging

/// Keeps a deployment tidy: lets idle uploads expire, forgets what ended, takes due inventories, and reclaims the
/// space of what no row refers to any more.
///
/// Every step is done in pieces of bounded size, so that it never stands in the way of requests for long.
package struct Upkeep: Sendable {
    package struct Settings: Hashable, Sendable {
        /// Time between two rounds.
        package var interval: Span
        /// How long the bytes of something that was given up stay, for those who are still reading them.
        package var reclaimDelay: Span
        /// How old a blob must be before it can be found to be unreferenced: longer than any request.
        package var gracePeriod: Span

        package init(
            interval: Span = .minutes(1),
            reclaimDelay: Span = .minutes(15),
            gracePeriod: Span = .hours(48)
        ) {
            self.interval = interval
            self.reclaimDelay = reclaimDelay
            self.gracePeriod = gracePeriod
        }

        /// How long the body of a request may take to arrive so that the grace period surely is longer.
        package var longestUpload: Span { Span(milliseconds: gracePeriod.milliseconds / 2) }
    }

    /// Rows or blobs in one piece of work.
    static let batch = 500

    let catalogue: Catalogue
    let blobs: any BlobStore
    let timing: Timing
    let settings: Settings
    let surroundings: Surroundings
    let logger: Logger

    package init(
        catalogue: Catalogue,
        blobs: any BlobStore,
        timing: Timing,
        settings: Settings,
        surroundings: Surroundings,
        logger: Logger
    ) {
        self.catalogue = catalogue
        self.blobs = blobs
        self.timing = timing
        self.settings = settings
        self.surroundings = surroundings
        self.logger = logger
    }

    /// Works until the task is cancelled. A round that fails is logged and tried again after the interval.
    package func run() async {
        while !Task.isCancelled {
            do {
                try await performRound()
            } catch is CancellationError {
                return
            } catch {
                logger.error("Upkeep failed", metadata: ["error": "\(error)"])
            }
            do { try await surroundings.sleep(settings.interval) } catch { return }
        }
    }

    /// Does all that is due now.
    package func performRound() async throws {
        try await expire()
        try await takeInventories()
        try await release()
        try await sweep()
    }

    private func expire() async throws {
        let now = surroundings.now()
        let expired = try await repeated {
            try await catalogue.expireIdleUploads(
                idleSince: now - timing.uploadIdleLifetime,
                at: now,
                limit: Self.batch
            )
        }
        if expired > 0 { logger.info("Idle uploads expired", metadata: ["count": "\(expired)"]) }
        try await repeated {
            try await catalogue.forgetEndedUploads(
                completedBefore: now - timing.completedUploadMemory,
                abortedBefore: now - timing.abortedUploadMemory,
                at: now,
                limit: Self.batch
            )
        }
        try await repeated {
            try await catalogue.expireJobs(
                completedBefore: now - timing.completedJobLifetime,
                at: now,
                limit: Self.batch
            )
        }
        let voided = try await repeated { try await catalogue.expireLocks(at: now, limit: Self.batch) }
        if voided > 0 { logger.info("Vault locks expired", metadata: ["count": "\(voided)"]) }
        try await repeated { try await catalogue.forgetRetrievalUsage(before: now - .hours(24), limit: Self.batch) }
    }

    private func takeInventories() async throws {
        if timing.inventoryIsAlwaysCurrent { return }
        let now = surroundings.now()
        try await repeated {
            try await catalogue.takeInventories(
                firstBefore: now - timing.firstInventoryDelay,
                lastBefore: now - timing.inventoryInterval,
                at: now,
                limit: Self.batch
            )
        }
    }

    private func release() async throws {
        let now = surroundings.now()
        try await repeated { try await catalogue.purgeDeletedVaults(at: now, limit: Self.batch) }
        try await repeated { try await catalogue.releaseDeletedArchives(at: now, limit: Self.batch) }
        try await repeated {
            try await catalogue.forgetReleasedArchives(
                inventoriesAreCurrent: timing.inventoryIsAlwaysCurrent,
                limit: Self.batch
            )
        }
        try await repeated { try await catalogue.reclaimReleasedExtents(at: now, limit: Self.batch) }
    }

    /// Does pieces of work until one finds nothing to do.
    ///
    /// - Returns: how much was done.
    @discardableResult
    private func repeated(_ piece: () async throws -> Int) async throws -> Int {
        var done = 0
        while true {
            try Task.checkCancellation()
            let count = try await piece()
            if count == 0 { return done }
            done += count
        }
    }
}
