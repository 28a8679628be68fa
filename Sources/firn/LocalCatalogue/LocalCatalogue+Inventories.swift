import Glacier
import GlacierModel
import SQLDatabase

/// An inventory on its way into the local catalogue.
struct InventoryMerge: Hashable, Sendable {
    let vault: LocalVault
    /// Counts the merges of a vault.
    let number: Int64
}

/// How an inventory changed what is known.
struct MergeSummary: Hashable, Sendable {
    /// Archives that the newer inventory does not have any more.
    var removed = 0
    /// Whether a newer inventory was merged before, so that this one removed nothing.
    var isOutdated = false
}

extension LocalCatalogue {
    /// How long an archive may be missing in inventories after its upload before it counts as deleted by others, and
    /// how long inventories may go on to list one after its deletion: they are made about once a day.
    private static let inventoryLag = Span.hours(48)

    /// Begins to merge an inventory. A merge that never ends leaves archives that were added, and removes none.
    func beginMerge(into vault: LocalVault) async throws -> InventoryMerge {
        try await write { tx in
            let key = try vault.makeKey(in: tx)
            try tx.execute("UPDATE vaults SET last_merge = last_merge + 1 WHERE vault_key = $1", [key])
            let number = try tx.first("SELECT last_merge FROM vaults WHERE vault_key = $1", [key]) { try $0.integer(0) }
            return InventoryMerge(vault: vault, number: number ?? 0)
        }
    }

    /// Adds archives of the inventory, but for those that were deleted from here. Where an archive was uploaded from
    /// here, what only this machine knows of it stays.
    func add(_ archives: [KnownArchive], to merge: InventoryMerge) async throws {
        try await write { tx in
            let key = try merge.vault.makeKey(in: tx)
            for archive in archives {
                try tx.execute(
                    """
                    INSERT INTO archives (vault_key, \(KnownArchive.columns))
                    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10 WHERE NOT EXISTS (
                        SELECT 1 FROM deleted_archives WHERE vault_key = $1 AND archive_id = $2
                    )
                    ON CONFLICT (vault_key, archive_id) DO UPDATE SET
                        path = CASE is_own WHEN 1 THEN path ELSE excluded.path END,
                        modified = coalesce(modified, excluded.modified),
                        size = excluded.size, tree_hash = excluded.tree_hash, description = excluded.description,
                        created_at = excluded.created_at, seen_in_merge = max(seen_in_merge, excluded.seen_in_merge)
                    """,
                    [key] + archive.values + [.integer(merge.number)]
                )
            }
        }
    }

    /// Ends the merge of a whole inventory: what earlier inventories had and this one has not is removed, and so is
    /// what was uploaded from here two days before the inventory and is not in it.
    ///
    /// - Parameter inventoryDate: when the service made it; nil where that is not known or the inventory is a part of
    ///   the whole, so that nothing is removed.
    func finish(_ merge: InventoryMerge, inventoryDate: Timestamp?) async throws -> MergeSummary {
        guard let inventoryDate else { return MergeSummary() }
        let now = moment
        return try await write { tx in
            let key = try merge.vault.makeKey(in: tx)
            let known = try tx.first("SELECT inventory_date FROM vaults WHERE vault_key = $1", [key]) {
                try $0.integerOrNull(0)
            }
            if let known = known ?? nil, known > inventoryDate.milliseconds { return MergeSummary(isOutdated: true) }
            let removed = try tx.execute(
                """
                DELETE FROM archives WHERE vault_key = $1 AND seen_in_merge < $2
                    AND (seen_in_merge > 0 OR created_at < $3)
                """,
                [key, .integer(merge.number), .integer((inventoryDate - Self.inventoryLag).milliseconds)]
            )
            try tx.execute(
                "DELETE FROM deleted_archives WHERE vault_key = $1 AND deleted_at < $2",
                [key, .integer((inventoryDate - Self.inventoryLag).milliseconds)]
            )
            try tx.execute(
                "UPDATE vaults SET inventory_date = $2, fetched_at = $3 WHERE vault_key = $1",
                [key, .integer(inventoryDate.milliseconds), .integer(now.milliseconds)]
            )
            return MergeSummary(removed: removed)
        }
    }
}

/// Inventory jobs that were started here and whose output was not read yet, so that an interrupted wait goes on.
extension LocalCatalogue {
    /// Notes the job of a vault that is waited for; it replaces the one before.
    func record(inventoryJob jobID: String, of vault: LocalVault) async throws {
        let now = moment.milliseconds
        try await write { tx in
            try tx.execute(
                """
                INSERT INTO inventory_jobs (vault_key, job_id, started_at) VALUES ($1, $2, $3)
                ON CONFLICT (vault_key) DO UPDATE SET job_id = excluded.job_id, started_at = excluded.started_at
                """,
                [try vault.makeKey(in: tx), .text(jobID), .integer(now)]
            )
        }
    }

    /// The job of a vault that is waited for; nil where there is none.
    func inventoryJob(of vault: LocalVault) async throws -> String? {
        try await read { tx in
            guard let key = try vault.key(in: tx) else { return nil }
            return try tx.first("SELECT job_id FROM inventory_jobs WHERE vault_key = $1", [key]) { try $0.text(0) }
        }
    }

    /// Forgets a job whose output was read, or that the service does not know any more.
    func forget(inventoryJob jobID: String, of vault: LocalVault) async throws {
        try await write { tx in
            guard let key = try vault.key(in: tx) else { return }
            try tx.execute("DELETE FROM inventory_jobs WHERE vault_key = $1 AND job_id = $2", [key, .text(jobID)])
        }
    }
}
