import SQLDatabase

/// Jobs of every kind, claimed under a lease; archives that know by which write they came and went, so that an
/// inventory can be listed as it was; and what accounts retrieve in a day.
let migration0002 = Migration(number: 2, name: "inventory jobs, leases, retrieval usage") { dialect in
    [
        "ALTER TABLE archives ADD COLUMN added_write \(dialect.integerType) NOT NULL DEFAULT 0",
        "ALTER TABLE archives ADD COLUMN deleted_write \(dialect.integerType)",
        "ALTER TABLE archives ADD COLUMN released_at \(dialect.integerType)",
        "UPDATE archives SET deleted_write = 0 WHERE deleted_at IS NOT NULL",
        "DROP INDEX archives_deleted",
        """
        CREATE INDEX archives_to_release ON archives (deleted_at)
            WHERE deleted_at IS NOT NULL AND released_at IS NULL
        """,
        "CREATE INDEX archives_released ON archives (vault_key, deleted_write) WHERE released_at IS NOT NULL",
        """
        CREATE TABLE retrieval_usage (
            account_id TEXT NOT NULL,
            day \(dialect.integerType) NOT NULL,
            standard_bytes \(dialect.integerType) NOT NULL,
            PRIMARY KEY (account_id, day)
        ) \(dialect.clusteredTable)
        """,
        "CREATE INDEX retrieval_usage_by_day ON retrieval_usage (day)",
    ] + migration0002Jobs(dialect)
}

/// The columns from `archive_id` to `tier` belong to archive retrievals, those from `inventory_format` to
/// `continue_id` to inventory retrievals; the others of a row's kind are null.
private func migration0002Jobs(_ dialect: SQLDialect) -> [String] {
    [
        """
        CREATE TABLE all_jobs (
            job_id TEXT \(dialect.byteOrder) NOT NULL PRIMARY KEY,
            vault_key \(dialect.integerType) NOT NULL,
            account_id TEXT NOT NULL,
            archive_id TEXT \(dialect.byteOrder),
            archive_size \(dialect.integerType),
            archive_tree_hash \(dialect.bytesType),
            first_byte \(dialect.integerType),
            length \(dialect.integerType),
            tree_hash \(dialect.bytesType),
            tier TEXT,
            inventory_format TEXT,
            inventory_at \(dialect.integerType),
            inventory_writes \(dialect.integerType),
            start_date \(dialect.integerType),
            end_date \(dialect.integerType),
            item_limit \(dialect.integerType),
            after_date \(dialect.integerType),
            after_id TEXT \(dialect.byteOrder),
            output_blob TEXT \(dialect.byteOrder),
            output_size \(dialect.integerType),
            continue_date \(dialect.integerType),
            continue_id TEXT \(dialect.byteOrder),
            description TEXT,
            sns_topic TEXT,
            created_at \(dialect.integerType) NOT NULL,
            due_at \(dialect.integerType) NOT NULL,
            status TEXT NOT NULL,
            status_message TEXT,
            completed_at \(dialect.integerType),
            attempts \(dialect.integerType) NOT NULL DEFAULT 0,
            leased_until \(dialect.integerType)
        ) \(dialect.strictTable)
        """,
        """
        INSERT INTO all_jobs (job_id, vault_key, account_id, archive_id, archive_size, archive_tree_hash, first_byte,
            length, tree_hash, tier, description, sns_topic, created_at, due_at, status, status_message, completed_at)
        SELECT j.job_id, j.vault_key, v.account_id, j.archive_id, j.archive_size, j.archive_tree_hash, j.first_byte,
            j.length, j.tree_hash, j.tier, j.description, j.sns_topic, j.created_at, j.due_at, j.status,
            j.status_message, j.completed_at
        FROM jobs j JOIN vaults v ON v.vault_key = j.vault_key
        """,
        "DROP TABLE jobs",
        "ALTER TABLE all_jobs RENAME TO jobs",
        "CREATE INDEX jobs_by_vault ON jobs (vault_key, status, created_at, job_id)",
        "CREATE INDEX jobs_due ON jobs (due_at) WHERE completed_at IS NULL",
        "CREATE INDEX jobs_completed ON jobs (completed_at) WHERE completed_at IS NOT NULL",
        "CREATE INDEX jobs_by_archive ON jobs (archive_id) WHERE archive_id IS NOT NULL",
        "CREATE INDEX jobs_by_tier ON jobs (account_id, tier, created_at) WHERE tier IS NOT NULL",
        """
        CREATE INDEX jobs_in_progress_by_tier ON jobs (account_id, tier, length)
            WHERE completed_at IS NULL AND tier IS NOT NULL
        """,
        "CREATE INDEX jobs_by_snapshot ON jobs (vault_key, inventory_writes) WHERE inventory_writes IS NOT NULL",
        "CREATE UNIQUE INDEX jobs_by_output ON jobs (output_blob) WHERE output_blob IS NOT NULL",
    ]
}
