package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Sets the access policy of a vault, in place of what was set before; nil removes it.
    ///
    /// - Parameter policy: a text that was judged. It is kept byte for byte.
    /// - Throws: `ServiceError.vaultNotFound`
    package func setAccessPolicy(_ policy: String?, of vault: VaultReference) async throws {
        try await changingRules(of: vault) { vaultKey, tx in
            guard let policy else {
                try tx.execute("DELETE FROM vault_access_policies WHERE vault_key = $1", [.integer(vaultKey)])
                return
            }
            try tx.execute(
                """
                INSERT INTO vault_access_policies (vault_key, policy) VALUES ($1, $2)
                ON CONFLICT (vault_key) DO UPDATE SET policy = excluded.policy
                """,
                [.integer(vaultKey), .text(policy)]
            )
        }
    }

    /// - Returns: nil where none is set.
    /// - Throws: `ServiceError.vaultNotFound`
    package func accessPolicy(of vault: VaultReference) async throws -> String? {
        try await database.read { tx in try accessPolicy(ofVaultKey: requireVaultKey(of: vault, tx), tx) }
    }

    /// The text of a vault's access policy; nil where none is set.
    func accessPolicy(ofVaultKey vaultKey: Int64, _ tx: any SQLTransaction) throws -> String? {
        try tx.first("SELECT policy FROM vault_access_policies WHERE vault_key = $1", [.integer(vaultKey)]) { row in
            try row.text(0)
        }
    }
}
