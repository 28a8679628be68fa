public import GlacierModel
import HTTPTypes

/// `POST /{account}/vaults/{vault}/jobs` → 202
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-initiate-job-post.html
public enum InitiateJob: Contract {
    public struct Input: Sendable {
        public let vault: VaultReference
        public let archiveID: ArchiveID
        public let jobDescription: JobDescription?
        public let snsTopic: String?
        public let tier: Tier
        /// Nil for the whole archive.
        public let range: RetrievalByteRange?
    }

    public struct Output: Sendable {
        public let vault: VaultReference
        public let jobID: JobID

        public init(vault: VaultReference, jobID: JobID) {
            self.vault = vault
            self.jobID = jobID
        }
    }

    public static let operation = OperationName.initiateJob

    /// The body is the parameter object itself, without a wrapper.
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
