package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Attaches a managed policy. One that is attached already is success.
    ///
    /// - Throws: `IdentityError.identityNotFound`, `IdentityError.attachablePolicyNotFound`,
    ///   `IdentityError.limitReached`
    package func attachPolicy(_ arn: PolicyARN, to reference: IdentityReference) async throws {
        try await changingAccess { tx in
            let key = try requireIdentityKey(of: reference, tx)
            try requireAttachablePolicy(arn, in: reference.account, tx)
            try tx.execute(
                """
                INSERT INTO identity_attachments (identity_key, policy_arn) VALUES ($1, $2)
                ON CONFLICT (identity_key, policy_arn) DO NOTHING
                """,
                [.integer(key), .text(arn.text)]
            )
            guard try attachments(ofIdentityKey: key, tx).count <= Int(IdentityLimits.attachmentsPerIdentity) else {
                throw IdentityError.limitReached(.attachments(reference.kind))
            }
        }
    }

    /// - Throws: `IdentityError.identityNotFound`, `IdentityError.policyNotAttached`
    package func detachPolicy(_ arn: PolicyARN, from reference: IdentityReference) async throws {
        try await changingAccess { tx in
            let detached = try tx.execute(
                "DELETE FROM identity_attachments WHERE identity_key = $1 AND policy_arn = $2",
                [.integer(try requireIdentityKey(of: reference, tx)), .text(arn.text)]
            )
            guard detached > 0 else { throw IdentityError.policyNotAttached(arn) }
        }
    }

    /// A page of the policies that an identity has, in the order of their folded names.
    ///
    /// - Throws: `IdentityError.identityNotFound`
    package func attachedPolicies(
        of reference: IdentityReference,
        below prefix: IdentityPathPrefix,
        _ page: IdentityPageRequest
    ) async throws -> IdentityPage<PolicyARN> {
        let arns = try await database.read { tx in
            try attachments(ofIdentityKey: try requireIdentityKey(of: reference, tx), tx)
        }
        // A policy of the program and one of the account may have one name.
        return page.page(of: arns.filter { prefix.matches($0.path) }) { arn in
            "\(arn.name.folded)/\(arn.account?.text ?? "aws")"
        }
    }

    /// Sets the boundary of a user or role; nil removes it.
    ///
    /// - Throws: `IdentityError.identityNotFound`, `IdentityError.attachablePolicyNotFound`
    package func setBoundary(_ arn: PolicyARN?, of reference: IdentityReference) async throws {
        try await changingAccess { tx in
            let key = try requireIdentityKey(of: reference, tx)
            if let arn { try requireAttachablePolicy(arn, in: reference.account, tx) }
            try tx.execute(
                "UPDATE identities SET boundary_arn = $1 WHERE identity_key = $2",
                [SQLValue(arn?.text), .integer(key)]
            )
        }
    }

    /// A page of the identities that a policy is attached to or bounds, in the order of their kinds and folded names.
    ///
    /// - Throws: `IdentityError.policyNotFound`
    package func entities(
        of arn: PolicyARN,
        in account: AccountID,
        _ selection: EntitySelection,
        _ page: IdentityPageRequest
    ) async throws -> IdentityPage<PolicyEntity> {
        let after = page.after?.split(separator: "/", maxSplits: 1).map(String.init) ?? []
        let found = try await database.read { tx in
            try requirePolicy(arn, in: account, tx)
            return try tx.query(
                """
                SELECT kind, name, unique_id FROM identities
                WHERE account_id = $1 AND \(condition(of: selection.usage)) AND substr(path, 1, length($3)) = $3
                    AND kind IN (\(kindList(selection.kinds)))
                    AND (kind > $4 OR (kind = $4 AND folded_name > $5))
                ORDER BY kind, folded_name LIMIT $6
                """,
                [
                    .text(account.text), .text(arn.text), .text(selection.prefix.text), .text(after.first ?? ""),
                    .text(after.last ?? ""), .integer(Int64(page.limit + 1)),
                ]
            ) { row in try row.policyEntity() }
        }
        return page.page(found: found) { "\($0.kind.rawValue)/\($0.name.folded)" }
    }

    /// At most as many as an identity may have, and one.
    func attachments(ofIdentityKey key: Int64, _ tx: any SQLTransaction) throws -> [PolicyARN] {
        try tx.query(
            "SELECT policy_arn FROM identity_attachments WHERE identity_key = $1",
            [.integer(key)]
        ) { row in
            try row.parsedIdentity("identity_attachments", "policy_arn") { try PolicyARN(try row.text(0)) }
        }
    }
}

/// How an identity uses the policy of the second parameter.
private func condition(of usage: PolicyUsage?) -> String {
    let attached = """
        EXISTS (SELECT 1 FROM identity_attachments
            WHERE identity_attachments.identity_key = identities.identity_key AND policy_arn = $2)
        """
    return switch usage {
    case .permissionsPolicy: attached
    case .permissionsBoundary: "boundary_arn = $2"
    case nil: "(boundary_arn = $2 OR \(attached))"
    }
}

/// Kinds as the table spells them; a list without kinds has a word that is none.
private func kindList(_ kinds: [IdentityKind]) -> String {
    kinds.isEmpty ? "''" : kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")
}

extension SQLRow {
    /// From the columns kind, name and unique id.
    fileprivate func policyEntity() throws -> PolicyEntity {
        guard let kind = IdentityKind(rawValue: try text(0)) else {
            throw CorruptRow(table: "identities", column: "kind")
        }
        return PolicyEntity(
            kind: kind,
            name: try parsedIdentity("identities", "name") { try IdentityName(try text(1), of: kind) },
            uniqueID: try parsedIdentity("identities", "unique_id") { try UniqueID(try text(2)) }
        )
    }
}
