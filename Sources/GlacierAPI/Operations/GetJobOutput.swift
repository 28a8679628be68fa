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

    /// What the response says of the bytes that follow it.
    public struct Output: Sendable {
        /// Of the archive; nil when it has none.
        public let archiveDescription: ArchiveDescription?
        /// The bytes of this response, counted within the job's output.
        public let range: Range<Int64>
        /// Bytes of the whole output.
        public let total: Int64
        /// Whether the request asked for a range: the answer is then 206, also when the range covers everything.
        public let isPartial: Bool
        /// Of exactly the bytes of this response, where they are tree-hash aligned.
        public let treeHash: Digest?

        /// Takes a range within the total, and the tree hash of exactly its bytes; nothing is judged.
        public init(
            archiveDescription: ArchiveDescription?,
            range: Range<Int64>,
            total: Int64,
            isPartial: Bool,
            treeHash: Digest?
        ) {
            self.archiveDescription = archiveDescription
            self.range = range
            self.total = total
            self.isPartial = isPartial
            self.treeHash = treeHash
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
        var headers: HTTPFields = [.contentType: "application/octet-stream", .acceptRanges: "bytes"]
        if output.isPartial {
            headers[.contentRange] =
                "bytes \(output.range.lowerBound)-\(output.range.upperBound - 1)/\(output.total)"
        }
        headers[.archiveDescription] = output.archiveDescription?.text
        headers[.treeHash] = output.treeHash?.hex
        return APIResponse(
            status: output.isPartial ? .partialContent : .ok,
            headers: headers,
            body: .stream(length: Int64(output.range.count))
        )
    }
}
