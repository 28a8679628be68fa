import GlacierAPI

/// What is in progress in a vault, or has been.
extension Vault {
    /// All jobs of the vault: those in progress, and those that are not forgotten yet.
    public var jobs: ResourceCollection<Job> { jobs() }
    /// Jobs that have ended, in success or failure.
    public var completedJobs: ResourceCollection<Job> { jobs { $0.completed = true } }
    /// Jobs that ended in failure.
    public var failedJobs: ResourceCollection<Job> { jobs { $0.statusCode = .failed } }
    /// Jobs that have not ended.
    public var jobsInProgress: ResourceCollection<Job> { jobs { $0.statusCode = .inProgress } }
    /// Jobs whose output can be downloaded.
    public var succeededJobs: ResourceCollection<Job> { jobs { $0.statusCode = .succeeded } }

    private func jobs(
        _ narrow: (inout ResourceCollection<Job>.Parameters) -> Void = { _ in }
    ) -> ResourceCollection<Job> {
        var parameters = ResourceCollection<Job>.Parameters()
        narrow(&parameters)
        return ResourceCollection(parameters) { [address, client] parameters, marker in
            let page = try await client.listJobs(
                in: address,
                limit: parameters.pageSize,
                marker: marker,
                statusCode: parameters.statusCode,
                completed: parameters.completed
            )
            let jobs = try page.items.map { item in
                guard let id = item.jobID else { throw UnreadableAnswer("JobId") }
                return Job(id, in: address, client, told: item)
            }
            return (jobs, page.marker)
        }
    }

    /// Uploads in parts that are in progress.
    public var multipartUploads: ResourceCollection<MultipartUpload> {
        ResourceCollection { [address, client] parameters, marker in
            let page = try await client.listMultipartUploads(in: address, limit: parameters.pageSize, marker: marker)
            let uploads = try page.items.map { item in
                guard let id = item.uploadID else { throw UnreadableAnswer("MultipartUploadId") }
                return MultipartUpload(id, in: address, client, told: item)
            }
            return (uploads, page.marker)
        }
    }
}
