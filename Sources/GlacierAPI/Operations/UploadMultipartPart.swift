public import GlacierModel
import HTTPTypes
public import TreeHash

/// `PUT /{account}/vaults/{vault}/multipart-uploads/{uploadId}` → 204
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-upload-part.html
public enum UploadMultipartPart: Contract {
    /// What is said of a part before its bytes are read.
    public struct Input: Sendable {
        /// The vault of the path: an upload of another one is not found in it.
        public let vault: VaultReference
        /// An upload in progress.
        public let uploadID: UploadID
        /// Where the part lies in the archive. Whether that agrees with the upload's part size is not known yet.
        public let range: ContentRange
        /// Proved while the bytes come in: a part that is not as claimed replaces nothing.
        public let claims: PayloadClaims
    }

    /// The part that was stored.
    public struct Output: Sendable {
        /// Of the bytes of this part alone, as the server computed it.
        public let treeHash: Digest

        /// Takes the hash of a part that is durable and in the catalogue.
        public init(treeHash: Digest) { self.treeHash = treeHash }
    }

    /// In policies `glacier:UploadMultipartPart`.
    public static let operation = OperationName.uploadMultipartPart

    /// Judges the id, then whether all headers are there, then the tree hash, then the range.
    ///
    /// - Throws: `ServiceError.uploadNotFound`, `ServiceError.missingParameter`, `ServiceError.invalidTreeHash`,
    ///   `ServiceError.invalidContentRange`.
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        let uploadID = try UploadID(request.identifier)
        let range = try request.requiredHeader(.contentRange)
        let claims = try PayloadClaims(request)
        return Input(vault: target, uploadID: uploadID, range: try ContentRange(header: range), claims: claims)
    }

    /// `x-amz-sha256-tree-hash`, no body.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        .nothing([.treeHash: output.treeHash.hex])
    }

    /// What is said of a part before its bytes are sent.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// The upload, as InitiateMultipartUpload named it.
        public var uploadID: String
        /// Where the part begins in the archive: a multiple of the part size.
        public var firstByte: Int64
        /// Length and hashes of the part's bytes.
        public var payload: PayloadSummary

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, uploadID: String, firstByte: Int64, payload: PayloadSummary) {
            self.vault = vault
            self.uploadID = uploadID
            self.firstByte = firstByte
            self.payload = payload
        }
    }

    /// The part that was stored.
    public struct Reply: Hashable, Sendable {
        /// Of the part's bytes, as the service computed it; nil when it did not say.
        public let treeHash: Digest?
    }

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        let end = call.firstByte.addingReportingOverflow(call.payload.length)
        guard call.payload.length > 0, !end.overflow else {
            throw UnsendableCall("body", "\(call.payload.length) bytes")
        }
        var headers = call.payload.headers
        let range = try (call.firstByte..<end.partialValue).inclusiveText(named: "range")
        headers[.contentRange] = "bytes \(range)/*"
        return .put(
            try RequestPath(call.vault, "multipart-uploads").item(call.uploadID, named: "uploadId"),
            headers: headers,
            body: .stream(length: call.payload.length)
        )
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        Reply(treeHash: try answer.digest(.treeHash))
    }
}
