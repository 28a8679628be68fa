package import Catalogue
package import GlacierModel
package import Logging

/// Ends jobs when their time has come, whether or not anybody looks.
///
/// An archive retrieval builds nothing: its output is a view of the archive's extents.
package struct JobEngine: Sendable {
    /// How long a job that became due meanwhile may wait to be noticed.
    package static let pollInterval = Span.seconds(1)
    /// Jobs ended in one transaction.
    static let batch = 100

    private let catalogue: Catalogue
    private let surroundings: Surroundings
    private let logger: Logger

    package init(catalogue: Catalogue, surroundings: Surroundings, logger: Logger) {
        self.catalogue = catalogue
        self.surroundings = surroundings
        self.logger = logger
    }

    /// Works until the task is cancelled. A failing round is logged and tried again: jobs are never lost, only late.
    package func run() async {
        while !Task.isCancelled {
            do {
                try await finishDueJobs()
                try await surroundings.sleep(Self.pollInterval)
            } catch is CancellationError {
                return
            } catch {
                logger.error("Ending due jobs failed", metadata: ["error": "\(error)"])
                do { try await surroundings.sleep(Self.pollInterval) } catch { return }
            }
        }
    }

    /// Ends every job that is due now.
    ///
    /// - Returns: how many ended.
    @discardableResult
    package func finishDueJobs() async throws -> Int {
        // Looking costs a read; only what is due takes the writer.
        guard let due = try await catalogue.nextDueJob(), due <= surroundings.now() else { return 0 }
        var finished = 0
        while true {
            let count = try await catalogue.finishDueJobs(at: surroundings.now(), limit: Self.batch)
            finished += count
            if count < Self.batch { break }
        }
        if finished > 0 { logger.info("Jobs ended", metadata: ["count": "\(finished)"]) }
        return finished
    }
}
