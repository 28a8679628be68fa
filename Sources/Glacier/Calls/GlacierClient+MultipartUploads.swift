public import GlacierAPI
public import TreeHash

extension GlacierClient {
    /// Begins an upload in parts.
    ///
    /// - Parameters:
    ///   - vault: by its name where it is the caller's own.
    ///   - partSize: bytes of every part but the last: 1 MiB times a power of two, at most 4 GiB.
    ///   - archiveDescription: at most 1,024 printable ASCII characters.
    public func initiateMultipartUpload(
        in vault: VaultAddress,
        partSize: Int64,
        archiveDescription: String? = nil
    ) async throws -> InitiateMultipartUpload.Reply {
        try await perform(
            InitiateMultipartUpload.self,
            InitiateMultipartUpload.Call(
                vault: vault,
                partSize: partSize,
                archiveDescription: archiveDescription
            )
        )
    }

    /// Sends a part, in the place of one that begins at the same byte.
    ///
    /// - Parameters:
    ///   - payload: the bytes, with their length and hashes.
    ///   - firstByte: where the part begins in the archive: a multiple of the part size.
    ///   - uploadID: the upload, as InitiateMultipartUpload named it.
    ///   - vault: by its name where it is the caller's own.
    @discardableResult
    public func uploadMultipartPart(
        _ payload: Payload,
        at firstByte: Int64,
        of uploadID: String,
        in vault: VaultAddress
    ) async throws -> UploadMultipartPart.Reply {
        let call = UploadMultipartPart.Call(
            vault: vault,
            uploadID: uploadID,
            firstByte: firstByte,
            payload: payload.summary
        )
        return try await perform(UploadMultipartPart.self, call, payload: payload)
    }

    /// Makes an archive of the parts.
    ///
    /// - Parameters:
    ///   - uploadID: the upload, as InitiateMultipartUpload named it.
    ///   - vault: by its name where it is the caller's own.
    ///   - archiveSize: bytes of the whole archive.
    ///   - treeHash: of the whole archive.
    public func completeMultipartUpload(
        _ uploadID: String,
        in vault: VaultAddress,
        archiveSize: Int64,
        treeHash: Digest
    ) async throws -> ArchiveCreation {
        try await perform(
            CompleteMultipartUpload.self,
            CompleteMultipartUpload.Call(
                vault: vault,
                uploadID: uploadID,
                archiveSize: archiveSize,
                treeHash: treeHash
            )
        )
    }

    /// Gives an upload up with all its parts.
    public func abortMultipartUpload(_ uploadID: String, in vault: VaultAddress) async throws {
        try await perform(AbortMultipartUpload.self, AbortMultipartUpload.Call(vault: vault, uploadID: uploadID))
    }

    /// Lists a page of the parts that have arrived, by their ranges. After the upload's end it is an error.
    ///
    /// - Parameters:
    ///   - uploadID: the upload, as InitiateMultipartUpload named it.
    ///   - vault: by its name where it is the caller's own.
    ///   - limit: parts on the page, at most 50; nil for as many as the service gives.
    ///   - marker: of the page before; nil for the first page.
    public func listParts(
        of uploadID: String,
        in vault: VaultAddress,
        limit: Int? = nil,
        marker: String? = nil
    ) async throws -> ListParts.Reply {
        try await perform(
            ListParts.self,
            ListParts.Call(vault: vault, uploadID: uploadID, limit: limit, marker: marker)
        )
    }

    /// Lists a page of the uploads in progress.
    ///
    /// - Parameters:
    ///   - vault: by its name where it is the caller's own.
    ///   - limit: uploads on the page, at most 50; nil for as many as the service gives.
    ///   - marker: of the page before; nil for the first page.
    public func listMultipartUploads(
        in vault: VaultAddress,
        limit: Int? = nil,
        marker: String? = nil
    ) async throws -> ListedItems<ListedUpload> {
        try await perform(
            ListMultipartUploads.self,
            ListMultipartUploads.Call(vault: vault, limit: limit, marker: marker)
        )
    }
}
