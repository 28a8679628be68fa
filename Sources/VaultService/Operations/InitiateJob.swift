package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Starts a retrieval of an archive. Where its tier has no delay, the job has ended when this returns.
    package func initiateJob(_ request: Authorised<InitiateJob.Input>) async throws -> InitiateJob.Output {
        let input = request.input
        let (archive, extents) = try await catalogue.archive(input.archiveID, in: input.vault)
        let range = try input.range?.resolve(size: archive.size) ?? 0..<archive.size
        let retrieval = ArchiveRetrieval(
            archiveID: archive.id,
            archiveSize: archive.size,
            archiveTreeHash: archive.treeHash,
            range: range,
            rangeTreeHash: try await treeHash(of: range, in: extents),
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
}
