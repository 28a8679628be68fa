package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// How many identities and policies an account has.
    package func identityCounts(of account: AccountID) async throws -> IdentityCounts {
        try await database.read { tx in
            var identities: [IdentityKind: Int64] = [:]
            for kind in IdentityKind.allCases {
                identities[kind] = try count(
                    "identities WHERE account_id = $1 AND kind = '\(kind.rawValue)'",
                    of: account,
                    tx
                )
            }
            return IdentityCounts(
                identities: identities,
                policies: try count("managed_policies WHERE account_id = $1", of: account, tx),
                policyVersions: try count(
                    """
                    managed_policy_versions
                    JOIN managed_policies ON managed_policies.policy_key = managed_policy_versions.policy_key
                    WHERE account_id = $1
                    """,
                    of: account,
                    tx
                )
            )
        }
    }

    private func count(_ rows: String, of account: AccountID, _ tx: any SQLTransaction) throws -> Int64 {
        try tx.first("SELECT count(*) FROM \(rows)", [.text(account.text)]) { row in try row.integer(0) } ?? 0
    }
}
