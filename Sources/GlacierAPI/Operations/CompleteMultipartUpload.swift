public import GlacierModel
import HTTPTypes

/// `POST /{account}/vaults/{vault}/multipart-uploads/{uploadId}` → 201
///
/// Answers as UploadArchive does: either has made an archive.
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-multipart-complete-upload.html
public enum CompleteMultipartUpload: Contract {
    public struct Input: Sendable {
        public let vault: VaultReference
        public let uploadID: UploadID
        public let claim: CompletionClaim
    }

    public typealias Output = UploadArchive.Output

    public static let operation = OperationName.completeMultipartUpload

    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        let uploadID = try UploadID(request.identifier)
        let size = try request.requiredHeader(.archiveSize)
        let treeHash = try request.requiredHeader(.treeHash)
        return Input(
            vault: target,
            uploadID: uploadID,
            claim: try CompletionClaim(archiveSizeHeader: size, treeHashHeader: treeHash)
        )
    }

    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        UploadArchive.response(to: output, deployment: deployment)
    }
}
