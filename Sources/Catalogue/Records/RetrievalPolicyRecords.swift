package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Sets how much an account may retrieve, in place of what was set before.
    package func setRetrievalPolicy(_ policy: DataRetrievalPolicy, of account: AccountID) async throws {
        try await database.write { tx in
            try tx.execute(
                """
                INSERT INTO retrieval_policies (account_id, strategy, bytes_per_hour) VALUES ($1, $2, $3)
                ON CONFLICT (account_id) DO UPDATE SET strategy = excluded.strategy,
                    bytes_per_hour = excluded.bytes_per_hour
                """,
                [.text(account.text), .text(policy.strategy.rawValue), SQLValue(policy.bytesPerHour)]
            )
        }
    }

    /// How much an account may retrieve: no limit where none was ever set.
    package func retrievalPolicy(of account: AccountID) async throws -> DataRetrievalPolicy {
        try await database.read { tx in try retrievalPolicy(of: account, tx) }
    }

    /// As `retrievalPolicy(of:)`, in a transaction that is to keep to it.
    func retrievalPolicy(of account: AccountID, _ tx: any SQLTransaction) throws -> DataRetrievalPolicy {
        let found = try tx.first(
            "SELECT strategy, bytes_per_hour FROM retrieval_policies WHERE account_id = $1",
            [.text(account.text)]
        ) { row in
            try row.parsed("retrieval_policies", "strategy") {
                try DataRetrievalPolicy(strategy: try row.text(0), bytesPerHour: try row.integerOrNull(1))
            }
        }
        return found ?? DataRetrievalPolicy.none
    }
}
