import SQLDatabase

/// What can be set on a vault beside its archives, and on an account.
///
/// What is keyed by a vault goes with the vault. A lock without a moment of expiry is completed.
let migration0003 = Migration(number: 3, name: "tags, policies, locks, capacity") { dialect in
    [
        """
        CREATE TABLE vault_tags (
            vault_key \(dialect.integerType) NOT NULL,
            tag_key TEXT \(dialect.byteOrder) NOT NULL,
            tag_value TEXT NOT NULL,
            PRIMARY KEY (vault_key, tag_key)
        ) \(dialect.clusteredTable)
        """,
        """
        CREATE TABLE vault_notifications (
            vault_key \(dialect.integerType) NOT NULL PRIMARY KEY,
            sns_topic TEXT NOT NULL,
            events TEXT NOT NULL
        ) \(dialect.clusteredTable)
        """,
        """
        CREATE TABLE vault_access_policies (
            vault_key \(dialect.integerType) NOT NULL PRIMARY KEY,
            policy TEXT NOT NULL
        ) \(dialect.strictTable)
        """,
        """
        CREATE TABLE vault_locks (
            vault_key \(dialect.integerType) NOT NULL PRIMARY KEY,
            lock_id TEXT \(dialect.byteOrder) NOT NULL,
            policy TEXT NOT NULL,
            created_at \(dialect.integerType) NOT NULL,
            expires_at \(dialect.integerType)
        ) \(dialect.strictTable)
        """,
        "CREATE INDEX vault_locks_in_progress ON vault_locks (expires_at) WHERE expires_at IS NOT NULL",
        """
        CREATE TABLE retrieval_policies (
            account_id TEXT NOT NULL PRIMARY KEY,
            strategy TEXT NOT NULL,
            bytes_per_hour \(dialect.integerType)
        ) \(dialect.clusteredTable)
        """,
        """
        CREATE TABLE capacity_units (
            capacity_id TEXT \(dialect.byteOrder) NOT NULL PRIMARY KEY,
            account_id TEXT NOT NULL,
            started_at \(dialect.integerType) NOT NULL,
            expires_at \(dialect.integerType) NOT NULL
        ) \(dialect.strictTable)
        """,
        "CREATE INDEX capacity_units_by_account ON capacity_units (account_id, expires_at)",
    ]
}
