public import GlacierModel
import HTTPTypes
public import TreeHash

/// `POST /{account}/vaults/{vault}/archives` → 201
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-archive-post.html
public enum UploadArchive: Contract {
    public struct Input: Sendable {
        public let vault: VaultReference
        public let archiveDescription: ArchiveDescription?
        public let claims: PayloadClaims
    }

    public struct Output: Sendable {
        public let vault: VaultReference
        public let archiveID: ArchiveID
        public let treeHash: Digest

        public init(vault: VaultReference, archiveID: ArchiveID, treeHash: Digest) {
            self.vault = vault
            self.archiveID = archiveID
            self.treeHash = treeHash
        }
    }

    public static let operation = OperationName.uploadArchive

    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        let claims = try PayloadClaims(request)
        if let length = claims.contentLength, !Limits.singleUploadBytes.contains(length) {
            throw .invalidContentLength(String(length))
        }
        return Input(
            vault: target,
            archiveDescription: try ArchiveDescription(request.header(.archiveDescription)),
            claims: claims
        )
    }

    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        .made(
            .created,
            [
                .location: "\(output.vault.path)/archives/\(output.archiveID)",
                .archiveID: output.archiveID.text,
                .treeHash: output.treeHash.hex,
            ]
        )
    }
}

extension PayloadClaims {
    /// Reads what an upload must say of its body.
    ///
    /// - Throws: `ServiceError.missingParameter` for what is absent, then `ServiceError.invalidTreeHash`.
    init(_ request: RequestParts) throws(ServiceError) {
        guard request.declaredLength != nil || request.isChunked else {
            throw .missingParameter("Content-Length")
        }
        let contentSHA256 = try request.requiredHeader(.contentSHA256)
        let treeHash = try request.requiredHeader(.treeHash)
        self.init(
            contentSHA256: contentSHA256,
            treeHash: try TreeHashClaim(header: treeHash),
            contentLength: request.declaredLength
        )
    }
}
