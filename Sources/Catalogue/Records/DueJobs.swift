package import GlacierModel
import SQLDatabase

/// What the job engine asks of the catalogue.
extension Catalogue {
    /// Ends archive retrievals whose time has come: those whose archive is still there succeed, the others fail.
    ///
    /// The output of a retrieval is a view of the archive's extents, so there is nothing to build.
    /// - Parameter limit: the most jobs to end in this transaction.
    /// - Returns: how many ended.
    package func finishDueJobs(at now: Timestamp, limit: Int) async throws -> Int {
        try await database.write { tx in
            let due = try tx.query(
                """
                SELECT j.job_id, a.archive_id FROM jobs j
                LEFT JOIN archives a ON a.archive_id = j.archive_id AND a.deleted_at IS NULL
                WHERE j.completed_at IS NULL AND j.due_at <= $1 ORDER BY j.due_at LIMIT $2
                """,
                [.timestamp(now), .integer(Int64(limit))]
            ) { row in (id: try row.text(0), isAlive: try row.textOrNull(1) != nil) }
            for job in due {
                let status = job.isAlive ? JobStatusCode.succeeded : .failed
                try tx.execute(
                    "UPDATE jobs SET status = $1, status_message = $1, completed_at = $2 WHERE job_id = $3",
                    [.text(status.rawValue), .timestamp(now), .text(job.id)]
                )
            }
            return due.count
        }
    }

    /// When the next job is to end; nil when none is in progress.
    package func nextDueJob() async throws -> Timestamp? {
        try await database.read { tx in
            try tx.first("SELECT min(due_at) FROM jobs WHERE completed_at IS NULL", []) { row in
                try row.timestampOrNull(0)
            } ?? nil
        }
    }
}
