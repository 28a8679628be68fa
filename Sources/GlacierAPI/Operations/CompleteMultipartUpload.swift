public import GlacierModel
import HTTPTypes

/// `POST /{account}/vaults/{vault}/multipart-uploads/{uploadId}` → 201
///
/// Answers as UploadArchive does: either has made an archive.
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-multipart-complete-upload.html
public enum CompleteMultipartUpload: Contract {
    /// Which upload becomes an archive, and what the archive must then be.
    public struct Input: Sendable {
        /// The vault of the path: an upload of another one is not found in it.
        public let vault: VaultReference
        /// Must be in progress, or completed and still remembered.
        public let uploadID: UploadID
        /// Size and tree hash of the whole archive.
        public let claim: CompletionClaim
    }

    /// The archive that was made, by this request or by an earlier one like it.
    public typealias Output = UploadArchive.Output

    /// In policies `glacier:CompleteMultipartUpload`.
    public static let operation = OperationName.completeMultipartUpload

    /// Judges the id, then whether both headers are there, then the size, then the tree hash.
    ///
    /// - Throws: `ServiceError.uploadNotFound`, `ServiceError.missingParameter`, `ServiceError.invalidArchiveSize`,
    ///   `ServiceError.invalidTreeHash`.
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

    /// `Location`, `x-amz-archive-id` and `x-amz-sha256-tree-hash`, all of the archive.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        UploadArchive.response(to: output, deployment: deployment)
    }
}
