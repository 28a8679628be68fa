package import BlobStore
package import GlacierModel
import SQLDatabase

/// What upkeep asks of the catalogue. Every verb does a bounded piece of work and says how much it did.
extension Catalogue {
    /// Removes uploads in progress to which nothing was done since a moment, with their parts.
    package func expireIdleUploads(idleSince cutoff: Timestamp, at now: Timestamp, limit: Int) async throws -> Int {
        try await removeUploads("state = 0 AND active_at <= $1", .timestamp(cutoff), limit: limit, at: now)
    }

    /// Forgets completed and aborted uploads that ended long enough ago.
    package func forgetEndedUploads(
        completedBefore: Timestamp,
        abortedBefore: Timestamp,
        at now: Timestamp,
        limit: Int
    ) async throws -> Int {
        // SQLite takes a partial index only where the statement repeats the index's own condition.
        let ended = "state <> 0 AND ended_at <= $1 AND state = "
        return try await removeUploads("\(ended)1", .timestamp(completedBefore), limit: limit, at: now)
            + removeUploads("\(ended)2", .timestamp(abortedBefore), limit: limit, at: now)
    }

    /// Removes jobs that completed long enough ago; their outputs are queued for the sweep.
    package func expireJobs(completedBefore cutoff: Timestamp, at now: Timestamp, limit: Int) async throws -> Int {
        try await database.write { tx in
            try removeJobs(
                "completed_at <= $1 ORDER BY completed_at LIMIT $2",
                [.timestamp(cutoff), .integer(Int64(limit))],
                at: now,
                tx
            )
        }
    }

    /// Gives the bytes of deleted archives up that no completed job gives out any more. Their rows stay: inventories
    /// may still list them.
    package func releaseDeletedArchives(at now: Timestamp, limit: Int) async throws -> Int {
        try await database.write { tx in
            let archives = try tx.query(
                """
                SELECT archive_id, list_key, manifest_key FROM archives a
                WHERE deleted_at IS NOT NULL AND released_at IS NULL AND NOT EXISTS
                    (SELECT 1 FROM jobs j WHERE j.archive_id = a.archive_id AND j.status = $1)
                ORDER BY deleted_at LIMIT $2
                """,
                [.text(JobStatusCode.succeeded.rawValue), .integer(Int64(limit))],
                deletedArchive(from:)
            )
            for archive in archives {
                try release(archive, at: now, tx)
                try tx.execute(
                    "UPDATE archives SET released_at = $1, manifest_key = NULL WHERE archive_id = $2",
                    [.timestamp(now), .text(archive.id)]
                )
            }
            return archives.count
        }
    }

    /// Forgets deleted archives whose bytes were given up and that no inventory lists any more: neither the one that
    /// callers see, nor one that a job in progress is to give out.
    ///
    /// - Parameter inventoriesAreCurrent: whether callers see what is there now rather than the last inventory taken.
    package func forgetReleasedArchives(inventoriesAreCurrent: Bool, limit: Int) async throws -> Int {
        // Found without the writer: all but the few that are forgotten may have to be looked at.
        let candidates = try await database.read { tx in
            try tx.query(
                """
                SELECT a.archive_id FROM vaults v JOIN archives a ON a.vault_key = v.vault_key
                WHERE a.released_at IS NOT NULL AND a.deleted_write <= (
                    SELECT coalesce(min(j.inventory_writes), \(Int64.max)) FROM jobs j
                    WHERE j.vault_key = v.vault_key AND j.inventory_writes IS NOT NULL AND j.status = $1)
                AND (v.inventory_at IS NULL OR $2 = 1 OR a.deleted_write <= v.inventory_writes)
                LIMIT $3
                """,
                [
                    .text(JobStatusCode.inProgress.rawValue), SQLValue(inventoriesAreCurrent),
                    .integer(Int64(limit)),
                ]
            ) { row in try row.text(0) }
        }
        if candidates.isEmpty { return 0 }
        return try await database.write { tx in
            for id in candidates {
                try tx.execute("DELETE FROM archives WHERE archive_id = $1 AND released_at IS NOT NULL", [.text(id)])
            }
            return candidates.count
        }
    }

    /// Removes what hung on deleted vaults, and in the end the vaults.
    package func purgeDeletedVaults(at now: Timestamp, limit: Int) async throws -> Int {
        let vault = try await database.read { tx in
            try tx.first("SELECT vault_key FROM vaults WHERE deleted_at IS NOT NULL ORDER BY deleted_at LIMIT 1", []) {
                row in try row.integer(0)
            }
        }
        guard let vault else { return 0 }
        let uploads = try await removeUploads("vault_key = $1", .integer(vault), limit: limit, at: now)
        if uploads > 0 { return uploads }
        return try await database.write { tx in
            let key = SQLValue.integer(vault), count = SQLValue.integer(Int64(limit))
            let jobs = try removeJobs("vault_key = $1 LIMIT $2", [key, count], at: now, tx)
            if jobs > 0 { return jobs }
            let archives = try removeDeletedArchives(ofVault: vault, at: now, limit: limit, tx)
            if archives > 0 { return archives }
            // All but the last have at most one row of a vault, and of tags a vault has few.
            let tables = ["vault_tags", "vault_notifications", "vault_access_policies", "vault_locks", "vaults"]
            for table in tables { try tx.execute("DELETE FROM \(table) WHERE vault_key = $1", [key]) }
            return 1
        }
    }

    /// Queues the blobs of extent lists that were given up.
    package func reclaimReleasedExtents(at now: Timestamp, limit: Int) async throws -> Int {
        try await database.write { tx in
            let list = try tx.first(
                "SELECT list_key FROM extent_lists WHERE released_at IS NOT NULL ORDER BY released_at LIMIT 1",
                []
            ) { row in try row.integer(0) }
            guard let list else { return 0 }
            let extents = try tx.query(
                "SELECT first_byte, blob_key FROM extents WHERE list_key = $1 ORDER BY first_byte LIMIT $2",
                [.integer(list), .integer(Int64(limit))]
            ) { row in (first: try row.integer(0), blob: try row.blobKey(1, "extents")) }
            for extent in extents {
                try queueForReclaim(extent.blob, at: now, tx)
                try tx.execute(
                    "DELETE FROM extents WHERE list_key = $1 AND first_byte = $2",
                    [.integer(list), .integer(extent.first)]
                )
            }
            if extents.count < limit {
                try tx.execute("DELETE FROM extent_lists WHERE list_key = $1", [.integer(list)])
            }
            return max(1, extents.count)
        }
    }

    /// Blobs that were queued at or before a moment.
    package func reclaimableBlobs(queuedBefore cutoff: Timestamp, limit: Int) async throws -> [BlobKey] {
        try await database.read { tx in
            try tx.query(
                "SELECT blob_key FROM reclaimable_blobs WHERE queued_at <= $1 ORDER BY queued_at LIMIT $2",
                [.timestamp(cutoff), .integer(Int64(limit))]
            ) { row in try row.blobKey(0, "reclaimable_blobs") }
        }
    }

    /// Takes blobs off the queue once their bytes are gone.
    package func forgetReclaimed(_ blobs: [BlobKey]) async throws {
        try await database.write { tx in
            for blob in blobs {
                try tx.execute("DELETE FROM reclaimable_blobs WHERE blob_key = $1", [.blob(blob)])
            }
        }
    }

    /// Of some blobs, those that no row knows: neither as bytes, nor as a manifest, a job's output or as queued.
    package func unreferenced(_ blobs: [BlobKey]) async throws -> [BlobKey] {
        try await database.read { tx in try blobs.filter { try !isKnown($0, tx) } }
    }

    /// Queues those of some blobs that no row knows.
    ///
    /// A blob that is queued can no longer be committed: until its bytes are removed and it is taken off the queue, a
    /// writer that comes late is refused. The age check before a commit covers the time after that.
    /// - Returns: how many were queued.
    package func condemnUnreferenced(_ blobs: [BlobKey], at now: Timestamp) async throws -> Int {
        try await database.write { tx in
            let condemned = try blobs.filter { try !isKnown($0, tx) }
            for blob in condemned { try queueForReclaim(blob, at: now, tx) }
            return condemned.count
        }
    }

    private func isKnown(_ blob: BlobKey, _ tx: any SQLTransaction) throws -> Bool {
        let known = try tx.first(
            """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM extents WHERE blob_key = $1)
                OR EXISTS (SELECT 1 FROM archives WHERE manifest_key = $1)
                OR EXISTS (SELECT 1 FROM jobs WHERE output_blob = $1)
                OR EXISTS (SELECT 1 FROM reclaimable_blobs WHERE blob_key = $1)
            """,
            [.blob(blob)]
        ) { row in try row.integer(0) }
        return known != nil
    }

    /// Takes the inventories that are due: a vault's numbers become those that its callers see.
    ///
    /// - Parameters:
    ///   - firstBefore: vaults without inventory whose first write was at or before this moment.
    ///   - lastBefore: vaults that were written to since an inventory of at or before this moment.
    package func takeInventories(
        firstBefore: Timestamp,
        lastBefore: Timestamp,
        at now: Timestamp,
        limit: Int
    ) async throws -> Int {
        try await database.write { tx in
            let due = try tx.query(
                """
                SELECT vault_key FROM vaults WHERE writes > inventory_writes AND deleted_at IS NULL
                    AND ((inventory_at IS NULL AND first_write_at <= $1) OR inventory_at <= $2)
                LIMIT $3
                """,
                [.timestamp(firstBefore), .timestamp(lastBefore), .integer(Int64(limit))]
            ) { row in try row.integer(0) }
            for vault in due {
                try tx.execute(
                    """
                    UPDATE vaults SET inventory_at = $1, inventory_archives = archives,
                        inventory_archive_bytes = archive_bytes, inventory_writes = writes
                    WHERE vault_key = $2
                    """,
                    [.timestamp(now), .integer(vault)]
                )
            }
            return due.count
        }
    }

    /// - Parameter condition: which jobs, and how many at most.
    private func removeJobs(
        _ condition: String,
        _ parameters: [SQLValue],
        at now: Timestamp,
        _ tx: any SQLTransaction
    ) throws -> Int {
        let jobs = try tx.query("SELECT job_id, output_blob FROM jobs WHERE \(condition)", parameters) { row in
            (id: try row.text(0), output: try row.textOrNull(1))
        }
        for job in jobs {
            if let output = job.output.flatMap({ BlobKey($0) }) { try queueForReclaim(output, at: now, tx) }
            try tx.execute("DELETE FROM jobs WHERE job_id = $1", [.text(job.id)])
        }
        return jobs.count
    }

    private func removeDeletedArchives(
        ofVault vault: Int64,
        at now: Timestamp,
        limit: Int,
        _ tx: any SQLTransaction
    ) throws -> Int {
        let archives = try tx.query(
            """
            SELECT archive_id, list_key, manifest_key, released_at FROM archives
            WHERE vault_key = $1 AND deleted_at IS NOT NULL LIMIT $2
            """,
            [.integer(vault), .integer(Int64(limit))]
        ) { row in (archive: try deletedArchive(from: row), isReleased: try row.timestampOrNull(3) != nil) }
        for (archive, isReleased) in archives {
            if !isReleased { try release(archive, at: now, tx) }
            try tx.execute("DELETE FROM archives WHERE archive_id = $1", [.text(archive.id)])
        }
        return archives.count
    }

    private typealias DeletedArchive = (id: String, list: Int64, manifest: String?)

    private func deletedArchive(from row: SQLRow) throws -> DeletedArchive {
        (try row.text(0), try row.integer(1), try row.textOrNull(2))
    }

    private func release(_ archive: DeletedArchive, at now: Timestamp, _ tx: any SQLTransaction) throws {
        try releaseExtentList(archive.list, at: now, tx)
        if let manifest = archive.manifest.flatMap({ BlobKey($0) }) { try queueForReclaim(manifest, at: now, tx) }
    }

    /// - Parameter condition: on one parameter, `$1`.
    private func removeUploads(
        _ condition: String,
        _ parameter: SQLValue,
        limit: Int,
        at now: Timestamp
    ) async throws -> Int {
        try await database.write { tx in
            let uploads = try tx.query(
                "SELECT upload_id, list_key, state FROM uploads WHERE \(condition) LIMIT $2",
                [parameter, .integer(Int64(limit))]
            ) { row in (id: try row.text(0), list: try row.integer(1), state: try row.integer(2)) }
            for upload in uploads {
                try tx.execute("DELETE FROM uploads WHERE upload_id = $1", [.text(upload.id)])
                if upload.state == UploadState.inProgress.rawValue {
                    try releaseExtentList(upload.list, at: now, tx)
                }
            }
            return uploads.count
        }
    }
}
