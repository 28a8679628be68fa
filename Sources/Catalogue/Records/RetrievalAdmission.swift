import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Lets a retrieval in, or refuses it by its account's policy or capacity, and counts what is let in.
    func admit(
        _ retrieval: ArchiveRetrieval,
        of account: AccountID,
        under rules: RetrievalRules,
        at now: Timestamp,
        _ tx: any SQLTransaction
    ) throws {
        guard retrieval.tier == .standard else { return }
        try tx.execute(
            """
            INSERT INTO retrieval_usage (account_id, day, standard_bytes) VALUES ($1, $2, $3)
            ON CONFLICT (account_id, day) DO UPDATE
            SET standard_bytes = retrieval_usage.standard_bytes + excluded.standard_bytes
            """,
            [.text(account.text), .integer(now.day), .integer(Int64(retrieval.range.count))]
        )
    }
}
