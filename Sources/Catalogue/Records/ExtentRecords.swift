import BlobStore
import GlacierModel
import SQLDatabase

/// Extent lists: the parts of an upload, and the extents of the archive that comes of it.
extension Catalogue {
    func makeExtentList(_ tx: any SQLTransaction) throws -> Int64 {
        let key = try tx.first("INSERT INTO extent_lists (released_at) VALUES (NULL) RETURNING list_key", []) { row in
            try row.integer(0)
        }
        guard let key else { throw CorruptRow(table: "extent_lists", column: "list_key") }
        return key
    }

    /// Gives a list up: its blobs are queued for the sweep piece by piece.
    func releaseExtentList(_ key: Int64, at now: Timestamp, _ tx: any SQLTransaction) throws {
        try tx.execute(
            "UPDATE extent_lists SET released_at = $1 WHERE list_key = $2",
            [.timestamp(now), .integer(key)]
        )
    }

    func extents(ofList key: Int64, _ tx: any SQLTransaction) throws -> [Extent] {
        try tx.query(
            "SELECT first_byte, length, tree_hash, blob_key FROM extents WHERE list_key = $1 ORDER BY first_byte",
            [.integer(key)],
            extent(from:)
        )
    }

    /// Puts an extent in its place; the blob of one that was there before is queued for the sweep.
    func putExtent(_ extent: Extent, inList key: Int64, at now: Timestamp, _ tx: any SQLTransaction) throws {
        try requireNotCondemned(extent.blob, tx)
        let place: [SQLValue] = [.integer(key), .integer(extent.range.lowerBound)]
        let replaced = try tx.first(
            "SELECT blob_key FROM extents WHERE list_key = $1 AND first_byte = $2",
            place
        ) { row in try row.blobKey(0, "extents") }
        if let replaced { try queueForReclaim(replaced, at: now, tx) }
        try tx.execute(
            """
            INSERT INTO extents (list_key, first_byte, length, tree_hash, blob_key) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (list_key, first_byte) DO UPDATE
            SET length = excluded.length, tree_hash = excluded.tree_hash, blob_key = excluded.blob_key
            """,
            place + [.integer(Int64(extent.range.count)), .digest(extent.treeHash), .blob(extent.blob)]
        )
    }

    /// Refuses a blob that the sweep has already taken for garbage: its body took longer than any request may.
    ///
    /// - Throws: `ServiceError.requestTimeout`
    func requireNotCondemned(_ blob: BlobKey, _ tx: any SQLTransaction) throws {
        let condemned = try tx.first(
            "SELECT 1 FROM reclaimable_blobs WHERE blob_key = $1",
            [.blob(blob)]
        ) { row in try row.integer(0) }
        if condemned != nil { throw ServiceError.requestTimeout }
    }

    func queueForReclaim(_ blob: BlobKey, at now: Timestamp, _ tx: any SQLTransaction) throws {
        try tx.execute(
            "INSERT INTO reclaimable_blobs (blob_key, queued_at) VALUES ($1, $2) ON CONFLICT (blob_key) DO NOTHING",
            [.blob(blob), .timestamp(now)]
        )
    }

    func extent(from row: SQLRow) throws -> Extent {
        let first = try row.integer(0)
        let length = try row.integer(1)
        guard first >= 0, length > 0, length <= Limits.partSize.upperBound, first <= Limits.archiveBytes else {
            throw CorruptRow(table: "extents", column: "length")
        }
        return Extent(
            range: first..<(first + length),
            treeHash: try row.digest(2, "extents"),
            blob: try row.blobKey(3, "extents")
        )
    }
}
