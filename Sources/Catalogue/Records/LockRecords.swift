package import GlacierModel
import SQLDatabase

/// Vault locks. A row without a moment of expiry is a completed lock.
extension Catalogue {
    /// Puts a vault's lock into another state.
    ///
    /// - Parameter decide: from the lock as it is stored, which may have expired, to the one that there is to be; what
    ///   it throws leaves all as it was.
    /// - Throws: `ServiceError.vaultNotFound`, or what `decide` throws.
    package func updateLock(
        of vault: VaultReference,
        _ decide: @escaping @Sendable (VaultLock) throws -> VaultLock
    ) async throws {
        try await changingRules(of: vault) { vaultKey, tx in
            let before = try lock(ofVaultKey: vaultKey, tx)
            let after = try decide(before)
            guard after != before else { return }
            switch after {
            case .unlocked: try tx.execute("DELETE FROM vault_locks WHERE vault_key = $1", [.integer(vaultKey)])
            case .inProgress(let terms, let expirationDate):
                try putLock(terms, expirationDate: expirationDate, ofVaultKey: vaultKey, tx)
            case .locked(let terms): try putLock(terms, expirationDate: nil, ofVaultKey: vaultKey, tx)
            }
        }
    }

    /// A vault's lock as it is stored: `VaultLock.asOf(_:)` says whether it has expired.
    ///
    /// - Throws: `ServiceError.vaultNotFound`
    package func lock(of vault: VaultReference) async throws -> VaultLock {
        try await database.read { tx in try lock(ofVaultKey: requireVaultKey(of: vault, tx), tx) }
    }

    /// Removes locks in progress whose time is over.
    ///
    /// - Returns: how many were removed.
    package func expireLocks(at now: Timestamp, limit: Int) async throws -> Int {
        try await database.write { tx in
            let expired = try tx.query(
                "SELECT vault_key FROM vault_locks WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2",
                [.timestamp(now), .integer(Int64(limit))]
            ) { row in try row.integer(0) }
            for vaultKey in expired {
                try tx.execute("DELETE FROM vault_locks WHERE vault_key = $1", [.integer(vaultKey)])
            }
            return expired.count
        }
    }

    /// As `lock(of:)`.
    func lock(ofVaultKey vaultKey: Int64, _ tx: any SQLTransaction) throws -> VaultLock {
        let found = try tx.first(
            "SELECT lock_id, policy, created_at, expires_at FROM vault_locks WHERE vault_key = $1",
            [.integer(vaultKey)]
        ) { row in
            let terms = VaultLock.Terms(
                id: try row.parsed("vault_locks", "lock_id") { try LockID(try row.text(0)) },
                policy: try row.text(1),
                creationDate: try row.timestamp(2)
            )
            guard let expirationDate = try row.timestampOrNull(3) else { return VaultLock.locked(terms) }
            return .inProgress(terms, expirationDate: expirationDate)
        }
        return found ?? .unlocked
    }

    private func putLock(
        _ terms: VaultLock.Terms,
        expirationDate: Timestamp?,
        ofVaultKey vaultKey: Int64,
        _ tx: any SQLTransaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO vault_locks (vault_key, lock_id, policy, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (vault_key) DO UPDATE SET lock_id = excluded.lock_id, policy = excluded.policy,
                created_at = excluded.created_at, expires_at = excluded.expires_at
            """,
            [
                .integer(vaultKey), .text(terms.id.text), .text(terms.policy), .timestamp(terms.creationDate),
                SQLValue(expirationDate?.milliseconds),
            ]
        )
    }
}
