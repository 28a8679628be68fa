import SQLDatabase

/// Every migration, in order. A released one is never edited; a change is a new file.
let allMigrations: [Migration] = [
    migration0001, migration0002, migration0003, migration0004, migration0005,
]

/// Vaults, archives, multipart uploads with their parts, jobs, and what waits to be reclaimed.
///
/// An extent list is the ordered bytes of one thing: of an upload in progress its parts, of an archive its extents.
/// Completing an upload hands the list over, so it costs the same whatever the number of parts.
let migration0001 = Migration(number: 1, name: "vaults, archives, uploads, jobs") { dialect in
    [
        """
        CREATE TABLE deployment (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) \(dialect.strictTable)
        """,
        """
        CREATE TABLE vaults (
            vault_key \(dialect.identity),
            account_id TEXT NOT NULL,
            name TEXT \(dialect.byteOrder) NOT NULL,
            created_at \(dialect.integerType) NOT NULL,
            deleted_at \(dialect.integerType),
            archives \(dialect.integerType) NOT NULL DEFAULT 0,
            archive_bytes \(dialect.integerType) NOT NULL DEFAULT 0,
            writes \(dialect.integerType) NOT NULL DEFAULT 0,
            first_write_at \(dialect.integerType),
            last_write_at \(dialect.integerType),
            inventory_at \(dialect.integerType),
            inventory_archives \(dialect.integerType) NOT NULL DEFAULT 0,
            inventory_archive_bytes \(dialect.integerType) NOT NULL DEFAULT 0,
            inventory_writes \(dialect.integerType) NOT NULL DEFAULT 0
        ) \(dialect.strictTable)
        """,
        "CREATE UNIQUE INDEX vaults_by_name ON vaults (account_id, name) WHERE deleted_at IS NULL",
        "CREATE INDEX vaults_deleted ON vaults (deleted_at) WHERE deleted_at IS NOT NULL",
        """
        CREATE INDEX vaults_to_inventory ON vaults (inventory_at, first_write_at)
            WHERE writes > inventory_writes AND deleted_at IS NULL
        """,
        """
        CREATE TABLE extent_lists (
            list_key \(dialect.identity),
            released_at \(dialect.integerType)
        ) \(dialect.strictTable)
        """,
        "CREATE INDEX extent_lists_released ON extent_lists (released_at) WHERE released_at IS NOT NULL",
        """
        CREATE TABLE extents (
            list_key \(dialect.integerType) NOT NULL,
            first_byte \(dialect.integerType) NOT NULL,
            length \(dialect.integerType) NOT NULL,
            tree_hash \(dialect.bytesType) NOT NULL,
            blob_key TEXT \(dialect.byteOrder) NOT NULL,
            PRIMARY KEY (list_key, first_byte)
        ) \(dialect.clusteredTable)
        """,
        "CREATE UNIQUE INDEX extents_by_blob ON extents (blob_key)",
    ] + migration0001Archives(dialect) + migration0001Uploads(dialect) + migration0001Jobs(dialect)
}

private func migration0001Archives(_ dialect: SQLDialect) -> [String] {
    [
        """
        CREATE TABLE archives (
            archive_id TEXT \(dialect.byteOrder) NOT NULL PRIMARY KEY,
            vault_key \(dialect.integerType) NOT NULL,
            list_key \(dialect.integerType) NOT NULL,
            manifest_key TEXT \(dialect.byteOrder),
            size \(dialect.integerType) NOT NULL,
            tree_hash \(dialect.bytesType) NOT NULL,
            description TEXT,
            created_at \(dialect.integerType) NOT NULL,
            deleted_at \(dialect.integerType)
        ) \(dialect.strictTable)
        """,
        "CREATE INDEX archives_by_vault ON archives (vault_key, created_at, archive_id)",
        "CREATE UNIQUE INDEX archives_by_manifest ON archives (manifest_key) WHERE manifest_key IS NOT NULL",
        "CREATE INDEX archives_deleted ON archives (deleted_at) WHERE deleted_at IS NOT NULL",
        """
        CREATE TABLE reclaimable_blobs (
            blob_key TEXT \(dialect.byteOrder) NOT NULL PRIMARY KEY,
            queued_at \(dialect.integerType) NOT NULL
        ) \(dialect.clusteredTable)
        """,
        "CREATE INDEX reclaimable_blobs_by_age ON reclaimable_blobs (queued_at)",
    ]
}

/// A state is 0 in progress, 1 completed, 2 aborted; an upload that ended keeps its row while it is remembered.
private func migration0001Uploads(_ dialect: SQLDialect) -> [String] {
    [
        """
        CREATE TABLE uploads (
            upload_id TEXT \(dialect.byteOrder) NOT NULL PRIMARY KEY,
            vault_key \(dialect.integerType) NOT NULL,
            list_key \(dialect.integerType) NOT NULL,
            description TEXT,
            part_size \(dialect.integerType) NOT NULL,
            created_at \(dialect.integerType) NOT NULL,
            active_at \(dialect.integerType) NOT NULL,
            revision \(dialect.integerType) NOT NULL DEFAULT 0,
            state \(dialect.integerType) NOT NULL DEFAULT 0,
            ended_at \(dialect.integerType),
            archive_id TEXT \(dialect.byteOrder),
            archive_size \(dialect.integerType),
            archive_tree_hash \(dialect.bytesType)
        ) \(dialect.strictTable)
        """,
        "CREATE INDEX uploads_in_progress ON uploads (vault_key, created_at, upload_id) WHERE state = 0",
        "CREATE INDEX uploads_idle ON uploads (active_at) WHERE state = 0",
        "CREATE INDEX uploads_ended ON uploads (state, ended_at) WHERE state <> 0",
        "CREATE INDEX uploads_by_vault ON uploads (vault_key)",
    ]
}

private func migration0001Jobs(_ dialect: SQLDialect) -> [String] {
    [
        """
        CREATE TABLE jobs (
            job_id TEXT \(dialect.byteOrder) NOT NULL PRIMARY KEY,
            vault_key \(dialect.integerType) NOT NULL,
            archive_id TEXT \(dialect.byteOrder) NOT NULL,
            archive_size \(dialect.integerType) NOT NULL,
            archive_tree_hash \(dialect.bytesType) NOT NULL,
            first_byte \(dialect.integerType) NOT NULL,
            length \(dialect.integerType) NOT NULL,
            tree_hash \(dialect.bytesType),
            tier TEXT NOT NULL,
            description TEXT,
            sns_topic TEXT,
            created_at \(dialect.integerType) NOT NULL,
            due_at \(dialect.integerType) NOT NULL,
            status TEXT NOT NULL,
            status_message TEXT,
            completed_at \(dialect.integerType)
        ) \(dialect.strictTable)
        """,
        "CREATE INDEX jobs_by_vault ON jobs (vault_key, status, created_at, job_id)",
        "CREATE INDEX jobs_due ON jobs (due_at) WHERE completed_at IS NULL",
        "CREATE INDEX jobs_completed ON jobs (completed_at) WHERE completed_at IS NOT NULL",
        "CREATE INDEX jobs_by_archive ON jobs (archive_id)",
    ]
}
