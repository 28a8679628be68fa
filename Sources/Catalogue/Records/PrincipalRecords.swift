package import GlacierModel
import SQLDatabase

/// Something that was read, and the version of all access rules under which it was.
package struct AtAccessVersion<Value: Sendable>: Sendable {
    package let value: Value
    package let version: Int64
}

/// An access key as it is stored.
package struct StoredAccessKey: Sendable {
    package let account: AccountID
    /// Whose it is; nil for a key of the account's root.
    package let principal: StoredPrincipal?
    package let sealedSecret: [UInt8]
    package let isActive: Bool
}

/// A user or a role with all that decides what it may do.
package struct StoredPrincipal: Sendable {
    /// What can act.
    package enum Kind: String, Sendable {
        case user
        case role
    }

    package let account: AccountID
    package let kind: Kind
    /// Never given to another one, also when that gets the same name.
    package let uniqueID: String
    package let name: String
    package let path: String
    package let tags: [(key: String, value: String)]
    /// Its own and those of its groups.
    package let policies: [StoredPolicy]
    /// The ARN of the policy that bounds what the others allow; nil for none.
    package let boundary: StoredPolicy?
}

/// A policy of an identity.
package struct StoredPolicy: Sendable {
    /// Where a policy hangs, for whoever asks which one decided.
    package enum Source: Hashable, Sendable {
        case inline(String)
        case inlineOfGroup(String, group: String)
        /// By its ARN.
        case managed(String)
        case managedOfGroup(String, group: String)
    }

    package let source: Source
    /// Nil for a managed policy without a row: one that is part of the program, if it is one at all.
    package let document: String?
}

/// What is set on a vault and takes part in decisions.
package struct StoredVaultAccess: Sendable {
    package let accessPolicy: String?
    /// As it is stored: it may have expired.
    package let lock: VaultLock
    package let tags: TagSet

    /// What is set on a vault that does not exist.
    package static let nothing = StoredVaultAccess(accessPolicy: nil, lock: .unlocked, tags: TagSet([]))
}

extension Catalogue {
    /// An access key with its owner and the owner's policies, all of one moment. Nil for an id that is not known.
    package func accessKey(_ id: String) async throws -> AtAccessVersion<StoredAccessKey?> {
        try await readingAccess { tx in
            let key = try tx.first(
                "SELECT account_id, identity_key, sealed_secret, status FROM access_keys WHERE access_key_id = $1",
                [.text(id)]
            ) { row in
                (
                    account: try row.parsed("access_keys", "account_id") { try AccountID(try row.text(0)) },
                    owner: try row.integerOrNull(1), secret: try row.bytes(2), status: try row.text(3)
                )
            }
            guard let key else { return nil }
            return StoredAccessKey(
                account: key.account,
                principal: try key.owner.map { owner in
                    guard let principal = try storedPrincipal("identity_key = $1", .integer(owner), tx) else {
                        throw CorruptRow(table: "access_keys", column: "identity_key")
                    }
                    return principal
                },
                sealedSecret: key.secret,
                isActive: key.status == "Active"
            )
        }
    }

    /// A user or role by its unique id, with its policies. Nil when it was deleted or never was.
    package func principal(uniqueID: String) async throws -> AtAccessVersion<StoredPrincipal?> {
        try await readingAccess { tx in try storedPrincipal("unique_id = $1", .text(uniqueID), tx) }
    }

    /// A user or role by its name, whose case does not matter.
    package func principal(
        _ kind: StoredPrincipal.Kind,
        named name: String,
        of account: AccountID
    ) async throws -> AtAccessVersion<StoredPrincipal?> {
        try await readingAccess { tx in
            let id = try tx.first(
                "SELECT unique_id FROM identities WHERE account_id = $1 AND kind = $2 AND folded_name = $3",
                [.text(account.text), .text(kind.rawValue), .text(name.lowercased())]
            ) { row in try row.text(0) }
            return try id.flatMap { try storedPrincipal("unique_id = $1", .text($0), tx) }
        }
    }

    /// The policies of a group, and the path that its ARN has. Nil where there is no such group.
    package func groupPolicies(
        _ group: IdentityReference
    ) async throws -> (identity: Identity, policies: [StoredPolicy])? {
        try await database.read { tx in
            guard let key = try identityKey(of: group, tx) else { return nil }
            return (try loadIdentity(group, tx).identity, try policies(ofPrincipal: key, tx))
        }
    }

    /// What is set on a vault; nothing for one that does not exist.
    ///
    /// - Parameter name: as a request has it.
    package func vaultAccess(
        of account: AccountID,
        vaultName name: String
    ) async throws -> AtAccessVersion<StoredVaultAccess> {
        try await readingAccess { tx in
            guard let name = try? VaultName(name),
                let key = try vaultKey(of: VaultReference(account: account, name: name), tx)
            else { return .nothing }
            return StoredVaultAccess(
                accessPolicy: try accessPolicy(ofVaultKey: key, tx),
                lock: try lock(ofVaultKey: key, tx),
                tags: try tags(ofVaultKey: key, tx)
            )
        }
    }

    private func readingAccess<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> AtAccessVersion<Value> {
        let read = try await database.read { tx in
            AtAccessVersion(value: try body(tx), version: try accessVersion(tx))
        }
        knownAccessVersion.advance(to: read.version)
        return read
    }

    private func storedPrincipal(
        _ condition: String,
        _ value: SQLValue,
        _ tx: any SQLTransaction
    ) throws -> StoredPrincipal? {
        let found = try tx.first(
            """
            SELECT identity_key, account_id, kind, unique_id, name, path, boundary_arn FROM identities
            WHERE \(condition)
            """,
            [value]
        ) { row in
            (
                key: try row.integer(0),
                account: try row.parsed("identities", "account_id") { try AccountID(try row.text(1)) },
                kind: StoredPrincipal.Kind(rawValue: try row.text(2)), uniqueID: try row.text(3),
                name: try row.text(4), path: try row.text(5), boundary: try row.textOrNull(6)
            )
        }
        guard let found else { return nil }
        guard let kind = found.kind else { throw CorruptRow(table: "identities", column: "kind") }
        return StoredPrincipal(
            account: found.account,
            kind: kind,
            uniqueID: found.uniqueID,
            name: found.name,
            path: found.path,
            tags: try tx.query(
                "SELECT tag_key, tag_value FROM identity_tags WHERE identity_key = $1 ORDER BY folded_key",
                [.integer(found.key)]
            ) { row in (key: try row.text(0), value: try row.text(1)) },
            policies: try policies(ofPrincipal: found.key, tx),
            boundary: try found.boundary.map { arn in
                StoredPolicy(source: .managed(arn), document: try managedDocument(arn, tx))
            }
        )
    }

    private func policies(ofPrincipal key: Int64, _ tx: any SQLTransaction) throws -> [StoredPolicy] {
        var policies = try inlinePolicies(of: key, tx) { .inline($0) } + attachedPolicies(of: key, tx) { .managed($0) }
        let groups = try tx.query(
            """
            SELECT g.identity_key, g.name FROM group_members m JOIN identities g ON g.identity_key = m.group_key
            WHERE m.user_key = $1 ORDER BY g.folded_name
            """,
            [.integer(key)]
        ) { row in (key: try row.integer(0), name: try row.text(1)) }
        for group in groups {
            policies += try inlinePolicies(of: group.key, tx) { .inlineOfGroup($0, group: group.name) }
            policies += try attachedPolicies(of: group.key, tx) { .managedOfGroup($0, group: group.name) }
        }
        return policies
    }

    private func inlinePolicies(
        of key: Int64,
        _ tx: any SQLTransaction,
        _ source: (String) -> StoredPolicy.Source
    ) throws -> [StoredPolicy] {
        try tx.query(
            "SELECT name, document FROM identity_policies WHERE identity_key = $1 ORDER BY folded_name",
            [.integer(key)]
        ) { row in StoredPolicy(source: source(try row.text(0)), document: try row.text(1)) }
    }

    private func attachedPolicies(
        of key: Int64,
        _ tx: any SQLTransaction,
        _ source: (String) -> StoredPolicy.Source
    ) throws -> [StoredPolicy] {
        let arns = try tx.query(
            "SELECT policy_arn FROM identity_attachments WHERE identity_key = $1 ORDER BY policy_arn",
            [.integer(key)]
        ) { row in try row.text(0) }
        return try arns.map { StoredPolicy(source: source($0), document: try managedDocument($0, tx)) }
    }

    private func managedDocument(_ arn: String, _ tx: any SQLTransaction) throws -> String? {
        try tx.first(
            """
            SELECT v.document FROM managed_policies p
            JOIN managed_policy_versions v ON v.policy_key = p.policy_key AND v.version = p.default_version
            WHERE p.arn = $1
            """,
            [.text(arn)]
        ) { row in try row.text(0) }
    }
}
