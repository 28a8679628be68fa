package import BlobStore
package import GlacierModel
import SQLDatabase
package import TreeHash

/// Bytes of an archive or an upload, and the blob that holds them.
package struct Extent: Hashable, Sendable {
    /// Where the bytes lie in the archive.
    package let range: Range<Int64>
    /// Of these bytes alone.
    package let treeHash: Digest
    package let blob: BlobKey

    package init(range: Range<Int64>, treeHash: Digest, blob: BlobKey) {
        self.range = range
        self.treeHash = treeHash
        self.blob = blob
    }
}

/// An archive as the catalogue keeps it.
package struct ArchiveRecord: Hashable, Sendable {
    package let id: ArchiveID
    package let size: Int64
    package let treeHash: Digest
    package let archiveDescription: ArchiveDescription?
    package let creationDate: Timestamp

    package init(
        id: ArchiveID,
        size: Int64,
        treeHash: Digest,
        archiveDescription: ArchiveDescription?,
        creationDate: Timestamp
    ) {
        self.id = id
        self.size = size
        self.treeHash = treeHash
        self.archiveDescription = archiveDescription
        self.creationDate = creationDate
    }
}

extension Catalogue {
    /// Adds an archive that lies in a single blob.
    ///
    /// - Throws: `ServiceError.vaultNotFound`
    package func addArchive(_ archive: ArchiveRecord, blob: BlobKey, to vault: VaultReference) async throws {
        try await database.write { tx in
            let vaultKey = try requireVaultKey(of: vault, tx)
            try requireNotCondemned(blob, tx)
            let list = try makeExtentList(tx)
            try tx.execute(
                "INSERT INTO extents (list_key, first_byte, length, tree_hash, blob_key) VALUES ($1, 0, $2, $3, $4)",
                [.integer(list), .integer(archive.size), .digest(archive.treeHash), .blob(blob)]
            )
            try insert(archive, vaultKey: vaultKey, listKey: list, manifest: nil, tx)
        }
    }

    /// Deletes an archive. One that was deleted already, or never was, or is another account's, is success and
    /// changes nothing.
    ///
    /// - Parameter accessVersion: of the rules under which the deletion was allowed. Where the vault's have changed
    ///   since, it has to be decided again: a lock that was answered for holds from then on.
    /// - Throws: `AccessRulesChanged`, `ServiceError.vaultNotFound`, `ServiceError.archiveInAnotherVault`
    package func deleteArchive(
        _ id: ArchiveID,
        from vault: VaultReference,
        allowedUnder accessVersion: Int64,
        at now: Timestamp
    ) async throws {
        try await database.write { tx in
            let vaultKey = try requireVaultKey(of: vault, tx)
            try requireRules(ofVaultKey: vaultKey, notAfter: accessVersion, tx)
            guard let place = try livePlace(of: id, tx), place.account == vault.account.text else { return }
            guard place.vaultKey == vaultKey else {
                throw ServiceError.archiveInAnotherVault(arn: deployment.arn(of: vault))
            }
            let write = try countWrite(toVault: vaultKey, archives: -1, bytes: -place.size, at: now, tx)
            try tx.execute(
                "UPDATE archives SET deleted_at = $1, deleted_write = $2 WHERE archive_id = $3",
                [.timestamp(now), .integer(write), .text(id.text)]
            )
        }
    }

    /// When an archive of a vault was created; nil where the vault has no such archive.
    package func creationDate(of id: ArchiveID, in vault: VaultReference) async throws -> Timestamp? {
        try await database.read { tx in
            guard let vaultKey = try vaultKey(of: vault, tx) else { return nil }
            return try tx.first(
                "SELECT created_at FROM archives WHERE archive_id = $1 AND vault_key = $2 AND deleted_at IS NULL",
                [.text(id.text), .integer(vaultKey)]
            ) { row in try row.timestamp(0) }
        }
    }

    /// An archive that can be retrieved.
    ///
    /// - Throws: `ServiceError.vaultNotFound`, `ServiceError.archiveNotFound`, `ServiceError.archiveInAnotherVault`
    package func archive(_ id: ArchiveID, in vault: VaultReference) async throws -> ArchiveRecord {
        try await database.read { tx in
            let vaultKey = try requireVaultKey(of: vault, tx)
            guard let place = try livePlace(of: id, tx), place.account == vault.account.text else {
                throw ServiceError.archiveNotFound(id.text)
            }
            guard place.vaultKey == vaultKey else {
                throw ServiceError.archiveInAnotherVault(arn: deployment.arn(of: vault))
            }
            guard let record = try archiveRecord(id, tx) else { throw ServiceError.archiveNotFound(id.text) }
            return record
        }
    }

    /// The extents of an archive that hold a range of its bytes, in order: an index range scan of that length.
    ///
    /// The archive may have been deleted, as long as a job still gives it out.
    package func extents(of id: ArchiveID, overlapping range: Range<Int64>) async throws -> [Extent] {
        try await database.read { tx in
            try tx.query(
                """
                SELECT e.first_byte, e.length, e.tree_hash, e.blob_key
                FROM archives a JOIN extents e ON e.list_key = a.list_key
                WHERE a.archive_id = $1 AND e.first_byte < $3 AND e.first_byte >= (
                    SELECT coalesce(max(f.first_byte), 0) FROM extents f
                    WHERE f.list_key = a.list_key AND f.first_byte <= $2)
                ORDER BY e.first_byte
                """,
                [.text(id.text), .integer(range.lowerBound), .integer(range.upperBound)],
                extent(from:)
            )
        }
    }

    func archiveRecord(_ id: ArchiveID, _ tx: any SQLTransaction) throws -> ArchiveRecord? {
        try tx.first(
            "SELECT size, tree_hash, description, created_at FROM archives WHERE archive_id = $1",
            [.text(id.text)]
        ) { row in
            ArchiveRecord(
                id: id,
                size: try row.archiveSize(0, "archives"),
                treeHash: try row.digest(1, "archives"),
                archiveDescription: try row.parsed("archives", "description") {
                    try ArchiveDescription(try row.textOrNull(2))
                },
                creationDate: try row.timestamp(3)
            )
        }
    }

    func insert(
        _ archive: ArchiveRecord,
        vaultKey: Int64,
        listKey: Int64,
        manifest: BlobKey?,
        _ tx: any SQLTransaction
    ) throws {
        let date = archive.creationDate
        let write = try countWrite(toVault: vaultKey, archives: 1, bytes: archive.size, at: date, tx)
        try tx.execute(
            """
            INSERT INTO archives
                (archive_id, vault_key, list_key, manifest_key, size, tree_hash, description, created_at, added_write)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .text(archive.id.text), .integer(vaultKey), .integer(listKey), SQLValue(manifest?.text),
                .integer(archive.size), .digest(archive.treeHash), SQLValue(archive.archiveDescription?.text),
                .timestamp(date), .integer(write),
            ]
        )
    }

    private func livePlace(
        of id: ArchiveID,
        _ tx: any SQLTransaction
    ) throws -> (vaultKey: Int64, account: String, size: Int64)? {
        try tx.first(
            """
            SELECT a.vault_key, v.account_id, a.size
            FROM archives a JOIN vaults v ON v.vault_key = a.vault_key
            WHERE a.archive_id = $1 AND a.deleted_at IS NULL AND v.deleted_at IS NULL
            """,
            [.text(id.text)]
        ) { row in (try row.integer(0), try row.text(1), try row.archiveSize(2, "archives")) }
    }
}
