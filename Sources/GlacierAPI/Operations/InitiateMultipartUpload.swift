public import GlacierModel
import HTTPTypes

/// `POST /{account}/vaults/{vault}/multipart-uploads` → 201
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-multipart-initiate-upload.html
public enum InitiateMultipartUpload: Contract {
    public struct Input: Sendable {
        public let vault: VaultReference
        public let archiveDescription: ArchiveDescription?
        public let partSize: PartSize
    }

    public struct Output: Sendable {
        public let vault: VaultReference
        public let uploadID: UploadID

        public init(vault: VaultReference, uploadID: UploadID) {
            self.vault = vault
            self.uploadID = uploadID
        }
    }

    public static let operation = OperationName.initiateMultipartUpload

    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        Input(
            vault: target,
            archiveDescription: try ArchiveDescription(request.header(.archiveDescription)),
            partSize: try PartSize(header: request.header(.partSize))
        )
    }

    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        .made(
            .created,
            [
                .location: "\(output.vault.path)/multipart-uploads/\(output.uploadID)",
                .uploadID: output.uploadID.text,
            ]
        )
    }
}
