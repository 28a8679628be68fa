public import GlacierModel
import HTTPTypes

/// `POST /{account}/vaults/{vault}/jobs` → 202
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-initiate-job-post.html
public enum InitiateJob: Contract {
    /// What the job is to retrieve, how soon, and whom it tells.
    public struct Input: Sendable {
        /// The vault of the path: an archive in another one of the account is refused.
        public let vault: VaultReference
        /// The archive's id in its right form; whether there is one is not known yet.
        public let archiveID: ArchiveID
        /// The caller's words; nil when they are absent or empty.
        public let jobDescription: JobDescription?
        /// As sent: neither form nor existence is checked, but for NUL. Nil when it is absent or empty.
        public let snsTopic: String?
        /// Standard when the request names none.
        public let tier: Tier
        /// Nil for the whole archive.
        public let range: RetrievalByteRange?
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
    ///   `ServiceError.invalidJobDescription`, `ServiceError.archiveNotFound` for a text that cannot be an archive's
    ///   id, `ServiceError.operationNotOffered` for an inventory retrieval.
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        let body = try DocumentBody(request.body, named: "Job Parameters")
        let parameters = try Parameters(body)
        guard let type = parameters.type else { throw .missingParameter("type") }
        switch type {
        case "archive-retrieval": return try parameters.archiveRetrieval(from: target)
        case "inventory-retrieval":
            throw .operationNotOffered("Inventory retrieval jobs are not available on this server.")
        case "select": throw .invalidParameter("Select jobs are not available on this server.")
        default: throw .invalidParameter("Invalid type: \(type)")
        }
    }

    /// `Location` and `x-amz-job-id`.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        .made(
            .accepted,
            [.location: "\(output.vault.path)/jobs/\(output.jobID)", .jobID: output.jobID.text]
        )
    }

    /// The members of the body as text. All are read before any is judged, so that a wrong type is found first.
    private struct Parameters {
        let type: String?
        let archiveID: String?
        let jobDescription: String?
        let snsTopic: String?
        let tier: String?
        let range: String?

        init(_ body: DocumentBody) throws(ServiceError) {
            type = try body.string("Type")
            archiveID = try body.string("ArchiveId")
            jobDescription = try body.string("Description")
            snsTopic = try body.string("SNSTopic")
            tier = try body.string("Tier")
            range = try body.string("RetrievalByteRange")
        }

        func archiveRetrieval(from vault: VaultReference) throws(ServiceError) -> Input {
            guard let archiveID else { throw .missingParameter("archiveId") }
            guard let tier = Tier(rawValue: tier ?? Tier.standard.rawValue) else {
                throw .invalidParameter("Invalid tier: \(tier ?? "null")")
            }
            let jobDescription = try JobDescription(jobDescription)
            var byteRange: RetrievalByteRange?
            if let range { byteRange = try RetrievalByteRange(range) }
            // No ARN holds one, and not every catalogue can keep it.
            if snsTopic?.contains("\0") == true { throw .invalidParameter("Invalid SNS topic") }
            return Input(
                vault: vault,
                archiveID: try ArchiveID(archiveID),
                jobDescription: jobDescription,
                snsTopic: snsTopic?.isEmpty == true ? nil : snsTopic,
                tier: tier,
                range: byteRange
            )
        }
    }
}
