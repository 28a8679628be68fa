import Foundation
import Glacier
import GlacierModel

/// Gets inventories of a vault from the service.
struct InventoryFetch: Sendable {
    let client: GlacierClient
    let address: VaultAddress
    let vault: LocalVault
    let catalogue: LocalCatalogue
    let surroundings: Surroundings
    /// Tells people what happens by the way.
    let tell: @Sendable (String) -> Void

    /// Whether a command waits for a job.
    enum Patience: Sendable {
        case untilEnded
        /// A job that has not ended fails with the status `notReady`.
        case none
    }

    /// Fetches the last inventory that the service made: goes on with the job of an earlier call that was interrupted,
    /// joins one that others started and that is still in progress, or starts one.
    ///
    /// - Returns: nil where the service has no inventory of the vault yet.
    /// - Throws: `CommandFailure`, `LocalCatalogueError`, the client's errors
    func whole(_ patience: Patience = .untilEnded) async throws -> FetchedInventory? {
        for attempt in 1... {
            guard let (jobID, isOurs) = try await job() else { return nil }
            do {
                let fetched = try await download(try await ended(jobID, patience))
                try await catalogue.forget(inventoryJob: jobID, of: vault)
                return fetched
            } catch let error as GlacierError
                where isOurs && attempt < 3 && error.knownCode == .resourceNotFound
            {
                // The service has forgotten it: a day has passed since it ended.
                try await catalogue.forget(inventoryJob: jobID, of: vault)
            }
        }
        return nil
    }

    /// Starts the job of a whole inventory where none is waited for, so that several vaults' jobs run side by side.
    func prepare() async throws { _ = try await job() }

    /// Fetches a part of the inventory with a job of its own.
    ///
    /// - Returns: nil where the service has no inventory of the vault yet; with the marker of what is left.
    func part(_ filter: InventoryFilter) async throws -> (inventory: FetchedInventory, marker: String?)? {
        guard let jobID = try await start(filter) else { return nil }
        let job = try await ended(jobID, .untilEnded)
        return (try await download(job), job.inventoryRetrievalParameters?.marker)
    }

    private func job() async throws -> (jobID: String, isOurs: Bool)? {
        if let jobID = try await catalogue.inventoryJob(of: vault) { return (jobID, true) }
        if let jobID = try await runningJob() {
            tell("joining the inventory job that is in progress")
            return (jobID, false)
        }
        guard let jobID = try await start(nil) else { return nil }
        try await catalogue.record(inventoryJob: jobID, of: vault)
        return (jobID, true)
    }

    private func start(_ filter: InventoryFilter?) async throws -> String? {
        do {
            return try await client.initiateJob(.inventoryRetrieval(format: .json, filter: filter), in: address).jobID
        } catch let error as GlacierError where error.knownCode == .resourceNotFound {
            // Said both of a vault that does not exist and of one that has no inventory yet.
            _ = try await client.describeVault(address)
            return nil
        }
    }

    /// A job in progress that lists all archives in JSON. Who may not list jobs starts one.
    private func runningJob() async throws -> String? {
        do {
            var marker: String?
            repeat {
                let page = try await client.listJobs(in: address, marker: marker, statusCode: .inProgress)
                if let job = page.items.first(where: \.isWholeInventory) { return job.jobID }
                marker = page.marker
            } while marker != nil
        } catch let error as GlacierError where error.knownCode == .accessDenied {}
        return nil
    }

    /// A job that has succeeded, after waiting for it where there is the patience.
    private func ended(_ jobID: String, _ patience: Patience) async throws -> DescribedJob {
        let job = try await client.describeJob(jobID, in: address)
        if job.status == .failed { throw try await failure(of: job, jobID) }
        if job.isCompleted { return job }
        guard patience == .untilEnded else { throw notReady }
        tell("waiting for the inventory job of \(vault.name); at AWS it takes 3 to 5 hours")
        do {
            return try await GlacierService(client).job(jobID, in: address).waitUntilCompleted(
                timeLimit: Self.longestWait,
                firstDelay: Span(milliseconds: 250),
                longestDelay: .minutes(1)
            )
        } catch WaitError.jobFailed(let job) {
            throw try await failure(of: job, jobID)
        } catch WaitError.timeLimitReached {
            throw notReady
        }
    }

    /// No service takes longer for an inventory.
    private static let longestWait = Span.hours(48)

    private var notReady: CommandFailure {
        CommandFailure(
            .notReady,
            "the inventory of \(vault.name) is not ready: its job is in progress",
            hints: ["the same command goes on with it; at AWS a job takes 3 to 5 hours"]
        )
    }

    private func failure(of job: DescribedJob, _ jobID: String) async throws -> CommandFailure {
        try await catalogue.forget(inventoryJob: jobID, of: vault)
        return CommandFailure(.failure, "the inventory job failed: \(job.statusMessage ?? "no reason is given")")
    }
}

extension DescribedJob {
    fileprivate var isWholeInventory: Bool {
        guard action == "InventoryRetrieval", jobID != nil else { return false }
        guard let given = inventoryRetrievalParameters else { return true }
        return given.format == "JSON" && given.startDate == nil && given.endDate == nil && given.limit == nil
            && given.marker == nil
    }
}
