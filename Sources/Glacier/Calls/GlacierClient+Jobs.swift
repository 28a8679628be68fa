public import GlacierAPI
public import GlacierModel

extension GlacierClient {
    /// Starts a job. The request is not repeated where nobody knows whether it arrived: it might start another.
    ///
    /// - Parameters:
    ///   - job: the work.
    ///   - vault: by its name where it is the caller's own.
    ///   - jobDescription: the caller's words.
    ///   - snsTopic: who is told when the job ends, besides those that the vault tells.
    public func initiateJob(
        _ job: JobRequest,
        in vault: VaultAddress,
        jobDescription: String? = nil,
        snsTopic: String? = nil
    ) async throws -> InitiateJob.Reply {
        try await perform(
            InitiateJob.self,
            InitiateJob.Call(vault: vault, job: job, jobDescription: jobDescription, snsTopic: snsTopic)
        )
    }

    /// Describes a job as it stands.
    public func describeJob(_ jobID: String, in vault: VaultAddress) async throws -> DescribedJob {
        try await perform(DescribeJob.self, DescribeJob.Call(vault: vault, jobID: jobID))
    }

    /// Lists a page of the vault's jobs, those in progress and those that are not forgotten yet.
    ///
    /// - Parameters:
    ///   - vault: by its name where it is the caller's own.
    ///   - limit: jobs on the page, at most 50; nil for as many as the service gives.
    ///   - marker: of the page before; nil for the first page.
    ///   - statusCode: jobs of this status alone.
    ///   - completed: jobs that have ended alone, or those alone that have not.
    public func listJobs(
        in vault: VaultAddress,
        limit: Int? = nil,
        marker: String? = nil,
        statusCode: JobStatusCode? = nil,
        completed: Bool? = nil
    ) async throws -> ListedItems<DescribedJob> {
        try await perform(
            ListJobs.self,
            ListJobs.Call(
                vault: vault,
                limit: limit,
                marker: marker,
                statusCode: statusCode,
                completed: completed
            )
        )
    }

    /// Downloads the output of a job that has succeeded, or a range of it.
    ///
    /// Nothing is checked but the length: where the service gives a tree hash, `JobOutputHead.treeHash` has it, for
    /// whoever hashes the bytes while they come.
    ///
    /// - Parameters:
    ///   - jobID: the job, as InitiateJob named it.
    ///   - vault: by its name where it is the caller's own.
    ///   - range: counted within the output; nil for everything.
    public func getJobOutput(
        _ jobID: String,
        in vault: VaultAddress,
        range: JobOutputBytes? = nil
    ) async throws -> JobOutput {
        let request = try GetJobOutput.request(for: GetJobOutput.Call(vault: vault, jobID: jobID, range: range))
        return try await send(request, .getJobOutput, nil) { answer in
            let head = try GetJobOutput.reply(from: APIAnswer(status: answer.status, headers: answer.headers))
            return JobOutput(head: head, body: answer.body)
        }
    }
}
