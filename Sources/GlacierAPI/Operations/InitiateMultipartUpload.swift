public import GlacierModel
import HTTPTypes

/// `POST /{account}/vaults/{vault}/multipart-uploads` → 201
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-multipart-initiate-upload.html
public enum InitiateMultipartUpload: Contract {
    /// What the archive will be called, and how its parts are cut.
    public struct Input: Sendable {
        /// Where the archive will be; the vault must exist.
        public let vault: VaultReference
        /// The future archive's; nil when it is absent or empty.
        public let archiveDescription: ArchiveDescription?
        /// Required: there is no default.
        public let partSize: PartSize
    }

    /// The upload that was made; it has no parts yet.
    public struct Output: Sendable {
        /// Its path begins the `Location`.
        public let vault: VaultReference
        /// New: a repeated request makes another upload.
        public let uploadID: UploadID

        /// Takes an upload that is in the catalogue.
        public init(vault: VaultReference, uploadID: UploadID) {
            self.vault = vault
            self.uploadID = uploadID
        }
    }

    /// In policies `glacier:InitiateMultipartUpload`.
    public static let operation = OperationName.initiateMultipartUpload

    /// Judges the description, then the part size.
    ///
    /// - Throws: `ServiceError.invalidArchiveDescription`, `ServiceError.invalidPartSize`, also for a part size that is
    ///   missing.
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        Input(
            vault: target,
            archiveDescription: try ArchiveDescription(request.header(.archiveDescription)),
            partSize: try PartSize(header: request.header(.partSize))
        )
    }

    /// `Location` and `x-amz-multipart-upload-id`.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        .made(
            .created,
            [
                .location: "\(output.vault.path)/multipart-uploads/\(output.uploadID)",
                .uploadID: output.uploadID.text,
            ]
        )
    }

    /// What the archive will be called, and how its parts are cut.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// Bytes of every part but the last: 1 MiB times a power of two, at most 4 GiB.
        public var partSize: Int64
        /// At most 1,024 printable ASCII characters.
        public var archiveDescription: String?

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, partSize: Int64, archiveDescription: String? = nil) {
            self.vault = vault
            self.partSize = partSize
            self.archiveDescription = archiveDescription
        }
    }

    /// The upload that was made.
    public struct Reply: Hashable, Sendable {
        /// Names the upload.
        public let uploadID: String
        /// The upload's path; nil when the service did not say.
        public let location: String?
    }

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        var headers = try HTTPFields.describing(call.archiveDescription)
        headers[.partSize] = String(call.partSize)
        return .post(try RequestPath(call.vault, "multipart-uploads"), headers: headers)
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        Reply(uploadID: try answer.requiredHeader(.uploadID), location: answer.headers[.location])
    }
}
