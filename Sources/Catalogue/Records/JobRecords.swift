package import GlacierModel
import SQLDatabase
import TreeHash

/// Jobs. One that ended is visible until its lifetime is over, whether or not its row is still there.
extension Catalogue {
    /// Starts a job on an archive as it is now.
    ///
    /// - Parameter due: when the job is to end; a job that is due already is given as ended.
    /// - Throws: `ServiceError.vaultNotFound`; `ServiceError.archiveNotFound` when it was deleted meanwhile.
    package func createJob(_ job: Job, due: Timestamp, in vault: VaultReference) async throws {
        try await database.write { tx in
            let vaultKey = try requireVaultKey(of: vault, tx)
            let archiveID = job.retrieval.archiveID.text
            let alive = try tx.first(
                "SELECT 1 FROM archives WHERE archive_id = $1 AND deleted_at IS NULL",
                [.text(archiveID)]
            ) { row in try row.integer(0) }
            guard alive != nil else { throw ServiceError.archiveNotFound(archiveID) }
            try tx.execute(
                """
                INSERT INTO jobs (\(jobColumns), vault_key, due_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
                """,
                values(of: job) + [.integer(vaultKey), .timestamp(due)]
            )
        }
    }

    /// - Parameter completedAfter: jobs that completed at or before this moment are over.
    /// - Throws: `ServiceError.vaultNotFound`, `ServiceError.jobNotFound`
    package func job(_ id: JobID, in vault: VaultReference, completedAfter: Timestamp) async throws -> Job {
        try await database.read { tx in try loadJob(id, in: vault, completedAfter: completedAfter, tx) }
    }

    /// A job that is to be downloaded, with its archive's description.
    ///
    /// - Throws: `ServiceError.vaultNotFound`, `ServiceError.jobNotFound`, `ServiceError.jobOutputUnavailable`
    package func jobOutput(
        _ id: JobID,
        in vault: VaultReference,
        completedAfter: Timestamp
    ) async throws -> (Job, ArchiveDescription?) {
        try await database.read { tx in
            let job = try loadJob(id, in: vault, completedAfter: completedAfter, tx)
            guard case .succeeded = job.status, let archive = try archiveRecord(job.retrieval.archiveID, tx) else {
                throw ServiceError.jobOutputUnavailable(id.text)
            }
            return (job, archive.archiveDescription)
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

private let jobColumns = """
    job_id, archive_id, archive_size, archive_tree_hash, first_byte, length, tree_hash, tier, description, sns_topic, \
    created_at, status, status_message, completed_at
    """

private func values(of job: Job) -> [SQLValue] {
    let retrieval = job.retrieval
    return [
        .text(job.id.text), .text(retrieval.archiveID.text), .integer(retrieval.archiveSize),
        .digest(retrieval.archiveTreeHash), .integer(retrieval.range.lowerBound),
        .integer(Int64(retrieval.range.count)), SQLValue(retrieval.rangeTreeHash?.bytes),
        .text(retrieval.tier.rawValue), SQLValue(job.jobDescription?.text), SQLValue(job.snsTopic),
        .timestamp(job.creationDate), .text(job.status.code.rawValue), SQLValue(job.status.message),
        SQLValue(job.status.completionDate?.milliseconds),
    ]
}

private func jobValue(from row: SQLRow) throws -> Job {
    guard let tier = Tier(rawValue: try row.text(7)) else { throw CorruptRow(table: "jobs", column: "tier") }
    let first = try row.integer(4)
    let (end, overflow) = first.addingReportingOverflow(try row.integer(5))
    let size = try row.archiveSize(2, "jobs")
    guard !overflow, 0 <= first, first < end, end <= size else { throw CorruptRow(table: "jobs", column: "length") }
    return Job(
        id: try row.parsed("jobs", "job_id") { try JobID(try row.text(0)) },
        retrieval: ArchiveRetrieval(
            archiveID: try row.parsed("jobs", "archive_id") { try ArchiveID(try row.text(1)) },
            archiveSize: size,
            archiveTreeHash: try row.digest(3, "jobs"),
            range: first..<end,
            rangeTreeHash: try row.digestOrNull(6, "jobs"),
            tier: tier
        ),
        jobDescription: try row.parsed("jobs", "description") { try JobDescription(try row.textOrNull(8)) },
        snsTopic: try row.textOrNull(9),
        creationDate: try row.timestamp(10),
        status: try jobStatus(from: row)
    )
}

private func jobStatus(from row: SQLRow) throws -> JobStatus {
    switch (JobStatusCode(rawValue: try row.text(11)), try row.timestampOrNull(13)) {
    case (.inProgress, nil): return .inProgress
    case (.succeeded, let completed?): return .succeeded(at: completed)
    case (.failed, let completed?):
        return .failed(at: completed, message: try row.textOrNull(12) ?? JobStatusCode.failed.rawValue)
    default: throw CorruptRow(table: "jobs", column: "status")
    }
}
