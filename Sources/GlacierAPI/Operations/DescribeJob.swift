public import GlacierModel
import JSONText
import TreeHash

/// `GET /{account}/vaults/{vault}/jobs/{jobId}` → 200
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-describe-job-get.html
public enum DescribeJob: Contract {
    /// Which job is described.
    public struct Input: Sendable {
        /// The vault of the path: a job of another one is not found in it.
        public let vault: VaultReference
        /// Must be in progress, or ended and not yet forgotten.
        public let jobID: JobID
    }

    /// A job and where it belongs.
    public struct Output: Sendable {
        /// The vault that the job is of, for its ARN.
        public let vault: VaultReference
        /// As it stood when it was read.
        public let job: Job

        /// Takes a job that was found in the vault.
        public init(vault: VaultReference, job: Job) {
            self.vault = vault
            self.job = job
        }

        /// The 18 keys that DescribeJob answers and ListJobs lists, always all of them.
        func document(_ deployment: Deployment) -> JSONObject {
            let retrieval = job.retrieval
            var json = JSONObject()
            json.add("Action", "ArchiveRetrieval")
            json.add("ArchiveId", retrieval.archiveID.text)
            json.add("ArchiveSHA256TreeHash", retrieval.archiveTreeHash.hex)
            json.add("ArchiveSizeInBytes", retrieval.archiveSize)
            json.add("Completed", job.status != .inProgress)
            json.add("CompletionDate", job.status.completionDate?.millisecondsText)
            json.add("CreationDate", job.creationDate.millisecondsText)
            json.add("InventoryRetrievalParameters", nil as JSONObject?)
            json.add("InventorySizeInBytes", nil as Int64?)
            json.add("JobDescription", job.jobDescription?.text)
            json.add("JobId", job.id.text)
            json.add("RetrievalByteRange", "\(retrieval.range.lowerBound)-\(retrieval.range.upperBound - 1)")
            json.add("SHA256TreeHash", retrieval.rangeTreeHash?.hex)
            json.add("SNSTopic", job.snsTopic)
            json.add("StatusCode", job.status.code.rawValue)
            json.add("StatusMessage", job.status.message)
            json.add("Tier", retrieval.tier.rawValue)
            json.add("VaultARN", deployment.arn(of: vault))
            return json
        }
    }

    /// In policies `glacier:DescribeJob`.
    public static let operation = OperationName.describeJob

    /// Reads the path alone.
    ///
    /// - Throws: `ServiceError.jobNotFound` for a text that cannot be a job's id.
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        Input(vault: target, jobID: try JobID(request.identifier))
    }

    /// The document of 18 keys that ListJobs lists as well.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        .document(output.document(deployment))
    }
}
