package import GlacierModel
import SQLDatabase

/// An account of the deployment.
package struct AccountRecord: Hashable, Sendable {
    package let id: AccountID
    /// The operator's word for it; nil for none.
    package let name: String?
    package let creationDate: Timestamp
}

/// A key of an account's root, without its secret.
package struct RootKeyRecord: Hashable, Sendable {
    package let id: String
    package let isActive: Bool
    package let creationDate: Timestamp
    package let lastUse: Timestamp?
}

/// Accounts, and the access keys of their roots. A root has as many keys as an operator makes for it.
extension Catalogue {
    /// Makes an account, unless it is there already: nothing changes then.
    package func ensureAccount(_ id: AccountID, at now: Timestamp) async throws {
        try await database.write { tx in
            try tx.execute(
                """
                INSERT INTO accounts (account_id, created_at) VALUES ($1, $2) ON CONFLICT (account_id) DO NOTHING
                """,
                [.text(id.text), .timestamp(now)]
            )
        }
    }

    /// Makes an account.
    ///
    /// - Returns: whether it was made: false where there is one with this id.
    package func createAccount(_ id: AccountID, name: String?, at now: Timestamp) async throws -> Bool {
        try await database.write { tx in
            try tx.execute(
                """
                INSERT INTO accounts (account_id, name, created_at) VALUES ($1, $2, $3)
                ON CONFLICT (account_id) DO NOTHING
                """,
                [.text(id.text), name.map(SQLValue.text) ?? .null, .timestamp(now)]
            ) == 1
        }
    }

    /// All accounts, oldest first. There are as many as operators made.
    package func accounts() async throws -> [AccountRecord] {
        try await database.read { tx in
            try tx.query("SELECT account_id, name, created_at FROM accounts ORDER BY created_at, account_id") { row in
                AccountRecord(
                    id: try row.parsed("accounts", "account_id") { try AccountID(try row.text(0)) },
                    name: try row.textOrNull(1),
                    creationDate: try row.timestamp(2)
                )
            }
        }
    }

    /// The keys of an account's root, oldest first.
    package func rootKeys(of account: AccountID) async throws -> [RootKeyRecord] {
        try await database.read { tx in
            try tx.query(
                """
                SELECT access_key_id, status, created_at, last_used_at FROM access_keys
                WHERE account_id = $1 AND identity_key IS NULL ORDER BY created_at, access_key_id
                """,
                [.text(account.text)]
            ) { row in
                RootKeyRecord(
                    id: try row.text(0),
                    isActive: try row.text(1) == AccessKeyRecord.Status.active.rawValue,
                    creationDate: try row.timestamp(2),
                    lastUse: try row.timestampOrNull(3)
                )
            }
        }
    }

    /// Stores a new key of an account's root.
    package func addRootKey(
        _ id: String,
        of account: AccountID,
        sealedSecret: [UInt8],
        at now: Timestamp
    ) async throws {
        try await changingAccess { tx in try insertRootKey(id, account, sealedSecret, now, tx) }
    }

    /// Which of an account's root keys go when one is stored.
    package enum ReplacedKeys: Sendable {
        /// The one that the server's own file held before: it has one key.
        case thatOfTheFile
        case all
    }

    /// Stores the key that the server's own file holds, once: a key that was stored and disabled or removed since is
    /// not brought back by the file.
    ///
    /// - Returns: whether it was stored.
    @discardableResult
    package func adoptRootKey(
        _ id: String,
        of account: AccountID,
        sealedSecret: [UInt8],
        replacing replaced: ReplacedKeys = .thatOfTheFile,
        at now: Timestamp
    ) async throws -> Bool {
        if try await deploymentValue(.fileKey) == id { return false }
        return try await changingAccess { tx in
            let adopted = try deploymentValue(.fileKey, tx)
            if adopted == id { return false }
            let which: (condition: String, value: SQLValue) =
                switch replaced {
                case .thatOfTheFile: ("access_key_id = $1", .text(adopted ?? ""))
                case .all: ("account_id = $1", .text(account.text))
                }
            try tx.execute("DELETE FROM access_keys WHERE \(which.condition) AND identity_key IS NULL", [which.value])
            try setDeploymentValue(.fileKey, to: id, tx)
            try insertRootKey(id, account, sealedSecret, now, tx)
            return true
        }
    }

    /// Stores a new key of an account's root in place of all others.
    package func replaceRootKeys(
        with id: String,
        of account: AccountID,
        sealedSecret: [UInt8],
        at now: Timestamp
    ) async throws {
        try await changingAccess { tx in
            try tx.execute(
                "DELETE FROM access_keys WHERE account_id = $1 AND identity_key IS NULL",
                [.text(account.text)]
            )
            try insertRootKey(id, account, sealedSecret, now, tx)
        }
    }

    /// Activates or disables a key of an account's root, or removes it.
    ///
    /// - Parameter status: nil to remove it.
    /// - Returns: whether there is such a key.
    package func setRootKey(
        _ id: String,
        of account: AccountID,
        to status: AccessKeyRecord.Status?
    ) async throws -> Bool {
        try await changingAccess { tx in
            let condition = "WHERE access_key_id = $1 AND account_id = $2 AND identity_key IS NULL"
            let values: [SQLValue] = [.text(id), .text(account.text)]
            guard let status else {
                return try tx.execute("DELETE FROM access_keys \(condition)", values) == 1
            }
            return try tx.execute(
                "UPDATE access_keys SET status = $3 \(condition)",
                values + [.text(status.rawValue)]
            ) == 1
        }
    }

    private func insertRootKey(
        _ id: String,
        _ account: AccountID,
        _ sealedSecret: [UInt8],
        _ now: Timestamp,
        _ tx: any SQLTransaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO access_keys (access_key_id, account_id, sealed_secret, status, created_at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                .text(id), .text(account.text), .bytes(sealedSecret), .text(AccessKeyRecord.Status.active.rawValue),
                .timestamp(now),
            ]
        )
    }
}
