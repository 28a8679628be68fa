public import GlacierAPI

extension GlacierClient {
    /// Makes an archive of at most 4 GiB in one request. The request is not repeated where nobody knows whether it
    /// arrived: another archive might come of it.
    ///
    /// - Parameters:
    ///   - payload: the bytes, with their length and hashes.
    ///   - vault: by its name where it is the caller's own.
    ///   - archiveDescription: at most 1,024 printable ASCII characters.
    public func uploadArchive(
        _ payload: Payload,
        to vault: VaultAddress,
        archiveDescription: String? = nil
    ) async throws -> ArchiveCreation {
        let call = UploadArchive.Call(
            vault: vault,
            payload: payload.summary,
            archiveDescription: archiveDescription
        )
        return try await perform(UploadArchive.self, call, payload: payload)
    }

    /// Deletes an archive; it need not be there.
    public func deleteArchive(_ archiveID: String, in vault: VaultAddress) async throws {
        try await perform(DeleteArchive.self, DeleteArchive.Call(vault: vault, archiveID: archiveID))
    }
}
