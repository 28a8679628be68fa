public import GlacierModel
import HTTPTypes
import JSONText

/// `POST /{account}/vaults/{vault}/jobs` → 202
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-initiate-job-post.html
public enum InitiateJob: Contract {
    /// What the job is to give out.
    public enum Work: Hashable, Sendable {
        /// Bytes of an archive, whose id is in its right form; whether there is one is not known yet. The range is nil
        /// for the whole archive; the tier is Standard when the request names none.
        case archiveRetrieval(ArchiveID, RetrievalByteRange?, Tier)
        /// The vault's inventory, or what a selection leaves of it. The form is JSON when the request names none.
        case inventoryRetrieval(InventoryFormat, InventorySelection)
    }

    /// What the job is to do, and whom it tells.
    public struct Input: Sendable {
        /// The vault of the path: an archive in another one of the account is refused.
        public let vault: VaultReference
        /// By the type of the request.
        public let work: Work
        /// The caller's words; nil when they are absent or empty.
        public let jobDescription: JobDescription?
        /// As sent: neither form nor existence is checked, but for NUL. Nil when it is absent or empty.
        public let snsTopic: String?
    }

    /// The job that was started. It may have ended already.
    public struct Output: Sendable {
        /// Its path begins the `Location`.
        public let vault: VaultReference
        /// New: a repeated request starts another job.
        public let jobID: JobID

        /// Takes a job that is in the catalogue.
        public init(vault: VaultReference, jobID: JobID) {
            self.vault = vault
            self.jobID = jobID
        }
    }

    /// In policies `glacier:InitiateJob`.
    public static let operation = OperationName.initiateJob

    /// The body is the parameter object itself, without a wrapper.
    ///
    /// - Throws: `ServiceError.missingParameter`, `ServiceError.malformedBody`, `ServiceError.invalidParameter`,
    ///   `ServiceError.invalidJobDescription`, `ServiceError.invalidLimit`, `ServiceError.invalidMarker`,
    ///   `ServiceError.archiveNotFound` for a text that cannot be an archive's id.
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        let body = try DocumentBody(request.body, named: "Job Parameters")
        return try JobParameters(body).input(for: target)
    }

    /// `Location` and `x-amz-job-id`.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        .made(
            .accepted,
            [.location: "\(output.vault.path)/jobs/\(output.jobID)", .jobID: output.jobID.text]
        )
    }

    /// What a job is asked to do, and whom it tells.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// The work.
        public var job: JobRequest
        /// The caller's words.
        public var jobDescription: String?
        /// Who is told when the job ends, besides those that the vault tells.
        public var snsTopic: String?

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, job: JobRequest, jobDescription: String? = nil, snsTopic: String? = nil) {
            self.vault = vault
            self.job = job
            self.jobDescription = jobDescription
            self.snsTopic = snsTopic
        }
    }

    /// The job that was started.
    public struct Reply: Hashable, Sendable {
        /// Names the job.
        public let jobID: String
        /// The job's path; nil when the service did not say.
        public let location: String?
        /// Of selections, where their results will lie in the bucket.
        public let jobOutputPath: String?
    }

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        var json = JSONObject()
        try call.job.add(to: &json)
        json.addGiven("Description", call.jobDescription)
        json.addGiven("SNSTopic", call.snsTopic)
        return .post(try RequestPath(call.vault, "jobs"), body: .document(json))
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        Reply(
            jobID: try answer.requiredHeader(.jobID),
            location: answer.headers[.location],
            jobOutputPath: answer.headers[.jobOutputPath]
        )
    }
}
