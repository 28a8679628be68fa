package import Catalogue
import GlacierAPI
package import GlacierModel
package import Ingest
package import Logging

/// Ends jobs when their time has come, whether or not anybody looks.
///
/// A bounded number of workers share what is due. What takes time is claimed under a lease first, so that no two of
/// them, on any node, do one job twice, and the job of a worker that died is taken up again.
package struct JobEngine: Sendable {
    package struct Settings: Hashable, Sendable {
        /// Jobs that are worked on at once.
        package var workers: Int
        /// How long a worker that has fallen silent keeps its job.
        package var lease: Span
        /// How long a job that became due meanwhile may wait to be noticed.
        package var pollInterval: Span
        /// How often a job is begun before it fails.
        package var attempts: Int64

        package init(
            workers: Int = 2,
            lease: Span = .seconds(30),
            pollInterval: Span = .seconds(1),
            attempts: Int64 = 5
        ) {
            self.workers = workers
            self.lease = lease
            self.pollInterval = pollInterval
            self.attempts = attempts
        }
    }

    /// Jobs that have nothing to build, ended in one transaction.
    static let batch = 100

    let catalogue: Catalogue
    let ingest: Ingest
    let deployment: Deployment
    let surroundings: Surroundings
    let settings: Settings
    let logger: Logger
    private let bell = Bell()

    package init(
        catalogue: Catalogue,
        ingest: Ingest,
        deployment: Deployment,
        surroundings: Surroundings,
        settings: Settings,
        logger: Logger
    ) {
        self.catalogue = catalogue
        self.ingest = ingest
        self.deployment = deployment
        self.surroundings = surroundings
        self.settings = settings
        self.logger = logger
    }

    /// Works until the task is cancelled. A failing round is logged and tried again: jobs are never lost, only late.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for _ in 0..<settings.workers { group.addTask { await work() } }
        }
    }

    /// Tells the workers of this process that a job is due.
    package func wake() { bell.ring() }

    /// Ends every job that is due now.
    ///
    /// - Returns: how many were ended or begun.
    @discardableResult
    package func finishDueJobs() async throws -> Int {
        var finished = 0
        while true {
            let count = try await finishSomeDueJobs()
            if count == 0 { return finished }
            finished += count
        }
    }

    /// The text that tells of a job's end: the document that DescribeJob answers.
    var announcement: JobAnnouncement {
        let deployment = deployment
        return { job, vault in DescribeJob.Output(vault: vault, job: job).text(deployment) }
    }

    private func work() async {
        while !Task.isCancelled {
            do {
                let heard = bell.count
                if try await finishSomeDueJobs() > 0 { continue }
                try await bell.wait(beyond: heard, atMost: settings.pollInterval, surroundings)
            } catch is CancellationError {
                return
            } catch {
                logger.error("Ending due jobs failed", metadata: ["error": "\(error)"])
                do { try await surroundings.sleep(settings.pollInterval) } catch { return }
            }
        }
    }

    /// Looking costs a read; only what is due takes the writer.
    private func finishSomeDueJobs() async throws -> Int {
        guard let due = try await catalogue.nextDueJob(), due <= surroundings.now() else { return 0 }
        let ended = try await catalogue.finishDueArchiveRetrievals(
            at: surroundings.now(),
            limit: Self.batch,
            announcement: announcement
        )
        if ended > 0 { logger.info("Archive retrievals ended", metadata: ["count": "\(ended)"]) }
        return try await ended + (performInventoryRetrieval() ? 1 : 0)
    }
}
