import SQLDatabase

/// Every step that the tables of the local catalogue ever took. What was released is never edited.
///
/// Paths and descriptions are bytes: a file's name need not be UTF-8, and another tool's description is what it is.
let localCatalogueMigrations = [
    Migration(number: 1, name: "vaults, archives, uploads, jobs") { _ in
        [
            """
            CREATE TABLE vaults (
                vault_key INTEGER NOT NULL PRIMARY KEY,
                endpoint TEXT NOT NULL,
                region TEXT NOT NULL,
                account TEXT NOT NULL,
                name TEXT NOT NULL,
                last_merge INTEGER NOT NULL DEFAULT 0,
                inventory_date INTEGER,
                fetched_at INTEGER,
                UNIQUE (endpoint, region, account, name)
            ) STRICT
            """,
            // What was uploaded here has is_own = 1; the merge that saw it last in an inventory is 0 where none did.
            """
            CREATE TABLE archives (
                vault_key INTEGER NOT NULL,
                archive_id TEXT NOT NULL,
                path BLOB NOT NULL,
                local_path BLOB,
                size INTEGER NOT NULL,
                modified INTEGER,
                tree_hash BLOB NOT NULL,
                description BLOB NOT NULL,
                created_at INTEGER NOT NULL,
                is_own INTEGER NOT NULL,
                seen_in_merge INTEGER NOT NULL,
                PRIMARY KEY (vault_key, archive_id)
            ) STRICT, WITHOUT ROWID
            """,
            "CREATE INDEX archives_by_path ON archives (vault_key, path, created_at)",
            """
            CREATE INDEX archives_by_local_path ON archives (vault_key, local_path, created_at)
            WHERE local_path IS NOT NULL
            """,
            // Archives deleted from here, which inventories go on to list for a day or more.
            """
            CREATE TABLE deleted_archives (
                vault_key INTEGER NOT NULL,
                archive_id TEXT NOT NULL,
                deleted_at INTEGER NOT NULL,
                PRIMARY KEY (vault_key, archive_id)
            ) STRICT, WITHOUT ROWID
            """,
            """
            CREATE TABLE open_uploads (
                vault_key INTEGER NOT NULL,
                upload_id TEXT NOT NULL,
                path BLOB NOT NULL,
                size INTEGER NOT NULL,
                modified INTEGER NOT NULL,
                part_size INTEGER NOT NULL,
                description BLOB NOT NULL,
                started_at INTEGER NOT NULL,
                PRIMARY KEY (vault_key, upload_id)
            ) STRICT, WITHOUT ROWID
            """,
            """
            CREATE TABLE inventory_jobs (
                vault_key INTEGER NOT NULL PRIMARY KEY,
                job_id TEXT NOT NULL,
                started_at INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX open_uploads_by_path ON open_uploads (vault_key, path, started_at)",
        ]
    }
]
