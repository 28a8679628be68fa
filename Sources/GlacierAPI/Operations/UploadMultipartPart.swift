public import GlacierModel
import HTTPTypes
public import TreeHash

/// `PUT /{account}/vaults/{vault}/multipart-uploads/{uploadId}` → 204
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-upload-part.html
public enum UploadMultipartPart: Contract {
    public struct Input: Sendable {
        public let vault: VaultReference
        public let uploadID: UploadID
        public let range: ContentRange
        public let claims: PayloadClaims
    }

    public struct Output: Sendable {
        public let treeHash: Digest

        public init(treeHash: Digest) { self.treeHash = treeHash }
    }

    public static let operation = OperationName.uploadMultipartPart

    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        let uploadID = try UploadID(request.identifier)
        let range = try request.requiredHeader(.contentRange)
        let claims = try PayloadClaims(request)
        return Input(vault: target, uploadID: uploadID, range: try ContentRange(header: range), claims: claims)
    }

    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        .nothing([.treeHash: output.treeHash.hex])
    }
}
