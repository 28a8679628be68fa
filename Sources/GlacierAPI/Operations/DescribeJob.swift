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

        /// The document as bytes: notifications carry it word for word.
        public func text(_ deployment: Deployment) -> String {
            String(decoding: document(deployment).bytes, as: UTF8.self)
        }

        /// The 18 keys that DescribeJob answers and ListJobs lists, always all of them.
        func document(_ deployment: Deployment) -> JSONObject {
            var archive: ArchiveRetrieval?, inventory: InventoryRetrieval?
            switch job.work {
            case .archiveRetrieval(let retrieval): archive = retrieval
            case .inventoryRetrieval(let retrieval): inventory = retrieval
            }
            var json = JSONObject()
            json.add("Action", archive == nil ? "InventoryRetrieval" : "ArchiveRetrieval")
            json.add("ArchiveId", archive?.archiveID.text)
            json.add("ArchiveSHA256TreeHash", archive?.archiveTreeHash.hex)
            json.add("ArchiveSizeInBytes", archive?.archiveSize)
            json.add("Completed", job.status != .inProgress)
            json.add("CompletionDate", job.status.completionDate?.millisecondsText)
            json.add("CreationDate", job.creationDate.millisecondsText)
            json.add("InventoryRetrievalParameters", inventory.map(parameters))
            json.add("InventorySizeInBytes", inventory?.output?.sizeInBytes)
            json.add("JobDescription", job.jobDescription?.text)
            json.add("JobId", job.id.text)
            json.add("RetrievalByteRange", archive.map { "\($0.range.lowerBound)-\($0.range.upperBound - 1)" })
            json.add("SHA256TreeHash", archive?.rangeTreeHash?.hex)
            json.add("SNSTopic", job.snsTopic)
            json.add("StatusCode", job.status.code.rawValue)
            json.add("StatusMessage", job.status.message)
            json.add("Tier", archive?.tier.rawValue)
            json.add("VaultARN", deployment.arn(of: vault))
            return json
        }

        /// The request's own parameters, but for the marker: that is the next page's, once there is an output.
        private func parameters(_ inventory: InventoryRetrieval) -> JSONObject {
            let selection = inventory.selection
            var json = JSONObject()
            json.add("EndDate", selection.endDate?.secondsText)
            json.add("Format", inventory.format.rawValue)
            json.add("Limit", selection.limit.map(String.init))
            json.add("Marker", inventory.output?.continuation.map { InventoryMarker.text(behind: $0, in: vault) })
            json.add("StartDate", selection.startDate?.secondsText)
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

    /// Which job is described.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// The job, as InitiateJob named it.
        public var jobID: String

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, jobID: String) {
            self.vault = vault
            self.jobID = jobID
        }
    }

    /// The job as it stands.
    public typealias Reply = DescribedJob

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .get(try RequestPath(call.vault, "jobs").item(call.jobID, named: "jobId"))
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        try DescribedJob(answer.document())
    }
}
