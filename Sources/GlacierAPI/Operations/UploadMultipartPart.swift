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
}
