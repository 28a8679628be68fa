package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel
import TreeHash

extension Operations {
    /// Starts a retrieval of an archive. Where its tier has no delay, the job has ended when this returns.
    package func initiateJob(_ request: Authorised<InitiateJob.Input>) async throws -> InitiateJob.Output {
        let input = request.input
        let archive = try await catalogue.archive(input.archiveID, in: input.vault)
        let range = try input.range?.resolve(size: archive.size) ?? 0..<archive.size
        let retrieval = ArchiveRetrieval(
            archiveID: archive.id,
            archiveSize: archive.size,
            archiveTreeHash: archive.treeHash,
            range: range,
            rangeTreeHash: try await treeHash(of: range, in: archive),
            tier: input.tier
        )
        let now = surroundings.now()
        let delay = timing.retrievalDelay(input.tier)
        let job = Job(
            id: JobID(randomFrom: surroundings),
            retrieval: retrieval,
            jobDescription: input.jobDescription,
            snsTopic: input.snsTopic,
            creationDate: now,
            status: delay == .zero ? .succeeded(at: now) : .inProgress
        )
        try await catalogue.createJob(job, due: now + delay, in: input.vault)
        return InitiateJob.Output(vault: input.vault, jobID: job.id)
    }

    private func treeHash(of range: Range<Int64>, in archive: ArchiveRecord) async throws -> Digest? {
        if range == 0..<archive.size { return archive.treeHash }
        guard TreeAlignment.isTreeHashAligned(range, of: archive.size) else { return nil }
        let extents = try await catalogue.extents(of: archive.id, overlapping: range)
        return try await treeHash(of: range, inArchiveOf: archive.size, extents: extents)
    }
}
