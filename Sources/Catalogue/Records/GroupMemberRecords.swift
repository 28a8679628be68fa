package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Puts a user into a group. One that is in it already is success.
    ///
    /// - Throws: `IdentityError.identityNotFound`, `IdentityError.limitReached`
    package func addUser(_ user: IdentityReference, to group: IdentityReference) async throws {
        try await changingAccess { tx in
            let groupKey = try requireIdentityKey(of: group, tx), userKey = try requireIdentityKey(of: user, tx)
            try tx.execute(
                """
                INSERT INTO group_members (group_key, user_key) VALUES ($1, $2)
                ON CONFLICT (group_key, user_key) DO NOTHING
                """,
                [.integer(groupKey), .integer(userKey)]
            )
            let count = try tx.first(
                "SELECT count(*) FROM group_members WHERE user_key = $1",
                [.integer(userKey)]
            ) { row in try row.integer(0) }
            guard (count ?? 0) <= IdentityLimits.groupsPerUser else {
                throw IdentityError.limitReached(.groupsPerUser)
            }
        }
    }

    /// Takes a user out of a group. One that is not in it is success.
    ///
    /// - Throws: `IdentityError.identityNotFound`
    package func removeUser(_ user: IdentityReference, from group: IdentityReference) async throws {
        try await changingAccess { tx in
            let groupKey = try requireIdentityKey(of: group, tx), userKey = try requireIdentityKey(of: user, tx)
            try tx.execute(
                "DELETE FROM group_members WHERE group_key = $1 AND user_key = $2",
                [.integer(groupKey), .integer(userKey)]
            )
        }
    }

    /// A group, and a page of its users in the order of their folded names.
    ///
    /// - Throws: `IdentityError.identityNotFound`
    package func members(
        of group: IdentityReference,
        _ page: IdentityPageRequest
    ) async throws -> (group: Identity, users: IdentityPage<Identity>) {
        try await database.read { tx in
            let (key, identity) = try loadIdentity(group, tx)
            let users = try tx.query(
                """
                SELECT \(identityColumns) FROM identities JOIN group_members ON user_key = identity_key
                WHERE group_key = $1 AND folded_name > $2 ORDER BY folded_name LIMIT $3
                """,
                [.integer(key), .text(page.after ?? ""), .integer(Int64(page.limit + 1))]
            ) { row in try row.identity(.user) }
            return (identity, page.page(found: users) { $0.name.folded })
        }
    }

    /// A page of the groups that a user is in, in the order of their folded names.
    ///
    /// - Throws: `IdentityError.identityNotFound`
    package func groups(
        of user: IdentityReference,
        _ page: IdentityPageRequest
    ) async throws -> IdentityPage<Identity> {
        try await database.read { tx in
            let key = try requireIdentityKey(of: user, tx)
            return page.page(of: try groups(ofUserKey: key, tx)) { $0.name.folded }
        }
    }

    /// At most as many as a user may be in.
    func groups(ofUserKey key: Int64, _ tx: any SQLTransaction) throws -> [Identity] {
        try tx.query(
            """
            SELECT \(identityColumns) FROM identities JOIN group_members ON group_key = identity_key
            WHERE user_key = $1 ORDER BY folded_name
            """,
            [.integer(key)]
        ) { row in try row.identity(.group) }
    }
}
