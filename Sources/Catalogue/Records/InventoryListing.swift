package import GlacierModel
import SQLDatabase
package import TreeHash

/// An archive as an inventory lists it. It is valid while it is handed over.
package struct InventoryItem {
    package let archiveID: String
    /// Empty when the archive has none.
    package let archiveDescription: String
    package let creationDate: Timestamp
    package let size: Int64
    package let treeHash: Digest
}

/// A piece of an inventory that was read.
package struct InventoryPiece<Output: Sendable>: Sendable {
    package let output: Output
    package let count: Int
    /// The last archive of the piece; nil where it is empty.
    package let last: InventoryPosition?
}

extension Catalogue {
    /// Reads archives of a claimed job's inventory, in order of creation date, then id: an index range scan.
    ///
    /// The inventory is as it was taken, however much the vault has changed: writes are numbered, and what later ones
    /// added or deleted is told by their numbers. So the pieces of one inventory need no common transaction.
    ///
    /// - Parameters:
    ///   - after: the last archive that was read; nil at the beginning.
    ///   - limit: the most archives to read.
    ///   - append: adds an archive to what is made of the piece, beginning with `initial`.
    package func inventory<Output: Sendable>(
        of claim: ClaimedJob,
        _ retrieval: InventoryRetrieval,
        after: InventoryPosition?,
        limit: Int,
        into initial: Output,
        append: @escaping @Sendable (inout Output, InventoryItem) -> Void
    ) async throws -> InventoryPiece<Output> {
        let start = beginning(of: retrieval.selection, after: after)
        let vaultKey = claim.vaultKey
        return try await database.read { tx in
            var output = initial
            var count = 0
            var last: (date: Timestamp, id: String)?
            try tx.forEach(
                """
                SELECT archive_id, description, created_at, size, tree_hash FROM archives
                WHERE vault_key = $1 AND (created_at, archive_id) > ($2, $3) AND created_at < $4
                    AND added_write <= $5 AND (deleted_write IS NULL OR deleted_write > $5)
                ORDER BY created_at, archive_id LIMIT $6
                """,
                [
                    .integer(vaultKey), .integer(start.date), .text(start.id),
                    .integer(retrieval.selection.endDate?.milliseconds ?? .max), .integer(retrieval.snapshot),
                    .integer(Int64(limit)),
                ]
            ) { row in
                let item = InventoryItem(
                    archiveID: try row.text(0),
                    archiveDescription: try row.textOrNull(1) ?? "",
                    creationDate: try row.timestamp(2),
                    size: try row.archiveSize(3, "archives"),
                    treeHash: try row.digest(4, "archives")
                )
                append(&output, item)
                count += 1
                last = (item.creationDate, item.archiveID)
            }
            return InventoryPiece(output: output, count: count, last: try last.map(position))
        }
    }

    /// The place behind which the listing begins. No id is empty, so an empty one lies before all of its date.
    private func beginning(
        of selection: InventorySelection,
        after: InventoryPosition?
    ) -> (date: Int64, id: String) {
        let start = selection.startDate?.milliseconds ?? .min
        guard let last = after ?? selection.after, last.creationDate.milliseconds >= start else { return (start, "") }
        return (last.creationDate.milliseconds, last.archiveID.text)
    }

    private func position(_ last: (date: Timestamp, id: String)) throws -> InventoryPosition {
        guard let archiveID = try? ArchiveID(last.id) else { throw CorruptRow(table: "archives", column: "archive_id") }
        return InventoryPosition(creationDate: last.date, archiveID: archiveID)
    }
}
