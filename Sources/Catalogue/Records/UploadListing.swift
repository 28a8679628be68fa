package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Uploads in progress of a vault, by creation date, then id.
    ///
    /// - Parameter limit: the most rows to read.
    /// - Throws: `ServiceError.vaultNotFound`; `ServiceError.invalidMarker` for the id of an upload that the vault
    ///   does not know.
    package func uploads(
        in vault: VaultReference,
        from start: ListingStart<UploadThing>?,
        limit: Int
    ) async throws -> [MultipartUpload] {
        try await database.read { tx in
            let vaultKey = try requireVaultKey(of: vault, tx)
            let (date, id) = try position(of: start, inVault: vaultKey, tx)
            return try tx.query(
                """
                SELECT upload_id, description, part_size, created_at FROM uploads
                WHERE vault_key = $1 AND state = 0 AND (created_at, upload_id) >= ($2, $3)
                ORDER BY created_at, upload_id LIMIT $4
                """,
                [.integer(vaultKey), .integer(date), .text(id), .integer(Int64(limit))],
                multipartUpload(from:)
            )
        }
    }

    private func position(
        of start: ListingStart<UploadThing>?,
        inVault vaultKey: Int64,
        _ tx: any SQLTransaction
    ) throws -> (date: Int64, id: String) {
        switch start {
        case nil: return (.min, "")
        case .position(let date, let id): return (date.milliseconds, id.text)
        case .item(let id):
            let date = try tx.first(
                "SELECT created_at FROM uploads WHERE upload_id = $1 AND vault_key = $2",
                [.text(id.text), .integer(vaultKey)]
            ) { row in try row.integer(0) }
            guard let date else { throw ServiceError.invalidMarker(id.text) }
            return (date, id.text)
        }
    }
}
