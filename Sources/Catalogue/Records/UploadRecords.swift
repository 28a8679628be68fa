package import GlacierModel
import SQLDatabase
import TreeHash

/// Multipart uploads. An upload that ended keeps its row while it is remembered, so that late callers are answered.
extension Catalogue {
    enum UploadState: Int64 {
        case inProgress = 0
        case completed = 1
        case aborted = 2
    }

    /// An upload's row.
    struct UploadRow {
        let upload: MultipartUpload
        let vaultKey: Int64
        let listKey: Int64
        let revision: Int64
        let state: UploadState
        let completed: CompletedUpload?
    }

    /// - Throws: `ServiceError.vaultNotFound`
    package func createUpload(_ upload: MultipartUpload, in vault: VaultReference) async throws {
        try await database.write { tx in
            let vaultKey = try requireVaultKey(of: vault, tx)
            try tx.execute(
                """
                INSERT INTO uploads (upload_id, vault_key, list_key, description, part_size, created_at, active_at)
                VALUES ($1, $2, $3, $4, $5, $6, $6)
                """,
                [
                    .text(upload.id.text), .integer(vaultKey), .integer(try makeExtentList(tx)),
                    SQLValue(upload.archiveDescription?.text), .integer(upload.partSize.bytes),
                    .timestamp(upload.creationDate),
                ]
            )
        }
    }

    /// An upload in progress.
    ///
    /// - Throws: `ServiceError.vaultNotFound`, `ServiceError.uploadNotFound`
    package func upload(_ id: UploadID, in vault: VaultReference) async throws -> MultipartUpload {
        try await database.read { tx in try openUpload(id, in: vault, tx).upload }
    }

    /// Records a part whose bytes are durable. One with the same first byte is replaced.
    ///
    /// - Throws: `ServiceError.vaultNotFound`, `ServiceError.uploadNotFound` when the upload ended meanwhile.
    package func putPart(_ part: Extent, of id: UploadID, in vault: VaultReference, at now: Timestamp) async throws {
        try await database.write { tx in
            let row = try openUpload(id, in: vault, tx)
            try putExtent(part, inList: row.listKey, at: now, tx)
            try tx.execute(
                "UPDATE uploads SET revision = revision + 1, active_at = $1 WHERE upload_id = $2",
                [.timestamp(now), .text(id.text)]
            )
        }
    }

    /// An upload in progress with parts in order of their first byte, beginning at a byte.
    ///
    /// - Parameter limit: the most parts to read: an index range scan of that length.
    /// - Throws: `ServiceError.vaultNotFound`, `ServiceError.uploadNotFound`
    package func parts(
        of id: UploadID,
        in vault: VaultReference,
        from firstByte: Int64,
        limit: Int
    ) async throws -> (MultipartUpload, [Part]) {
        try await database.read { tx in
            let row = try openUpload(id, in: vault, tx)
            let extents = try tx.query(
                """
                SELECT first_byte, length, tree_hash, blob_key FROM extents
                WHERE list_key = $1 AND first_byte >= $2 ORDER BY first_byte LIMIT $3
                """,
                [.integer(row.listKey), .integer(firstByte), .integer(Int64(limit))],
                extent(from:)
            )
            return (row.upload, extents.map { Part(range: $0.range, treeHash: $0.treeHash) })
        }
    }

    /// Aborts an upload in progress; repeated while it is remembered, it succeeds again.
    ///
    /// - Throws: `ServiceError.vaultNotFound`, `ServiceError.uploadNotFound`
    package func abortUpload(_ id: UploadID, in vault: VaultReference, at now: Timestamp) async throws {
        try await database.write { tx in
            let row = try uploadRow(id, in: vault, tx)
            switch row.state {
            case .aborted: return
            case .completed: throw ServiceError.uploadNotFound(id.text)
            case .inProgress:
                try tx.execute(
                    "UPDATE uploads SET state = $1, ended_at = $2 WHERE upload_id = $3",
                    [.integer(UploadState.aborted.rawValue), .timestamp(now), .text(id.text)]
                )
                try releaseExtentList(row.listKey, at: now, tx)
            }
        }
    }

    /// Counts something done to an upload in progress that stored nothing, such as a completion that failed a check.
    package func touchUpload(_ id: UploadID, at now: Timestamp) async throws {
        try await database.write { tx in
            try tx.execute(
                "UPDATE uploads SET active_at = $1 WHERE upload_id = $2 AND state = 0",
                [.timestamp(now), .text(id.text)]
            )
        }
    }

    func openUpload(
        _ id: UploadID,
        in vault: VaultReference,
        _ tx: any SQLTransaction
    ) throws -> UploadRow {
        let row = try uploadRow(id, in: vault, tx)
        guard row.state == .inProgress else { throw ServiceError.uploadNotFound(id.text) }
        return row
    }

    func uploadRow(_ id: UploadID, in vault: VaultReference, _ tx: any SQLTransaction) throws -> UploadRow {
        let vaultKey = try requireVaultKey(of: vault, tx)
        let row = try tx.first(
            """
            SELECT upload_id, description, part_size, created_at, vault_key, list_key, revision, state,
                archive_id, archive_size, archive_tree_hash
            FROM uploads WHERE upload_id = $1 AND vault_key = $2
            """,
            [.text(id.text), .integer(vaultKey)],
            uploadRow(from:)
        )
        guard let row else { throw ServiceError.uploadNotFound(id.text) }
        return row
    }

    private func uploadRow(from row: SQLRow) throws -> UploadRow {
        guard let state = UploadState(rawValue: try row.integer(7)) else {
            throw CorruptRow(table: "uploads", column: "state")
        }
        let completed = try row.textOrNull(8).map { archiveID in
            CompletedUpload(
                archiveID: try row.parsed("uploads", "archive_id") { try ArchiveID(archiveID) },
                size: try row.integer(9),
                treeHash: try row.digest(10, "uploads")
            )
        }
        return UploadRow(
            upload: try multipartUpload(from: row),
            vaultKey: try row.integer(4),
            listKey: try row.integer(5),
            revision: try row.integer(6),
            state: state,
            completed: completed
        )
    }

    /// - Parameter row: beginning with the columns upload_id, description, part_size, created_at.
    func multipartUpload(from row: SQLRow) throws -> MultipartUpload {
        MultipartUpload(
            id: try row.parsed("uploads", "upload_id") { try UploadID(try row.text(0)) },
            archiveDescription: try row.parsed("uploads", "description") {
                try ArchiveDescription(try row.textOrNull(1))
            },
            partSize: try row.parsed("uploads", "part_size") { try PartSize(bytes: try row.integer(2)) },
            creationDate: try row.timestamp(3)
        )
    }
}
