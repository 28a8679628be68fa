public import GlacierModel
import HTTPTypes
public import TreeHash

/// `GET /{account}/vaults/{vault}/jobs/{jobId}/output` → 200 or 206
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-job-output-get.html
public enum GetJobOutput: Contract {
    /// Which job's output is sent, and how much of it.
    public struct Input: Sendable {
        /// The vault of the path: a job of another one is not found in it.
        public let vault: VaultReference
        /// Must have succeeded and not yet be forgotten.
        public let jobID: JobID
        /// Nil for everything.
        public let range: OutputRange?
    }

    /// What the bytes are.
    public enum Content: Hashable, Sendable {
        /// Of an archive with its description, and the tree hash of exactly the bytes of this response where they are
        /// tree-hash aligned.
        case archive(ArchiveDescription?, treeHash: Digest?)
        /// An inventory, which has neither.
        case inventory(InventoryFormat)

        var type: String {
            switch self {
            case .archive: "application/octet-stream"
            case .inventory(.json): "application/json"
            case .inventory(.csv): "text/csv"
            }
        }
    }

    /// What the response says of the bytes that follow it.
    public struct Output: Sendable {
        /// Decides the type and the headers.
        public let content: Content
        /// The bytes of this response, counted within the job's output.
        public let range: Range<Int64>
        /// Bytes of the whole output.
        public let total: Int64
        /// Whether the request asked for a range: the answer is then 206, also when the range covers everything.
        public let isPartial: Bool

        /// Takes a range within the total; nothing is judged.
        public init(content: Content, range: Range<Int64>, total: Int64, isPartial: Bool) {
            self.content = content
            self.range = range
            self.total = total
            self.isPartial = isPartial
        }
    }

    /// In policies `glacier:GetJobOutput`.
    public static let operation = OperationName.getJobOutput

    /// Reads the path and `Range`, which counts within the output and is ignored where it is not understood.
    ///
    /// - Throws: `ServiceError.jobNotFound` for a text that cannot be a job's id.
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        Input(
            vault: target,
            jobID: try JobID(request.identifier),
            range: OutputRange(header: request.header(.range))
        )
    }

    /// The head of the response; its bytes are streamed behind it. `Content-Range` is sent with 206 only.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        var headers: HTTPFields = [.contentType: output.content.type, .acceptRanges: "bytes"]
        if output.isPartial {
            headers[.contentRange] =
                "bytes \(output.range.lowerBound)-\(output.range.upperBound - 1)/\(output.total)"
        }
        if case .archive(let description, let treeHash) = output.content {
            headers[.archiveDescription] = description?.text
            headers[.treeHash] = treeHash?.hex
        }
        return APIResponse(
            status: output.isPartial ? .partialContent : .ok,
            headers: headers,
            body: .stream(length: Int64(output.range.count))
        )
    }

    /// Which output is asked for, and how much of it.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// The job, as InitiateJob named it.
        public var jobID: String
        /// Nil for everything.
        public var range: JobOutputBytes?

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, jobID: String, range: JobOutputBytes? = nil) {
            self.vault = vault
            self.jobID = jobID
            self.range = range
        }
    }

    /// What is said of the bytes, which follow.
    public typealias Reply = JobOutputHead

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        var headers: HTTPFields = [:]
        if let range = call.range { headers[.range] = try range.header() }
        return .get(
            try RequestPath(call.vault, "jobs").item(call.jobID, named: "jobId").word("output"),
            headers: headers
        )
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        try JobOutputHead(answer)
    }
}
