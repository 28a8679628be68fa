package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Makes a managed policy, whose first version is its default.
    ///
    /// - Parameter document: a text that was judged. It is kept byte for byte.
    /// - Throws: `IdentityError.policyExists`, `IdentityError.limitReached`
    package func createPolicy(
        _ policy: ManagedPolicy,
        _ document: PolicyDocumentText,
        in account: AccountID
    ) async throws {
        try await changingAccess { tx in
            let count = try tx.first(
                "SELECT count(*) FROM managed_policies WHERE account_id = $1",
                [.text(account.text)]
            ) { row in try row.integer(0) }
            let key = try insertPolicy(policy, in: account, tx)
            guard (count ?? 0) < IdentityLimits.managedPoliciesPerAccount else {
                throw IdentityError.limitReached(.policiesPerAccount)
            }
            let version = ManagedPolicyVersion(
                id: .first,
                document: document.text,
                creationDate: policy.creationDate,
                isDefault: true
            )
            try insertVersion(version, ofPolicyKey: key, tx)
        }
    }

    /// A policy of the program or of the account.
    ///
    /// - Throws: `IdentityError.policyNotFound`
    package func policy(_ arn: PolicyARN, in account: AccountID) async throws -> ManagedPolicy {
        try await database.read { tx in
            if let builtIn = deployment.builtInPolicy(arn) { return try managedPolicy(builtIn, in: account, tx) }
            let found = try tx.first(
                "\(policiesWithUses) WHERE arn = $1 AND account_id = $2",
                [.text(arn.text), .text(account.text)]
            ) { row in try row.managedPolicy() }
            guard let found else { throw IdentityError.policyNotFound(arn) }
            return found
        }
    }

    /// A page of policies: the program's own, then the account's, each in the order of their folded names.
    package func policies(
        of account: AccountID,
        _ selection: PolicySelection,
        _ page: IdentityPageRequest
    ) async throws -> IdentityPage<ManagedPolicy> {
        let found = try await database.read { tx in
            try policies(of: account, selection, after: page.after ?? "", limit: page.limit + 1, tx)
        }
        return page.page(found: found, key: policyListingKey)
    }

    /// Up to so many policies, and all of the program that are selected, behind a key of `policyListingKey`.
    func policies(
        of account: AccountID,
        _ selection: PolicySelection,
        after: String,
        limit: Int,
        _ tx: any SQLTransaction
    ) throws -> [ManagedPolicy] {
        var found: [ManagedPolicy] = []
        if selection.scope != .local {
            found = try BuiltInPolicy.all.map { try managedPolicy($0, in: account, tx) }.filter { policy in
                selection.prefix.matches(policy.arn.path) && after < policyListingKey(policy)
                    && selection.includes(attachments: policy.attachments, boundaryUses: policy.boundaryUses)
            }
        }
        if selection.scope == .aws { return found }
        return found + (try ownPolicies(of: account, selection, after: after, limit: limit, tx))
    }

    /// Deletes a policy that nothing uses, with its only version.
    ///
    /// - Throws: `IdentityError.policyNotFound`, `IdentityError.deleteConflict`
    package func deletePolicy(_ arn: PolicyARN, in account: AccountID) async throws {
        try await changingAccess { tx in
            let key = try requirePolicyKey(of: arn, in: account, tx)
            let uses = try self.uses(of: arn, in: account, tx)
            guard uses.attachments == 0, uses.boundaries == 0 else { throw IdentityError.deleteConflict(.usedPolicy) }
            let versions = try tx.first(
                "SELECT count(*) FROM managed_policy_versions WHERE policy_key = $1",
                [.integer(key)]
            ) { row in try row.integer(0) }
            guard (versions ?? 0) <= 1 else { throw IdentityError.deleteConflict(.policyVersions) }
            try tx.execute("DELETE FROM managed_policy_versions WHERE policy_key = $1", [.integer(key)])
            try tx.execute("DELETE FROM managed_policies WHERE policy_key = $1", [.integer(key)])
        }
    }

    /// A policy of the program, or one that the account has made: those of other accounts cannot be used.
    ///
    /// - Throws: `IdentityError.policyNotFound`
    func requirePolicy(_ arn: PolicyARN, in account: AccountID, _ tx: any SQLTransaction) throws {
        if deployment.builtInPolicy(arn) != nil { return }
        _ = try requirePolicyKey(of: arn, in: account, tx)
    }

    /// - Throws: `IdentityError.attachablePolicyNotFound`
    func requireAttachablePolicy(_ arn: PolicyARN, in account: AccountID, _ tx: any SQLTransaction) throws {
        do {
            try requirePolicy(arn, in: account, tx)
        } catch IdentityError.policyNotFound(_) {
            throw IdentityError.attachablePolicyNotFound(arn)
        }
    }

    /// - Throws: `IdentityError.policyNotFound` also for a policy of the program.
    func requirePolicyKey(of arn: PolicyARN, in account: AccountID, _ tx: any SQLTransaction) throws -> Int64 {
        let key = try tx.first(
            "SELECT policy_key FROM managed_policies WHERE arn = $1 AND account_id = $2",
            [.text(arn.text), .text(account.text)]
        ) { row in try row.integer(0) }
        guard let key else { throw IdentityError.policyNotFound(arn) }
        return key
    }

    /// - Throws: `IdentityError.policyExists`
    private func insertPolicy(
        _ policy: ManagedPolicy,
        in account: AccountID,
        _ tx: any SQLTransaction
    ) throws -> Int64 {
        let name = policy.arn.name
        let key = try tx.first(
            """
            INSERT INTO managed_policies (account_id, unique_id, arn, name, folded_name, path, description,
                created_at, updated_at, default_version, latest_version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $9)
            ON CONFLICT (account_id, folded_name) DO NOTHING RETURNING policy_key
            """,
            [
                .text(account.text), .text(policy.uniqueID.text), .text(policy.arn.text), .text(name.text),
                .text(name.folded), .text(policy.arn.path.text), SQLValue(policy.description),
                .timestamp(policy.creationDate), .integer(policy.defaultVersion.number),
            ]
        ) { row in try row.integer(0) }
        guard let key else { throw IdentityError.policyExists(name.text) }
        return key
    }

    private func ownPolicies(
        of account: AccountID,
        _ selection: PolicySelection,
        after key: String,
        limit: Int,
        _ tx: any SQLTransaction
    ) throws -> [ManagedPolicy] {
        let after = key.hasPrefix(ownPolicyMark) ? String(key.dropFirst()) : ""
        return try tx.query(
            """
            \(policiesWithUses) WHERE account_id = $1 AND folded_name > $2 AND substr(path, 1, length($3)) = $3
                AND \(useCondition(selection)) ORDER BY folded_name LIMIT $4
            """,
            [.text(account.text), .text(after), .text(selection.prefix.text), .integer(Int64(limit))]
        ) { row in try row.managedPolicy() }
    }

    /// A policy of the program with what an account does with it.
    private func managedPolicy(
        _ policy: BuiltInPolicy,
        in account: AccountID,
        _ tx: any SQLTransaction
    ) throws -> ManagedPolicy {
        let arn = deployment.arn(of: policy), uses = try uses(of: arn, in: account, tx)
        return ManagedPolicy(
            arn: arn,
            uniqueID: policy.uniqueID,
            description: policy.description,
            creationDate: policy.creationDate,
            updateDate: policy.creationDate,
            defaultVersion: .first,
            attachments: uses.attachments,
            boundaryUses: uses.boundaries
        )
    }

    private func uses(
        of arn: PolicyARN,
        in account: AccountID,
        _ tx: any SQLTransaction
    ) throws -> (attachments: Int64, boundaries: Int64) {
        let uses = try tx.first(
            """
            SELECT
                (SELECT count(*) FROM identity_attachments
                    JOIN identities ON identities.identity_key = identity_attachments.identity_key
                    WHERE policy_arn = $1 AND account_id = $2),
                (SELECT count(*) FROM identities WHERE boundary_arn = $1 AND account_id = $2)
            """,
            [.text(arn.text), .text(account.text)]
        ) { row in (attachments: try row.integer(0), boundaries: try row.integer(1)) }
        return uses ?? (0, 0)
    }
}

/// What the keys of the account's own policies begin with in the listing of all; those of the program have a 0.
private let ownPolicyMark = "1"

/// What the listing of all policies is ordered by.
func policyListingKey(_ policy: ManagedPolicy) -> String {
    (policy.arn.account == nil ? "0" : ownPolicyMark) + policy.arn.name.folded
}

private func useCondition(_ selection: PolicySelection) -> String {
    switch (selection.usage, selection.onlyAttached) {
    case (.permissionsBoundary, _): "boundary_uses > 0"
    case (.permissionsPolicy, true): "attachments > 0"
    case (nil, true): "(attachments > 0 OR boundary_uses > 0)"
    case (.permissionsPolicy, false), (nil, false): "1 = 1"
    }
}

/// The columns of `managedPolicy()`, and those to choose by.
private let policiesWithUses = """
    SELECT arn, unique_id, description, created_at, updated_at, default_version, attachments, boundary_uses
    FROM (
        SELECT arn, unique_id, description, created_at, updated_at, default_version, account_id, folded_name, path,
            (SELECT count(*) FROM identity_attachments WHERE policy_arn = arn) AS attachments,
            (SELECT count(*) FROM identities WHERE boundary_arn = arn
                AND identities.account_id = managed_policies.account_id) AS boundary_uses
        FROM managed_policies
    ) AS policies
    """

extension SQLRow {
    fileprivate func managedPolicy() throws -> ManagedPolicy {
        let table = "managed_policies"
        return ManagedPolicy(
            arn: try parsedIdentity(table, "arn") { try PolicyARN(try text(0)) },
            uniqueID: try parsedIdentity(table, "unique_id") { try UniqueID(try text(1)) },
            description: try textOrNull(2),
            creationDate: try timestamp(3),
            updateDate: try timestamp(4),
            defaultVersion: try parsedIdentity(table, "default_version") {
                try PolicyVersionID(number: try integer(5))
            },
            attachments: try integer(6),
            boundaryUses: try integer(7)
        )
    }
}
