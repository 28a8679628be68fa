public import GlacierModel

/// `DELETE /{account}/vaults/{vault}/multipart-uploads/{uploadId}` → 204
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-multipart-abort-upload.html
public enum AbortMultipartUpload: Contract {
    /// Which upload is given up.
    public struct Input: Sendable {
        /// The vault of the path: an upload of another one is not found in it.
        public let vault: VaultReference
        /// Must be in progress, or aborted and still remembered.
        public let uploadID: UploadID
    }

    /// In policies `glacier:AbortMultipartUpload`.
    public static let operation = OperationName.abortMultipartUpload

    /// Reads the path alone.
    ///
    /// - Throws: `ServiceError.uploadNotFound` for a text that cannot be an upload's id.
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        Input(vault: target, uploadID: try UploadID(request.identifier))
    }

    /// No headers of its own, no body.
    public static func response(to output: Void, deployment: Deployment) -> APIResponse { .nothing() }

    /// Which upload is given up.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// The upload, as InitiateMultipartUpload named it.
        public var uploadID: String

        /// Takes anything that can be sent: the service judges it.
        public init(vault: VaultAddress, uploadID: String) {
            self.vault = vault
            self.uploadID = uploadID
        }
    }

    /// Success says nothing more.
    public typealias Reply = Void

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        .delete(try RequestPath(call.vault, "multipart-uploads").item(call.uploadID, named: "uploadId"))
    }
}
