public import GlacierModel

/// `DELETE /{account}/vaults/{vault}/multipart-uploads/{uploadId}` → 204
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-multipart-abort-upload.html
public enum AbortMultipartUpload: Contract {
    public struct Input: Sendable {
        public let vault: VaultReference
        public let uploadID: UploadID
    }

    public static let operation = OperationName.abortMultipartUpload

    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        Input(vault: target, uploadID: try UploadID(request.identifier))
    }

    public static func response(to output: Void, deployment: Deployment) -> APIResponse { .nothing() }
}
