import SQLDatabase

/// Accounts, and who acts in them: users, groups, roles, their policies, access keys; and the version of all that
/// decides who may do what.
///
/// An identity is a user, a group or a role; the columns that only roles have are null in the others. Names are unique
/// without regard to case, so the lower-case form is stored beside each. Policies are attached by their ARN, because
/// some of them are part of the program and have no row.
let migration0005 = Migration(number: 5, name: "accounts, identities, access keys") { dialect in
    [
        """
        CREATE TABLE access_version (
            one_row \(dialect.integerType) NOT NULL PRIMARY KEY CHECK (one_row = 1),
            version \(dialect.integerType) NOT NULL
        ) \(dialect.clusteredTable)
        """,
        "INSERT INTO access_version (one_row, version) VALUES (1, 1)",
        "ALTER TABLE vaults ADD COLUMN rules_version \(dialect.integerType) NOT NULL DEFAULT 0",
        """
        CREATE TABLE accounts (
            account_id TEXT NOT NULL PRIMARY KEY,
            name TEXT,
            created_at \(dialect.integerType) NOT NULL
        ) \(dialect.strictTable)
        """,
    ] + migration0005Identities(dialect) + migration0005Policies(dialect)
        + [
            """
            CREATE TABLE access_keys (
                access_key_id TEXT \(dialect.byteOrder) NOT NULL PRIMARY KEY,
                account_id TEXT NOT NULL,
                identity_key \(dialect.integerType) REFERENCES identities (identity_key),
                sealed_secret \(dialect.bytesType) NOT NULL,
                status TEXT NOT NULL,
                created_at \(dialect.integerType) NOT NULL,
                last_used_at \(dialect.integerType),
                last_used_region TEXT,
                last_used_service TEXT
            ) \(dialect.strictTable)
            """,
            "CREATE INDEX access_keys_by_owner ON access_keys (account_id, identity_key, created_at)",
        ]
}

private func migration0005Identities(_ dialect: SQLDialect) -> [String] {
    [
        """
        CREATE TABLE identities (
            identity_key \(dialect.identity),
            account_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            unique_id TEXT \(dialect.byteOrder) NOT NULL UNIQUE,
            name TEXT NOT NULL,
            folded_name TEXT \(dialect.byteOrder) NOT NULL,
            path TEXT \(dialect.byteOrder) NOT NULL,
            created_at \(dialect.integerType) NOT NULL,
            boundary_arn TEXT \(dialect.byteOrder),
            trust_policy TEXT,
            maximum_session_seconds \(dialect.integerType),
            description TEXT,
            UNIQUE (account_id, kind, folded_name)
        ) \(dialect.strictTable)
        """,
        "CREATE INDEX identities_by_boundary ON identities (boundary_arn, account_id)",
        """
        CREATE TABLE group_members (
            group_key \(dialect.integerType) NOT NULL REFERENCES identities (identity_key),
            user_key \(dialect.integerType) NOT NULL REFERENCES identities (identity_key),
            PRIMARY KEY (group_key, user_key)
        ) \(dialect.clusteredTable)
        """,
        "CREATE INDEX group_members_by_user ON group_members (user_key, group_key)",
        """
        CREATE TABLE identity_tags (
            identity_key \(dialect.integerType) NOT NULL REFERENCES identities (identity_key),
            folded_key TEXT \(dialect.byteOrder) NOT NULL,
            tag_key TEXT NOT NULL,
            tag_value TEXT NOT NULL,
            PRIMARY KEY (identity_key, folded_key)
        ) \(dialect.clusteredTable)
        """,
    ]
}

private func migration0005Policies(_ dialect: SQLDialect) -> [String] {
    [
        """
        CREATE TABLE identity_policies (
            identity_key \(dialect.integerType) NOT NULL REFERENCES identities (identity_key),
            folded_name TEXT \(dialect.byteOrder) NOT NULL,
            name TEXT NOT NULL,
            document TEXT NOT NULL,
            counted_characters \(dialect.integerType) NOT NULL,
            PRIMARY KEY (identity_key, folded_name)
        ) \(dialect.strictTable)
        """,
        """
        CREATE TABLE managed_policies (
            policy_key \(dialect.identity),
            account_id TEXT NOT NULL,
            unique_id TEXT \(dialect.byteOrder) NOT NULL UNIQUE,
            arn TEXT \(dialect.byteOrder) NOT NULL UNIQUE,
            name TEXT NOT NULL,
            folded_name TEXT \(dialect.byteOrder) NOT NULL,
            path TEXT \(dialect.byteOrder) NOT NULL,
            description TEXT,
            created_at \(dialect.integerType) NOT NULL,
            updated_at \(dialect.integerType) NOT NULL,
            default_version \(dialect.integerType) NOT NULL,
            latest_version \(dialect.integerType) NOT NULL,
            UNIQUE (account_id, folded_name)
        ) \(dialect.strictTable)
        """,
        """
        CREATE TABLE managed_policy_versions (
            policy_key \(dialect.integerType) NOT NULL REFERENCES managed_policies (policy_key),
            version \(dialect.integerType) NOT NULL,
            document TEXT NOT NULL,
            created_at \(dialect.integerType) NOT NULL,
            PRIMARY KEY (policy_key, version)
        ) \(dialect.strictTable)
        """,
        """
        CREATE TABLE identity_attachments (
            identity_key \(dialect.integerType) NOT NULL REFERENCES identities (identity_key),
            policy_arn TEXT \(dialect.byteOrder) NOT NULL,
            PRIMARY KEY (identity_key, policy_arn)
        ) \(dialect.clusteredTable)
        """,
        "CREATE INDEX identity_attachments_by_policy ON identity_attachments (policy_arn, identity_key)",
    ]
}
