package import GlacierModel
import SQLDatabase

/// Users, groups and roles alike: they differ in the columns that only roles have, and in their quotas.
extension Catalogue {
    /// Adds an identity with its tags.
    ///
    /// - Throws: `IdentityError.identityExists`, `IdentityError.limitReached`, and for its boundary
    ///   `IdentityError.attachablePolicyNotFound`.
    package func createIdentity(_ identity: Identity, in account: AccountID) async throws {
        try await changingAccess { tx in
            if let boundary = identity.boundary { try requireAttachablePolicy(boundary, in: account, tx) }
            let count = try tx.first(
                "SELECT count(*) FROM identities WHERE account_id = $1 AND kind = $2",
                [.text(account.text), .text(identity.kind.rawValue)]
            ) { row in try row.integer(0) }
            let key = try insertIdentity(identity, in: account, tx)
            guard (count ?? 0) < IdentityLimits.perAccount(identity.kind) else {
                throw IdentityError.limitReached(.identitiesPerAccount(identity.kind))
            }
            try putTags(identity.tags, ofIdentityKey: key, tx)
        }
    }

    /// An identity with its tags.
    ///
    /// - Throws: `IdentityError.identityNotFound`
    package func identity(_ reference: IdentityReference) async throws -> Identity {
        try await database.read { tx in try loadIdentity(reference, tx).identity }
    }

    /// Identities of a kind in the order of their folded names, without tags.
    package func identities(
        of account: AccountID,
        _ kind: IdentityKind,
        below prefix: IdentityPathPrefix,
        _ page: IdentityPageRequest
    ) async throws -> IdentityPage<Identity> {
        let found = try await database.read { tx in
            try tx.query(
                """
                SELECT \(identityColumns) FROM identities
                WHERE account_id = $1 AND kind = $2 AND folded_name > $3 AND substr(path, 1, length($4)) = $4
                ORDER BY folded_name LIMIT $5
                """,
                [
                    .text(account.text), .text(kind.rawValue), .text(page.after ?? ""), .text(prefix.text),
                    .integer(Int64(page.limit + 1)),
                ]
            ) { row in try row.identity(kind) }
        }
        return page.page(found: found) { $0.name.folded }
    }

    /// Gives an identity another name, another path, or both. All that hangs on it stays.
    ///
    /// - Throws: `IdentityError.identityNotFound`, `IdentityError.identityExists`
    package func renameIdentity(
        _ reference: IdentityReference,
        to name: IdentityName?,
        path: IdentityPath?
    ) async throws {
        try await changingAccess { tx in
            let (key, identity) = try loadIdentity(reference, tx)
            let name = name ?? identity.name, path = path ?? identity.path
            let new = IdentityReference(account: reference.account, kind: reference.kind, name: name)
            if let other = try identityKey(of: new, tx), other != key {
                throw IdentityError.identityExists(reference.kind, name.text)
            }
            try tx.execute(
                "UPDATE identities SET name = $1, folded_name = $2, path = $3 WHERE identity_key = $4",
                [.text(name.text), .text(name.folded), .text(path.text), .integer(key)]
            )
        }
    }

    /// Deletes an identity that nothing hangs on but its tags and its boundary.
    ///
    /// - Throws: `IdentityError.identityNotFound`, `IdentityError.deleteConflict`
    package func deleteIdentity(_ reference: IdentityReference) async throws {
        try await changingAccess { tx in
            let key = try requireIdentityKey(of: reference, tx)
            for (obstacle, rows) in deleteObstacles {
                let found = try tx.first("SELECT 1 FROM \(rows) = $1 LIMIT 1", [.integer(key)]) { _ in true }
                if found != nil { throw IdentityError.deleteConflict(obstacle) }
            }
            try tx.execute("DELETE FROM identity_tags WHERE identity_key = $1", [.integer(key)])
            try tx.execute("DELETE FROM identities WHERE identity_key = $1", [.integer(key)])
        }
    }

    /// - Throws: `IdentityError.identityNotFound`
    func requireIdentityKey(of reference: IdentityReference, _ tx: any SQLTransaction) throws -> Int64 {
        guard let key = try identityKey(of: reference, tx) else {
            throw IdentityError.identityNotFound(reference.kind, reference.name.text)
        }
        return key
    }

    func identityKey(of reference: IdentityReference, _ tx: any SQLTransaction) throws -> Int64? {
        try tx.first(
            "SELECT identity_key FROM identities WHERE account_id = $1 AND kind = $2 AND folded_name = $3",
            [.text(reference.account.text), .text(reference.kind.rawValue), .text(reference.name.folded)]
        ) { row in try row.integer(0) }
    }

    /// - Throws: `IdentityError.identityNotFound`
    func loadIdentity(
        _ reference: IdentityReference,
        _ tx: any SQLTransaction
    ) throws -> (key: Int64, identity: Identity) {
        let found = try tx.first(
            """
            SELECT \(identityColumns) FROM identities
            WHERE account_id = $1 AND kind = $2 AND folded_name = $3
            """,
            [.text(reference.account.text), .text(reference.kind.rawValue), .text(reference.name.folded)]
        ) { row in
            (key: try row.integer(0), identity: try row.identity(reference.kind))
        }
        guard var found else { throw IdentityError.identityNotFound(reference.kind, reference.name.text) }
        found.identity.tags = try tags(ofIdentityKey: found.key, tx)
        return found
    }

    /// - Throws: `IdentityError.identityExists`
    private func insertIdentity(
        _ identity: Identity,
        in account: AccountID,
        _ tx: any SQLTransaction
    ) throws -> Int64 {
        let key = try tx.first(
            """
            INSERT INTO identities (account_id, kind, unique_id, name, folded_name, path, created_at, boundary_arn,
                trust_policy, maximum_session_seconds, description)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (account_id, kind, folded_name) DO NOTHING RETURNING identity_key
            """,
            [
                .text(account.text), .text(identity.kind.rawValue), .text(identity.uniqueID.text),
                .text(identity.name.text), .text(identity.name.folded), .text(identity.path.text),
                .timestamp(identity.creationDate), SQLValue(identity.boundary?.text),
                SQLValue(identity.role?.trustPolicy), SQLValue(identity.role?.maximumSession.seconds),
                SQLValue(identity.role?.description?.text),
            ]
        ) { row in try row.integer(0) }
        guard let key else { throw IdentityError.identityExists(identity.kind, identity.name.text) }
        return key
    }
}

/// What keeps an identity from being deleted, and where it is found. In the order in which it is told.
private let deleteObstacles: [(IdentityError.DeleteObstacle, rows: String)] = [
    (.accessKeys, "access_keys WHERE identity_key"),
    (.memberships, "group_members WHERE user_key"),
    (.members, "group_members WHERE group_key"),
    (.inlinePolicies, "identity_policies WHERE identity_key"),
    (.attachedPolicies, "identity_attachments WHERE identity_key"),
]
