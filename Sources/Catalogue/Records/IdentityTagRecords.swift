package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Adds all tags to a user or role, or none. A key that is there already, also in another case, gets the new value
    /// and spelling.
    ///
    /// - Throws: `IdentityError.identityNotFound`, `IdentityError.limitReached`
    package func addTags(_ tags: [IdentityTag], to reference: IdentityReference) async throws {
        try await changingAccess { tx in
            let key = try requireIdentityKey(of: reference, tx)
            try putTags(tags, ofIdentityKey: key, tx)
            guard try self.tags(ofIdentityKey: key, tx).count <= IdentityLimits.tagsPerIdentity else {
                throw IdentityError.limitReached(.tags)
            }
        }
    }

    /// Removes tags. Keys that are not there are success.
    ///
    /// - Throws: `IdentityError.identityNotFound`
    package func removeTags(_ keys: [IdentityTagKey], from reference: IdentityReference) async throws {
        try await changingAccess { tx in
            let key = try requireIdentityKey(of: reference, tx)
            for tag in keys {
                try tx.execute(
                    "DELETE FROM identity_tags WHERE identity_key = $1 AND folded_key = $2",
                    [.integer(key), .text(tag.folded)]
                )
            }
        }
    }

    /// A page of tags in the order of their folded keys.
    ///
    /// - Throws: `IdentityError.identityNotFound`
    package func tags(
        of reference: IdentityReference,
        _ page: IdentityPageRequest
    ) async throws -> IdentityPage<IdentityTag> {
        let tags = try await database.read { tx in
            try self.tags(ofIdentityKey: try requireIdentityKey(of: reference, tx), tx)
        }
        return page.page(of: tags) { $0.key.folded }
    }

    func putTags(_ tags: [IdentityTag], ofIdentityKey key: Int64, _ tx: any SQLTransaction) throws {
        for tag in tags {
            try tx.execute(
                """
                INSERT INTO identity_tags (identity_key, folded_key, tag_key, tag_value) VALUES ($1, $2, $3, $4)
                ON CONFLICT (identity_key, folded_key)
                DO UPDATE SET tag_key = excluded.tag_key, tag_value = excluded.tag_value
                """,
                [.integer(key), .text(tag.key.folded), .text(tag.key.text), .text(tag.value)]
            )
        }
    }

    /// In the order of the folded keys; at most as many as an identity may have.
    func tags(ofIdentityKey key: Int64, _ tx: any SQLTransaction) throws -> [IdentityTag] {
        try tx.query(
            "SELECT tag_key, tag_value FROM identity_tags WHERE identity_key = $1 ORDER BY folded_key",
            [.integer(key)]
        ) { row in
            try row.parsedIdentity("identity_tags", "tag_key") {
                try IdentityTag(key: try IdentityTagKey(try row.text(0)), value: try row.text(1))
            }
        }
    }
}
