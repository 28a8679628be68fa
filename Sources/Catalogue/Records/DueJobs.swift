package import BlobStore
package import GlacierModel
import SQLDatabase

/// A job that one worker has claimed: nobody else works on it until the lease runs out.
package struct ClaimedJob: Sendable {
    package let job: Job
    package let vault: VaultReference
    let vaultKey: Int64
    /// Which claim of the job this is, counted from 1. A later claim makes this one void.
    package let attempt: Int64
}

/// What the job engine asks of the catalogue.
extension Catalogue {
    /// Ends archive retrievals whose time has come: those whose archive is still there succeed, the others fail.
    ///
    /// The output of a retrieval is a view of the archive's extents, so there is nothing to build, and no lease.
    /// - Parameter limit: the most jobs to end in this transaction.
    /// - Returns: how many ended.
    package func finishDueArchiveRetrievals(
        at now: Timestamp,
        limit: Int,
        announcement: @escaping JobAnnouncement
    ) async throws -> Int {
        try await database.write { tx in
            let due = try tx.query(
                """
                SELECT \(jobColumns), vault_key FROM jobs
                WHERE completed_at IS NULL AND due_at <= $1 AND archive_id IS NOT NULL
                ORDER BY due_at LIMIT $2 \(tx.dialect.skipLocked)
                """,
                [.timestamp(now), .integer(Int64(limit))]
            ) { row in (job: try jobValue(from: row), vaultKey: try row.integer(jobColumnCount)) }
            for (job, vaultKey) in due {
                guard case .archiveRetrieval(let retrieval) = job.work else { continue }
                let status: JobStatus = try isAlive(retrieval.archiveID, tx) ? .succeeded(at: now) : .failed(at: now)
                try tx.execute(
                    "UPDATE jobs SET status = $1, status_message = $2, completed_at = $3 WHERE job_id = $4",
                    [
                        .text(status.code.rawValue), SQLValue(status.message), .timestamp(now), .text(job.id.text),
                    ]
                )
                let vault = try vaultReference(ofKey: vaultKey, tx)
                try announce(job.ended(status), in: vault, vaultKey: vaultKey, announcement, tx)
            }
            return due.count
        }
    }

    /// When the next job that nobody works on is to end; nil when there is none.
    package func nextDueJob() async throws -> Timestamp? {
        try await database.read { tx in
            try tx.first(
                """
                SELECT min(due_at) FROM jobs
                WHERE completed_at IS NULL AND (leased_until IS NULL OR leased_until <= $1)
                """,
                [.timestamp(try leaseNow(tx))]
            ) { row in try row.timestampOrNull(0) } ?? nil
        }
    }

    /// Claims the inventory retrieval that has been due for longest, for the length of a lease.
    ///
    /// - Returns: nil when none is due that nobody works on.
    package func claimInventoryRetrieval(dueAt now: Timestamp, lease: Span) async throws -> ClaimedJob? {
        try await database.write { tx in
            let leaseNow = try leaseNow(tx)
            let found = try tx.first(
                """
                SELECT \(jobColumns), vault_key, attempts FROM jobs
                WHERE completed_at IS NULL AND due_at <= $1 AND inventory_writes IS NOT NULL
                    AND (leased_until IS NULL OR leased_until <= $2)
                ORDER BY due_at LIMIT 1 \(tx.dialect.skipLocked)
                """,
                [.timestamp(now), .timestamp(leaseNow)]
            ) { row in
                (
                    job: try jobValue(from: row), vaultKey: try row.integer(jobColumnCount),
                    attempts: try row.integer(jobColumnCount + 1)
                )
            }
            guard let found else { return nil }
            try tx.execute(
                "UPDATE jobs SET attempts = $1, leased_until = $2 WHERE job_id = $3",
                [.integer(found.attempts + 1), .timestamp(leaseNow + lease), .text(found.job.id.text)]
            )
            return ClaimedJob(
                job: found.job,
                vault: try vaultReference(ofKey: found.vaultKey, tx),
                vaultKey: found.vaultKey,
                attempt: found.attempts + 1
            )
        }
    }

    /// Makes the lease of a claim run out after a span from now: longer for whoever is still at work, shortly for
    /// whoever gives the job back.
    ///
    /// - Returns: whether the claim still holds.
    package func setLease(of claim: ClaimedJob, to span: Span) async throws -> Bool {
        try await database.write { tx in
            try tx.execute(
                "UPDATE jobs SET leased_until = $1 WHERE job_id = $2 AND attempts = $3 AND completed_at IS NULL",
                [.timestamp(try leaseNow(tx) + span), .text(claim.job.id.text), .integer(claim.attempt)]
            ) == 1
        }
    }

    /// Ends a claimed job in success, with the blob that holds its output.
    ///
    /// - Returns: whether the claim still held; where it did not, nothing has changed.
    /// - Throws: `ServiceError.requestTimeout` when the blob is so old that the sweep has taken it for garbage.
    package func finish(
        _ claim: ClaimedJob,
        _ retrieval: InventoryRetrieval,
        output: BlobKey,
        at now: Timestamp,
        announcement: @escaping JobAnnouncement
    ) async throws -> Bool {
        let job = claim.job.ended(.succeeded(at: now), work: .inventoryRetrieval(retrieval))
        return try await database.write { tx in
            try requireNotCondemned(output, tx)
            return try end(claim, as: job, output: output, announcement, tx)
        }
    }

    /// Ends a claimed job in failure.
    ///
    /// - Returns: whether the claim still held; where it did not, nothing has changed.
    package func fail(_ claim: ClaimedJob, at now: Timestamp, announcement: @escaping JobAnnouncement) async throws
        -> Bool
    {
        try await database.write { tx in
            try end(claim, as: claim.job.ended(.failed(at: now)), output: nil, announcement, tx)
        }
    }

    private func end(
        _ claim: ClaimedJob,
        as job: Job,
        output: BlobKey?,
        _ announcement: JobAnnouncement,
        _ tx: any SQLTransaction
    ) throws -> Bool {
        var made: InventoryOutput?
        if case .inventoryRetrieval(let retrieval) = job.work { made = retrieval.output }
        let changed = try tx.execute(
            """
            UPDATE jobs SET status = $1, status_message = $2, completed_at = $3, output_blob = $4, output_size = $5,
                continue_date = $6, continue_id = $7, leased_until = NULL
            WHERE job_id = $8 AND attempts = $9 AND completed_at IS NULL
            """,
            [
                .text(job.status.code.rawValue), SQLValue(job.status.message),
                SQLValue(job.status.completionDate?.milliseconds), SQLValue(output?.text), SQLValue(made?.sizeInBytes),
                SQLValue(made?.continuation?.creationDate.milliseconds),
                SQLValue(made?.continuation?.archiveID.text), .text(job.id.text), .integer(claim.attempt),
            ]
        )
        guard changed == 1 else { return false }
        try announce(job, in: claim.vault, vaultKey: claim.vaultKey, announcement, tx)
        return true
    }
}
