package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Sets an inline policy of an identity, in place of one of the same name.
    ///
    /// - Parameter document: a text that was judged. It is kept byte for byte.
    /// - Throws: `IdentityError.identityNotFound`, `IdentityError.limitReached`
    package func putInlinePolicy(
        _ name: PolicyName,
        _ document: PolicyDocumentText,
        of reference: IdentityReference
    ) async throws {
        try await changingAccess { tx in
            let key = try requireIdentityKey(of: reference, tx)
            let others = try tx.query(
                "SELECT counted_characters FROM identity_policies WHERE identity_key = $1 AND folded_name <> $2",
                [.integer(key), .text(name.folded)]
            ) { row in try row.integer(0) }
            let limit = IdentityLimits.inlinePolicyCharacters(of: reference.kind)
            guard others.reduce(document.countedCharacters, +) <= limit else {
                throw IdentityError.limitReached(.inlinePolicies(reference.kind, name: reference.name.text))
            }
            try tx.execute(
                """
                INSERT INTO identity_policies (identity_key, folded_name, name, document, counted_characters)
                VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (identity_key, folded_name) DO UPDATE SET
                    name = excluded.name, document = excluded.document,
                    counted_characters = excluded.counted_characters
                """,
                [
                    .integer(key), .text(name.folded), .text(name.text), .text(document.text),
                    .integer(document.countedCharacters),
                ]
            )
        }
    }

    /// - Returns: the policy, and the identity's name as the catalogue spells it.
    /// - Throws: `IdentityError.identityNotFound`, `IdentityError.inlinePolicyNotFound`
    package func inlinePolicy(
        _ name: PolicyName,
        of reference: IdentityReference
    ) async throws -> (identity: IdentityName, policy: InlinePolicy) {
        try await database.read { tx in
            let (key, identity) = try loadIdentity(reference, tx)
            let policy = try tx.first(
                "SELECT name, document FROM identity_policies WHERE identity_key = $1 AND folded_name = $2",
                [.integer(key), .text(name.folded)]
            ) { row in try row.inlinePolicy() }
            guard let policy else { throw IdentityError.inlinePolicyNotFound(reference.kind, name.text) }
            return (identity.name, policy)
        }
    }

    /// A page of names in the order of their folded form.
    ///
    /// - Throws: `IdentityError.identityNotFound`
    package func inlinePolicyNames(
        of reference: IdentityReference,
        _ page: IdentityPageRequest
    ) async throws -> IdentityPage<PolicyName> {
        let found = try await database.read { tx in
            let key = try requireIdentityKey(of: reference, tx)
            return try tx.query(
                """
                SELECT name FROM identity_policies WHERE identity_key = $1 AND folded_name > $2
                ORDER BY folded_name LIMIT $3
                """,
                [.integer(key), .text(page.after ?? ""), .integer(Int64(page.limit + 1))]
            ) { row in
                try row.parsedIdentity("identity_policies", "name") { try PolicyName(try row.text(0)) }
            }
        }
        return page.page(found: found, key: \.folded)
    }

    /// - Throws: `IdentityError.identityNotFound`, `IdentityError.inlinePolicyNotFound`
    package func deleteInlinePolicy(_ name: PolicyName, of reference: IdentityReference) async throws {
        try await changingAccess { tx in
            let deleted = try tx.execute(
                "DELETE FROM identity_policies WHERE identity_key = $1 AND folded_name = $2",
                [.integer(try requireIdentityKey(of: reference, tx)), .text(name.folded)]
            )
            guard deleted > 0 else { throw IdentityError.inlinePolicyNotFound(reference.kind, name.text) }
        }
    }

    /// In the order of their folded names; their size together is bounded by the quota.
    func inlinePolicies(ofIdentityKey key: Int64, _ tx: any SQLTransaction) throws -> [InlinePolicy] {
        try tx.query(
            "SELECT name, document FROM identity_policies WHERE identity_key = $1 ORDER BY folded_name",
            [.integer(key)]
        ) { row in try row.inlinePolicy() }
    }
}

extension SQLRow {
    /// From the columns name and document.
    fileprivate func inlinePolicy() throws -> InlinePolicy {
        InlinePolicy(
            name: try parsedIdentity("identity_policies", "name") { try PolicyName(try text(0)) },
            document: try text(1)
        )
    }
}
