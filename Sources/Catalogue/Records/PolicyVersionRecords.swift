package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Makes the next version of a policy of the account.
    ///
    /// - Parameter document: a text that was judged. It is kept byte for byte.
    /// - Throws: `IdentityError.policyNotFound`, `IdentityError.limitReached`
    package func createPolicyVersion(
        of arn: PolicyARN,
        _ document: PolicyDocumentText,
        _ role: PolicyVersionRole,
        in account: AccountID,
        at now: Timestamp
    ) async throws -> ManagedPolicyVersion {
        try await changingAccess { tx in
            let key = try requirePolicyKey(of: arn, in: account, tx)
            let count = try tx.first(
                "SELECT count(*) FROM managed_policy_versions WHERE policy_key = $1",
                [.integer(key)]
            ) { row in try row.integer(0) }
            guard (count ?? 0) < IdentityLimits.versionsPerPolicy else {
                throw IdentityError.limitReached(.policyVersions)
            }
            let number = try tx.first(
                """
                UPDATE managed_policies SET latest_version = latest_version + 1, updated_at = $1
                WHERE policy_key = $2 RETURNING latest_version
                """,
                [.timestamp(now), .integer(key)]
            ) { row in
                try row.parsedIdentity("managed_policies", "latest_version") {
                    try PolicyVersionID(number: try row.integer(0))
                }
            }
            guard let number else { throw CorruptRow(table: "managed_policies", column: "policy_key") }
            let version = ManagedPolicyVersion(
                id: number,
                document: document.text,
                creationDate: now,
                isDefault: role == .defaultVersion
            )
            try insertVersion(version, ofPolicyKey: key, tx)
            if version.isDefault { try setDefaultVersion(number, ofPolicyKey: key, at: now, tx) }
            return version
        }
    }

    /// - Throws: `IdentityError.policyNotFound`, `IdentityError.policyVersionNotFound`
    package func policyVersion(
        _ id: PolicyVersionID,
        of arn: PolicyARN,
        in account: AccountID
    ) async throws -> ManagedPolicyVersion {
        let versions = try await allVersions(of: arn, in: account)
        guard let version = versions.first(where: { $0.id == id }) else {
            throw IdentityError.policyVersionNotFound(arn, id)
        }
        return version
    }

    /// A page of versions, the newest first.
    ///
    /// - Throws: `IdentityError.policyNotFound`
    package func policyVersions(
        of arn: PolicyARN,
        in account: AccountID,
        _ page: IdentityPageRequest
    ) async throws -> IdentityPage<ManagedPolicyVersion> {
        let after = page.after.flatMap { Int64($0) } ?? .max
        let versions = try await allVersions(of: arn, in: account).filter { $0.id.number < after }
        return page.page(found: versions) { String($0.id.number) }
    }

    /// - Throws: `IdentityError.policyNotFound`, `IdentityError.policyVersionNotFound`, `IdentityError.deleteConflict`
    ///   for the default version.
    package func deletePolicyVersion(
        _ id: PolicyVersionID,
        of arn: PolicyARN,
        in account: AccountID
    ) async throws {
        try await changingAccess { tx in
            let key = try requirePolicyKey(of: arn, in: account, tx)
            let version = try requireVersion(id, of: arn, key, tx)
            if version.isDefault { throw IdentityError.deleteConflict(.defaultVersion) }
            try tx.execute(
                "DELETE FROM managed_policy_versions WHERE policy_key = $1 AND version = $2",
                [.integer(key), .integer(id.number)]
            )
        }
    }

    /// Makes a version the one that decisions are made by.
    ///
    /// - Throws: `IdentityError.policyNotFound`, `IdentityError.policyVersionNotFound`
    package func setDefaultPolicyVersion(
        _ id: PolicyVersionID,
        of arn: PolicyARN,
        in account: AccountID,
        at now: Timestamp
    ) async throws {
        try await changingAccess { tx in
            let key = try requirePolicyKey(of: arn, in: account, tx)
            _ = try requireVersion(id, of: arn, key, tx)
            try setDefaultVersion(id, ofPolicyKey: key, at: now, tx)
        }
    }

    func insertVersion(
        _ version: ManagedPolicyVersion,
        ofPolicyKey key: Int64,
        _ tx: any SQLTransaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO managed_policy_versions (policy_key, version, document, created_at)
            VALUES ($1, $2, $3, $4)
            """,
            [
                .integer(key), .integer(version.id.number), .text(version.document),
                .timestamp(version.creationDate),
            ]
        )
    }

    private func setDefaultVersion(
        _ id: PolicyVersionID,
        ofPolicyKey key: Int64,
        at now: Timestamp,
        _ tx: any SQLTransaction
    ) throws {
        try tx.execute(
            "UPDATE managed_policies SET default_version = $1, updated_at = $2 WHERE policy_key = $3",
            [.integer(id.number), .timestamp(now), .integer(key)]
        )
    }

    private func requireVersion(
        _ id: PolicyVersionID,
        of arn: PolicyARN,
        _ key: Int64,
        _ tx: any SQLTransaction
    ) throws -> ManagedPolicyVersion {
        guard let version = try versions(ofPolicyKey: key, tx).first(where: { $0.id == id }) else {
            throw IdentityError.policyVersionNotFound(arn, id)
        }
        return version
    }

    private func allVersions(of arn: PolicyARN, in account: AccountID) async throws -> [ManagedPolicyVersion] {
        try await database.read { tx in try versions(of: arn, in: account, tx) }
    }

    /// Of a policy of the program or of the account, the newest first.
    ///
    /// - Throws: `IdentityError.policyNotFound`
    func versions(
        of arn: PolicyARN,
        in account: AccountID,
        _ tx: any SQLTransaction
    ) throws -> [ManagedPolicyVersion] {
        guard let builtIn = deployment.builtInPolicy(arn) else {
            return try versions(ofPolicyKey: try requirePolicyKey(of: arn, in: account, tx), tx)
        }
        let only = ManagedPolicyVersion(
            id: .first,
            document: builtIn.document,
            creationDate: builtIn.creationDate,
            isDefault: true
        )
        return [only]
    }

    /// At most as many as a policy may have, the newest first.
    private func versions(ofPolicyKey key: Int64, _ tx: any SQLTransaction) throws -> [ManagedPolicyVersion] {
        try tx.query(
            """
            SELECT version, document, managed_policy_versions.created_at, default_version
            FROM managed_policy_versions
            JOIN managed_policies ON managed_policies.policy_key = managed_policy_versions.policy_key
            WHERE managed_policy_versions.policy_key = $1 ORDER BY version DESC
            """,
            [.integer(key)]
        ) { row in
            let id = try row.parsedIdentity("managed_policy_versions", "version") {
                try PolicyVersionID(number: try row.integer(0))
            }
            return ManagedPolicyVersion(
                id: id,
                document: try row.text(1),
                creationDate: try row.timestamp(2),
                isDefault: try row.integer(3) == id.number
            )
        }
    }
}
