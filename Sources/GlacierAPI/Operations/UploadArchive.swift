public import GlacierModel
import HTTPTypes
public import TreeHash

/// `POST /{account}/vaults/{vault}/archives` → 201
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-archive-post.html
public enum UploadArchive: Contract {
    /// What is said of an archive before its bytes are read.
    public struct Input: Sendable {
        /// Where the archive will be; the vault must exist.
        public let vault: VaultReference
        /// Nil when it is absent or empty.
        public let archiveDescription: ArchiveDescription?
        /// Proved while the bytes come in: an archive that is not as claimed is not made.
        public let claims: PayloadClaims
    }

    /// The archive that was made.
    public struct Output: Sendable {
        /// Its path begins the `Location`.
        public let vault: VaultReference
        /// New: the same bytes sent again make another archive.
        public let archiveID: ArchiveID
        /// Of the whole archive, as the server computed it.
        public let treeHash: Digest

        /// Takes an archive that is durable and in the catalogue.
        public init(vault: VaultReference, archiveID: ArchiveID, treeHash: Digest) {
            self.vault = vault
            self.archiveID = archiveID
            self.treeHash = treeHash
        }
    }

    /// In policies `glacier:UploadArchive`.
    public static let operation = OperationName.uploadArchive

    /// Reads the headers: the body is not touched, and one that is announced too long is refused before it is sent.
    ///
    /// - Throws: `ServiceError.missingParameter`, `ServiceError.invalidTreeHash`, `ServiceError.invalidContentLength`
    ///   outside `Limits.singleUploadBytes`, `ServiceError.invalidArchiveDescription`.
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

    /// `Location`, `x-amz-archive-id` and `x-amz-sha256-tree-hash`.
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

    /// What is said of an archive before its bytes are sent.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// Length and hashes of the bytes.
        public var payload: PayloadSummary
        /// At most 1,024 printable ASCII characters.
        public var archiveDescription: String?

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, payload: PayloadSummary, archiveDescription: String? = nil) {
            self.vault = vault
            self.payload = payload
            self.archiveDescription = archiveDescription
        }
    }

    /// The archive that was made.
    public typealias Reply = ArchiveCreation

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        var headers = try HTTPFields.describing(call.archiveDescription)
        for field in call.payload.headers { headers.append(field) }
        return .post(
            try RequestPath(call.vault, "archives"),
            headers: headers,
            body: .stream(length: call.payload.length)
        )
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        try ArchiveCreation(answer)
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
