public import GlacierModel
import HTTPTypes
public import TreeHash

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

    /// Which upload becomes an archive, and what the archive must then be.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// The upload, as InitiateMultipartUpload named it.
        public var uploadID: String
        /// Bytes of the whole archive.
        public var archiveSize: Int64
        /// Of the whole archive.
        public var treeHash: Digest

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, uploadID: String, archiveSize: Int64, treeHash: Digest) {
            self.vault = vault
            self.uploadID = uploadID
            self.archiveSize = archiveSize
            self.treeHash = treeHash
        }
    }

    /// The archive that was made.
    public typealias Reply = ArchiveCreation

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .post(
            try RequestPath(call.vault, "multipart-uploads").item(call.uploadID, named: "uploadId"),
            headers: [.archiveSize: String(call.archiveSize), .treeHash: call.treeHash.hex]
        )
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        try ArchiveCreation(answer)
    }
}
