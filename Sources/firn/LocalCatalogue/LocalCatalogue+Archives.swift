import Glacier
import SQLDatabase

/// In which order archives are listed.
enum ArchiveOrder: String, CaseIterable, Sendable {
    case path
    /// The largest first.
    case size
    /// The newest first.
    case date
    case id

    fileprivate var sql: String {
        switch self {
        case .path: "path, created_at DESC, archive_id"
        case .size: "size DESC, path, archive_id"
        case .date: "created_at DESC, archive_id"
        case .id: "archive_id"
        }
    }
}

extension LocalCatalogue {
    /// Notes an archive that was uploaded from here.
    func record(_ archive: KnownArchive, in vault: LocalVault) async throws {
        try await write { tx in try Self.record(archive, try vault.makeKey(in: tx), tx) }
    }

    /// Notes that an archive was deleted, so that an inventory made before does not bring it back.
    func forget(_ archiveID: String, in vault: LocalVault) async throws {
        try await forget([archiveID], in: vault)
    }

    /// Notes in one transaction that archives were deleted.
    func forget(_ archiveIDs: [String], in vault: LocalVault) async throws {
        let now = moment.milliseconds
        try await write { tx in
            let key = try vault.makeKey(in: tx)
            for id in archiveIDs {
                try tx.execute("DELETE FROM archives WHERE vault_key = $1 AND archive_id = $2", [key, .text(id)])
                try tx.execute(
                    """
                    INSERT INTO deleted_archives (vault_key, archive_id, deleted_at) VALUES ($1, $2, $3)
                    ON CONFLICT (vault_key, archive_id) DO NOTHING
                    """,
                    [key, .text(id), .integer(now)]
                )
            }
        }
    }

    /// Forgets a vault that was deleted, with everything in it.
    func forgetVault(_ vault: LocalVault) async throws {
        try await write { tx in
            guard let key = try vault.key(in: tx) else { return }
            for table in ["archives", "deleted_archives", "open_uploads", "inventory_jobs", "vaults"] {
                try tx.execute("DELETE FROM \(table) WHERE vault_key = $1", [key])
            }
        }
    }

    /// Hands over every archive known of a vault, one by one, on one snapshot and in memory independent of their
    /// number.
    ///
    /// - Throws: `LocalCatalogueError`, what `body` throws
    func forEachArchive(
        of vault: LocalVault,
        by order: ArchiveOrder = .path,
        _ body: @escaping @Sendable (KnownArchive) throws -> Void
    ) async throws {
        try await read { tx in
            guard let key = try vault.key(in: tx) else { return }
            try tx.forEach(
                "SELECT \(KnownArchive.columns) FROM archives WHERE vault_key = $1 ORDER BY \(order.sql)",
                [key]
            ) { try body(KnownArchive($0)) }
        }
    }

    /// A page of a vault's archives in the order of their ids.
    ///
    /// - Parameter after: the last id of the page before; empty for the first page.
    func archives(of vault: LocalVault, after: String, limit: Int) async throws -> [KnownArchive] {
        try await read { tx in
            guard let key = try vault.key(in: tx) else { return [] }
            return try tx.query(
                """
                SELECT \(KnownArchive.columns) FROM archives
                WHERE vault_key = $1 AND archive_id > $2 ORDER BY archive_id LIMIT $3
                """,
                [key, .text(after), SQLValue(limit)]
            ) { try KnownArchive($0) }
        }
    }

    /// The archive of an id; nil where it is not known.
    func archive(_ archiveID: String, in vault: LocalVault) async throws -> KnownArchive? {
        try await read { tx in
            guard let key = try vault.key(in: tx) else { return nil }
            return try tx.first(
                "SELECT \(KnownArchive.columns) FROM archives WHERE vault_key = $1 AND archive_id = $2",
                [key, .text(archiveID)]
            ) { try KnownArchive($0) }
        }
    }

    /// The newest archive that was made of a file on this machine.
    ///
    /// - Parameter localPath: absolute.
    func archive(ofFile localPath: [UInt8], in vault: LocalVault) async throws -> KnownArchive? {
        try await read { tx in
            guard let key = try vault.key(in: tx) else { return nil }
            return try tx.first(
                """
                SELECT \(KnownArchive.columns) FROM archives
                WHERE vault_key = $1 AND local_path = $2 ORDER BY created_at DESC, archive_id
                """,
                [key, .bytes(localPath)]
            ) { try KnownArchive($0) }
        }
    }

    /// The archives of exactly this path, the newest first; at most `limit`.
    func archives(at path: [UInt8], in vault: LocalVault, limit: Int = 1000) async throws -> [KnownArchive] {
        try await read { tx in
            guard let key = try vault.key(in: tx) else { return [] }
            return try tx.query(
                """
                SELECT \(KnownArchive.columns) FROM archives
                WHERE vault_key = $1 AND path = $2 ORDER BY created_at DESC, archive_id LIMIT $3
                """,
                [key, .bytes(path), SQLValue(limit)]
            ) { try KnownArchive($0) }
        }
    }

    static func record(_ archive: KnownArchive, _ key: SQLValue, _ tx: any SQLTransaction) throws {
        try tx.execute(
            """
            INSERT INTO archives (vault_key, \(KnownArchive.columns))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, 0)
            ON CONFLICT (vault_key, archive_id) DO UPDATE SET
                path = excluded.path, local_path = excluded.local_path, modified = excluded.modified, is_own = 1
            """,
            [key] + archive.values
        )
    }
}
