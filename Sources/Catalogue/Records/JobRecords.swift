package import BlobStore
package import GlacierModel
import SQLDatabase
import TreeHash

/// Where the output of a job that succeeded lies.
package enum JobSource: Sendable {
    /// In the archive's extents, also when the archive was deleted since.
    case archive(ArchiveRetrieval, ArchiveDescription?)
    /// In a blob of its own.
    case inventory(InventoryFormat, BlobKey, sizeInBytes: Int64)
}

/// Jobs. One that ended is visible until its lifetime is over, whether or not its row is still there.
extension Catalogue {
    /// - Parameter completedAfter: jobs that completed at or before this moment are over.
    /// - Throws: `ServiceError.vaultNotFound`, `ServiceError.jobNotFound`
    package func job(_ id: JobID, in vault: VaultReference, completedAfter: Timestamp) async throws -> Job {
        try await database.read { tx in try loadJob(id, in: vault, completedAfter: completedAfter, tx) }
    }

    /// A job that is to be downloaded, with what its output comes from.
    ///
    /// - Throws: `ServiceError.vaultNotFound`, `ServiceError.jobNotFound`, `ServiceError.jobOutputUnavailable`
    package func jobOutput(
        _ id: JobID,
        in vault: VaultReference,
        completedAfter: Timestamp
    ) async throws -> JobSource {
        try await database.read { tx in
            let job = try loadJob(id, in: vault, completedAfter: completedAfter, tx)
            guard case .succeeded = job.status else { throw ServiceError.jobOutputUnavailable(id.text) }
            switch job.work {
            case .archiveRetrieval(let retrieval):
                guard let archive = try archiveRecord(retrieval.archiveID, tx) else {
                    throw ServiceError.jobOutputUnavailable(id.text)
                }
                return .archive(retrieval, archive.archiveDescription)
            case .inventoryRetrieval(let retrieval):
                let blob = try tx.first("SELECT output_blob FROM jobs WHERE job_id = $1", [.text(id.text)]) { row in
                    try row.blobKey(0, "jobs")
                }
                guard let blob, let output = retrieval.output else { throw CorruptRow(table: "jobs", column: "output") }
                return .inventory(retrieval.format, blob, sizeInBytes: output.sizeInBytes)
            }
        }
    }

    /// Jobs of a vault, newest first, then by id downwards.
    ///
    /// - Parameters:
    ///   - statuses: each is an index range scan of its own.
    ///   - limit: the most jobs to return.
    /// - Throws: `ServiceError.vaultNotFound`; `ServiceError.invalidMarker` for the id of a job that the vault does
    ///   not know.
    package func jobs(
        in vault: VaultReference,
        statuses: Set<JobStatusCode>,
        completedAfter: Timestamp,
        from start: ListingStart<JobThing>?,
        limit: Int
    ) async throws -> [Job] {
        try await database.read { tx in
            let vaultKey = try requireVaultKey(of: vault, tx)
            let place = try position(of: start, inVault: vaultKey, tx)
            var found: [Job] = []
            for status in statuses {
                found += try tx.query(
                    """
                    SELECT \(jobColumns) FROM jobs
                    WHERE vault_key = $1 AND status = $2 AND (created_at, job_id) <= ($3, $4)
                        AND (completed_at IS NULL OR completed_at > $5)
                    ORDER BY created_at DESC, job_id DESC LIMIT $6
                    """,
                    [
                        .integer(vaultKey), .text(status.rawValue), .integer(place.date), .text(place.id),
                        .timestamp(completedAfter), .integer(Int64(limit)),
                    ],
                    jobValue(from:)
                )
            }
            let ordered = found.sorted { ($0.creationDate, $0.id.text) > ($1.creationDate, $1.id.text) }
            return Array(ordered.prefix(limit))
        }
    }

    private func position(
        of start: ListingStart<JobThing>?,
        inVault vaultKey: Int64,
        _ tx: any SQLTransaction
    ) throws -> (date: Int64, id: String) {
        switch start {
        case nil: return (.max, "")
        case .position(let date, let id): return (date.milliseconds, id.text)
        case .item(let id):
            let date = try tx.first(
                "SELECT created_at FROM jobs WHERE job_id = $1 AND vault_key = $2",
                [.text(id.text), .integer(vaultKey)]
            ) { row in try row.integer(0) }
            guard let date else { throw ServiceError.invalidMarker(id.text) }
            return (date, id.text)
        }
    }

    private func loadJob(
        _ id: JobID,
        in vault: VaultReference,
        completedAfter: Timestamp,
        _ tx: any SQLTransaction
    ) throws -> Job {
        let vaultKey = try requireVaultKey(of: vault, tx)
        let job = try tx.first(
            """
            SELECT \(jobColumns) FROM jobs WHERE job_id = $1 AND vault_key = $2
                AND (completed_at IS NULL OR completed_at > $3)
            """,
            [.text(id.text), .integer(vaultKey), .timestamp(completedAfter)],
            jobValue(from:)
        )
        guard let job else { throw ServiceError.jobNotFound(id.text) }
        return job
    }
}
