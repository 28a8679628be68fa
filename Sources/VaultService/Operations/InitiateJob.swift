package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel
import TreeHash

extension Operations {
    /// How long a request waits for a job that is due at once. It matters for the inventories of very large vaults
    /// only: their request is answered before the job has ended.
    private static let longestWait = Span.seconds(20)

    /// Starts a job. Where it has no delay, it has ended when this returns.
    package func initiateJob(_ request: Authorised<InitiateJob.Input>) async throws -> InitiateJob.Output {
        let input = request.input
        let id = JobID(randomFrom: surroundings)
        switch input.work {
        case .archiveRetrieval(let archiveID, let range, let tier):
            try await retrieveArchive(archiveID, range, tier, as: id, input)
        case .inventoryRetrieval(let format, let selection):
            try await retrieveInventory(format, selection, as: id, input)
        }
        return InitiateJob.Output(vault: input.vault, jobID: id)
    }

    private func retrieveArchive(
        _ archiveID: ArchiveID,
        _ byteRange: RetrievalByteRange?,
        _ tier: Tier,
        as id: JobID,
        _ input: InitiateJob.Input
    ) async throws {
        let archive = try await catalogue.archive(archiveID, in: input.vault)
        let range = try byteRange?.resolve(size: archive.size) ?? 0..<archive.size
        let retrieval = ArchiveRetrieval(
            archiveID: archive.id,
            archiveSize: archive.size,
            archiveTreeHash: archive.treeHash,
            range: range,
            rangeTreeHash: try await treeHash(of: range, in: archive),
            tier: tier
        )
        let now = surroundings.now()
        let delay = timing.retrievalDelay(tier)
        // The output is a view of the archive's extents: without a delay there is nothing left to do.
        let job = Job(
            id: id,
            work: .archiveRetrieval(retrieval),
            jobDescription: input.jobDescription,
            snsTopic: input.snsTopic,
            creationDate: now,
            status: delay == .zero ? .succeeded(at: now) : .inProgress
        )
        let deployment = deployment
        try await catalogue.createArchiveRetrieval(
            job,
            retrieval,
            due: now + delay,
            in: input.vault,
            rules: rules,
            announcement: { DescribeJob.Output(vault: $1, job: $0).text(deployment) }
        )
    }

    private func retrieveInventory(
        _ format: InventoryFormat,
        _ selection: InventorySelection,
        as id: JobID,
        _ input: InitiateJob.Input
    ) async throws {
        let now = surroundings.now()
        try await catalogue.createInventoryRetrieval(
            InventoryRequest(
                id: id,
                format: format,
                selection: selection,
                jobDescription: input.jobDescription,
                snsTopic: input.snsTopic,
                creationDate: now
            ),
            due: now + timing.inventoryDelay,
            in: input.vault,
            timing: timing
        )
        if timing.inventoryDelay == .zero { try await waitForEnd(of: id, in: input.vault) }
    }

    /// Waits for a worker to end a job, as long as a client has patience. Operations and workers meet in the catalogue.
    private func waitForEnd(of id: JobID, in vault: VaultReference) async throws {
        await jobIsDue()
        let deadline = surroundings.now() + Self.longestWait
        var pause: Int64 = 1
        while surroundings.now() < deadline {
            let job = try await catalogue.job(id, in: vault, completedAfter: oldestVisibleCompletion)
            if job.status != .inProgress { return }
            try await surroundings.sleep(Span(milliseconds: pause))
            pause = min(pause * 2, 100)
        }
    }

    private func treeHash(of range: Range<Int64>, in archive: ArchiveRecord) async throws -> Digest? {
        if range == 0..<archive.size { return archive.treeHash }
        guard TreeAlignment.isTreeHashAligned(range, of: archive.size) else { return nil }
        let extents = try await catalogue.extents(of: archive.id, overlapping: range)
        return try await treeHash(of: range, inArchiveOf: archive.size, extents: extents)
    }
}
