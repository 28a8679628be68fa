package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Makes a vault, or finds it already there; nothing changes then.
    ///
    /// - Throws: `ServiceError.vaultLimitReached`
    package func createVault(_ reference: VaultReference, at now: Timestamp) async throws {
        try await database.write { tx in
            if try vaultKey(of: reference, tx) != nil { return }
            let count = try tx.first(
                "SELECT count(*) FROM vaults WHERE account_id = $1 AND deleted_at IS NULL",
                [.text(reference.account.text)]
            ) { row in try row.integer(0) }
            guard (count ?? 0) < Limits.vaultsPerAccount else { throw ServiceError.vaultLimitReached }
            try tx.execute(
                "INSERT INTO vaults (account_id, name, created_at) VALUES ($1, $2, $3)",
                [.text(reference.account.text), .text(reference.name.text), .timestamp(now)]
            )
        }
    }

    /// - Throws: `ServiceError.vaultNotFound`
    package func vault(_ reference: VaultReference) async throws -> Vault {
        try await database.read { tx in try loadVault(reference, tx).vault }
    }

    /// - Throws: `ServiceError.vaultNotFound`
    package func requireVault(_ reference: VaultReference) async throws {
        _ = try await database.read { tx in try requireVaultKey(of: reference, tx) }
    }

    /// Vaults of an account in byte order of their names, beginning at a name.
    ///
    /// - Parameter limit: the most rows to read.
    package func vaults(of account: AccountID, from name: VaultName?, limit: Int) async throws -> [Vault] {
        try await database.read { tx in
            try tx.query(
                """
                SELECT \(vaultColumns) FROM vaults
                WHERE account_id = $1 AND name >= $2 AND deleted_at IS NULL
                ORDER BY name LIMIT $3
                """,
                [.text(account.text), .text(name?.text ?? ""), .integer(Int64(limit))],
                vaultValue(from:)
            )
        }
    }

    /// Deletes a vault with all that hangs on it, if the rule about its contents allows it. Already gone is success.
    ///
    /// What hangs on it is out of reach at once, and removed piece by piece later.
    /// - Throws: `ServiceError.vaultNotEmpty`
    package func deleteVault(_ reference: VaultReference, timing: Timing, at now: Timestamp) async throws {
        try await changingAccess { tx in
            guard let key = try vaultKey(of: reference, tx) else { return }
            let vault = try loadVault(reference, tx).vault
            guard vault.isDeletable(timing) else {
                throw ServiceError.vaultNotEmpty(arn: deployment.arn(of: reference))
            }
            try tx.execute(
                "UPDATE vaults SET deleted_at = $1 WHERE vault_key = $2",
                [.timestamp(now), .integer(key)]
            )
        }
    }

    func requireVaultKey(of reference: VaultReference, _ tx: any SQLTransaction) throws -> Int64 {
        guard let key = try vaultKey(of: reference, tx) else {
            throw ServiceError.vaultNotFound(deployment.arn(of: reference))
        }
        return key
    }

    func vaultKey(of reference: VaultReference, _ tx: any SQLTransaction) throws -> Int64? {
        try tx.first(
            "SELECT vault_key FROM vaults WHERE account_id = $1 AND name = $2 AND deleted_at IS NULL",
            [.text(reference.account.text), .text(reference.name.text)]
        ) { row in try row.integer(0) }
    }

    /// Counts one write to a vault: archives added or deleted, and their bytes.
    ///
    /// - Returns: the number of the write, counted from 1. Inventories tell by it what came later.
    func countWrite(
        toVault key: Int64,
        archives: Int64,
        bytes: Int64,
        at now: Timestamp,
        _ tx: any SQLTransaction
    ) throws -> Int64 {
        let write = try tx.first(
            """
            UPDATE vaults SET archives = archives + $1, archive_bytes = archive_bytes + $2, writes = writes + 1,
                first_write_at = coalesce(first_write_at, $3), last_write_at = $3
            WHERE vault_key = $4 RETURNING writes
            """,
            [.integer(archives), .integer(bytes), .timestamp(now), .integer(key)]
        ) { row in try row.integer(0) }
        guard let write else { throw CorruptRow(table: "vaults", column: "vault_key") }
        return write
    }

    /// The vault that a key of its row stands for.
    func vaultReference(ofKey key: Int64, _ tx: any SQLTransaction) throws -> VaultReference {
        let found = try tx.first("SELECT account_id, name FROM vaults WHERE vault_key = $1", [.integer(key)]) { row in
            VaultReference(
                account: try row.parsed("vaults", "account_id") { try AccountID(try row.text(0)) },
                name: try row.parsed("vaults", "name") { try VaultName(try row.text(1)) }
            )
        }
        guard let found else { throw CorruptRow(table: "vaults", column: "vault_key") }
        return found
    }

    func loadVault(
        _ reference: VaultReference,
        _ tx: any SQLTransaction
    ) throws -> (key: Int64, vault: Vault) {
        let found = try tx.first(
            """
            SELECT \(vaultColumns), vault_key FROM vaults
            WHERE account_id = $1 AND name = $2 AND deleted_at IS NULL
            """,
            [.text(reference.account.text), .text(reference.name.text)]
        ) { row in (key: try row.integer(10), vault: try vaultValue(from: row)) }
        guard let found else { throw ServiceError.vaultNotFound(deployment.arn(of: reference)) }
        return found
    }
}

private let vaultColumns = """
    name, created_at, archives, archive_bytes, writes, last_write_at, \
    inventory_at, inventory_archives, inventory_archive_bytes, inventory_writes
    """

private func vaultValue(from row: SQLRow) throws -> Vault {
    let inventory = try row.timestampOrNull(6).map { date in
        Vault.Inventory(date: date, numbers: try vaultNumbers(from: row, column: 7))
    }
    return Vault(
        name: try row.parsed("vaults", "name") { try VaultName(try row.text(0)) },
        creationDate: try row.timestamp(1),
        current: try vaultNumbers(from: row, column: 2),
        lastWrite: try row.timestampOrNull(5),
        lastInventory: inventory
    )
}

/// - Parameter column: the first of three: archives, their bytes, writes.
private func vaultNumbers(from row: SQLRow, column: Int) throws -> VaultNumbers {
    let archives = try row.integer(column), bytes = try row.integer(column + 1), writes = try row.integer(column + 2)
    // The size that the API shows must be a number too.
    guard archives >= 0, bytes >= 0, writes >= 0,
        archives <= (Int64.max - bytes) / Limits.archiveOverheadBytes
    else { throw CorruptRow(table: "vaults", column: "archives") }
    return VaultNumbers(archives: archives, archiveBytes: bytes, writes: writes)
}
