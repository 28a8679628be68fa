package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Lets a retrieval in, or refuses it by its account's policy or capacity, and counts what is let in.
    ///
    /// - Throws: `ServiceError.retrievalPolicyEnforced`, `ServiceError.insufficientCapacity`
    func admit(
        _ retrieval: ArchiveRetrieval,
        of account: AccountID,
        under rules: RetrievalRules,
        at now: Timestamp,
        _ tx: any SQLTransaction
    ) throws {
        let bytes = Int64(retrieval.range.count)
        let policy = try retrievalPolicy(of: account, tx)
        let load = try load(of: account, retrieval.tier, policy, rules, at: now, tx)
        try rules.admit(retrieval.tier, bytes: bytes, policy: policy, load: load)
        guard retrieval.tier == .standard else { return }
        try tx.execute(
            """
            INSERT INTO retrieval_usage (account_id, day, standard_bytes) VALUES ($1, $2, $3)
            ON CONFLICT (account_id, day) DO UPDATE
            SET standard_bytes = retrieval_usage.standard_bytes + excluded.standard_bytes
            """,
            [.text(account.text), .integer(now.day), .integer(bytes)]
        )
    }

    /// Forgets what accounts retrieved on days before that of a moment.
    package func forgetRetrievalUsage(before now: Timestamp, limit: Int) async throws -> Int {
        try await database.write { tx in
            let old = try tx.query(
                "SELECT account_id, day FROM retrieval_usage WHERE day < $1 ORDER BY day LIMIT $2",
                [.integer(now.day), .integer(Int64(limit))]
            ) { row in (account: try row.text(0), day: try row.integer(1)) }
            for (account, day) in old {
                try tx.execute(
                    "DELETE FROM retrieval_usage WHERE account_id = $1 AND day = $2",
                    [.text(account), .integer(day)]
                )
            }
            return old.count
        }
    }

    /// Only what the judgement of this retrieval depends on is counted.
    private func load(
        of account: AccountID,
        _ tier: Tier,
        _ policy: DataRetrievalPolicy,
        _ rules: RetrievalRules,
        at now: Timestamp,
        _ tx: any SQLTransaction
    ) throws -> RetrievalLoad {
        var rate: Int64 = 0, today: Int64 = 0, expedited: Int64 = 0, units: Int64 = 0
        switch (tier, policy) {
        case (.standard, .bytesPerHour): rate = try standardBytesPerHour(of: account, tx)
        case (.standard, .freeTier): today = try standardBytes(of: account, onDayOf: now, tx)
        case (.standard, .none), (.bulk, _): break
        case (.expedited, _):
            guard rules.expeditedCapacity == .provisioned else { break }
            expedited = try expeditedRetrievals(of: account, since: now - RetrievalLoad.expeditedWindow, tx)
            units = Int64(try activeCapacityUnits(of: account, at: now, tx).count)
        }
        return RetrievalLoad(
            standardBytesPerHour: rate,
            standardBytesToday: today,
            recentExpeditedRetrievals: expedited,
            capacityUnits: units
        )
    }

    private func standardBytesPerHour(of account: AccountID, _ tx: any SQLTransaction) throws -> Int64 {
        let hours = RetrievalLoad.standardHours
        return try tx.first(
            """
            SELECT CAST(coalesce(sum((length + \(hours - 1)) / \(hours)), 0) AS BIGINT) FROM jobs
            WHERE account_id = $1 AND tier = $2 AND completed_at IS NULL
            """,
            [.text(account.text), .text(Tier.standard.rawValue)]
        ) { row in try row.integer(0) } ?? 0
    }

    private func standardBytes(
        of account: AccountID,
        onDayOf now: Timestamp,
        _ tx: any SQLTransaction
    ) throws -> Int64 {
        try tx.first(
            "SELECT standard_bytes FROM retrieval_usage WHERE account_id = $1 AND day = $2",
            [.text(account.text), .integer(now.day)]
        ) { row in try row.integer(0) } ?? 0
    }

    private func expeditedRetrievals(
        of account: AccountID,
        since start: Timestamp,
        _ tx: any SQLTransaction
    ) throws -> Int64 {
        try tx.first(
            "SELECT count(*) FROM jobs WHERE account_id = $1 AND tier = $2 AND created_at > $3",
            [.text(account.text), .text(Tier.expedited.rawValue), .timestamp(start)]
        ) { row in try row.integer(0) } ?? 0
    }
}
