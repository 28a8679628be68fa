package import GlacierModel
import SQLDatabase

/// Access keys as their owners manage them: users, and the root of an account.
extension Catalogue {
    /// Adds an active key.
    ///
    /// - Returns: the key, and its owner as the catalogue spells his name.
    /// - Parameter sealedSecret: never the secret itself.
    /// - Throws: `IdentityError.identityNotFound`, `IdentityError.limitReached`
    package func createAccessKey(
        _ id: String,
        sealedSecret: [UInt8],
        of owner: AccessKeyOwner,
        in account: AccountID,
        at now: Timestamp
    ) async throws -> (owner: AccessKeyOwner, key: AccessKeyRecord) {
        let key = AccessKeyRecord(id: id, status: .active, creationDate: now)
        let owner = try await changingAccess { tx in
            let (user, owner) = try userRow(of: owner, in: account, tx)
            let keys = try accessKeys(ofUserKey: user, in: account, tx)
            guard keys.count < Int(IdentityLimits.accessKeysPerUser) else {
                throw IdentityError.limitReached(.accessKeysPerUser)
            }
            try tx.execute(
                """
                INSERT INTO access_keys (access_key_id, account_id, identity_key, sealed_secret, status, created_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                """,
                [
                    .text(key.id), .text(account.text), SQLValue(user), .bytes(sealedSecret),
                    .text(key.status.rawValue), .timestamp(now),
                ]
            )
            return owner
        }
        return (owner, key)
    }

    /// A page of keys in the order of their ids.
    ///
    /// - Throws: `IdentityError.identityNotFound`
    package func accessKeys(
        of owner: AccessKeyOwner,
        in account: AccountID,
        _ page: IdentityPageRequest
    ) async throws -> (owner: AccessKeyOwner, page: IdentityPage<AccessKeyRecord>) {
        let (owner, keys) = try await database.read { tx in
            let (user, owner) = try userRow(of: owner, in: account, tx)
            return (owner, try accessKeys(ofUserKey: user, in: account, tx))
        }
        return (owner, page.page(of: keys, key: \.id))
    }

    /// - Throws: `IdentityError.identityNotFound`, `IdentityError.accessKeyNotFound` also for another owner's key.
    package func setStatus(
        _ status: AccessKeyRecord.Status,
        ofAccessKey id: AccessKeyID,
        of owner: AccessKeyOwner,
        in account: AccountID
    ) async throws {
        try await changingAccess { tx in
            try requireAccessKey(id, ofUserKey: userRow(of: owner, in: account, tx).key, in: account, tx)
            try tx.execute(
                "UPDATE access_keys SET status = $1 WHERE access_key_id = $2",
                [.text(status.rawValue), .text(id.text)]
            )
        }
    }

    /// - Throws: `IdentityError.identityNotFound`, `IdentityError.accessKeyNotFound` also for another owner's key.
    package func deleteAccessKey(
        _ id: AccessKeyID,
        of owner: AccessKeyOwner,
        in account: AccountID
    ) async throws {
        try await changingAccess { tx in
            try requireAccessKey(id, ofUserKey: userRow(of: owner, in: account, tx).key, in: account, tx)
            try tx.execute("DELETE FROM access_keys WHERE access_key_id = $1", [.text(id.text)])
        }
    }

    /// Whose a key of an account is, and when it was last used.
    ///
    /// - Throws: `IdentityError.accessKeyNotFound`
    package func accessKeyUse(
        _ id: AccessKeyID,
        in account: AccountID
    ) async throws -> (owner: AccessKeyOwner, lastUse: AccessKeyRecord.LastUse?) {
        let found = try await database.read { tx in
            try tx.first(
                """
                SELECT access_keys.access_key_id, status, access_keys.created_at, last_used_at, last_used_region,
                    last_used_service, identities.name
                FROM access_keys LEFT JOIN identities ON identities.identity_key = access_keys.identity_key
                WHERE access_keys.access_key_id = $1 AND access_keys.account_id = $2
                """,
                [.text(id.text), .text(account.text)]
            ) { row in
                let name = try row.parsedIdentity("identities", "name") {
                    try row.textOrNull(6).map { try IdentityName($0, of: .user) }
                }
                return (owner: name.map(AccessKeyOwner.user) ?? .root, lastUse: try row.accessKey().lastUse)
            }
        }
        guard let found else { throw IdentityError.accessKeyNotFound(id.text) }
        return found
    }

    /// The key of a user's row, nil for the root, and the owner with the name as it is spelt there.
    private func userRow(
        of owner: AccessKeyOwner,
        in account: AccountID,
        _ tx: any SQLTransaction
    ) throws -> (key: Int64?, owner: AccessKeyOwner) {
        switch owner {
        case .root: return (nil, .root)
        case .user(let name):
            let user = IdentityReference(account: account, kind: .user, name: name)
            let (key, identity) = try loadIdentity(user, tx)
            return (key, .user(identity.name))
        }
    }

    /// At most as many as an owner may have.
    private func accessKeys(
        ofUserKey user: Int64?,
        in account: AccountID,
        _ tx: any SQLTransaction
    ) throws -> [AccessKeyRecord] {
        try tx.query(
            """
            SELECT access_key_id, status, created_at, last_used_at, last_used_region, last_used_service
            FROM access_keys WHERE account_id = $1 AND \(user == nil ? "identity_key IS NULL" : "identity_key = $2")
            """,
            [.text(account.text)] + (user.map { [.integer($0)] } ?? [])
        ) { row in try row.accessKey() }
    }

    private func requireAccessKey(
        _ id: AccessKeyID,
        ofUserKey user: Int64?,
        in account: AccountID,
        _ tx: any SQLTransaction
    ) throws {
        guard try accessKeys(ofUserKey: user, in: account, tx).contains(where: { $0.id == id.text }) else {
            throw IdentityError.accessKeyNotFound(id.text)
        }
    }
}

extension SQLRow {
    /// From the columns id, status, creation, last use, its region, its service.
    fileprivate func accessKey() throws -> AccessKeyRecord {
        guard let status = AccessKeyRecord.Status(rawValue: try text(1)) else {
            throw CorruptRow(table: "access_keys", column: "status")
        }
        let lastUse = try timestampOrNull(3).map { date in
            AccessKeyRecord.LastUse(date: date, region: try textOrNull(4) ?? "", service: try textOrNull(5) ?? "")
        }
        return AccessKeyRecord(id: try text(0), status: status, creationDate: try timestamp(2), lastUse: lastUse)
    }
}
