import GlacierModel
import SQLDatabase
import Synchronization

/// How far the catalogue is known to have come in what decides who may do what. Only ever grows.
///
/// What was read under an older version may not be used any more to decide.
package final class KnownAccessVersion: Sendable {
    private let version = Mutex<Int64>(0)

    package init() {}

    /// The newest version that was seen.
    package var current: Int64 { version.withLock { $0 } }

    func advance(to newer: Int64) { version.withLock { $0 = max($0, newer) } }
}

/// Something was allowed under rules that have changed since: it has to be decided again.
package struct AccessRulesChanged: Error, Hashable, Sendable {}

/// The version of all that decides who may do what: identities, keys, policies, tags, locks. Each change of one of them
/// raises it in the same transaction, so what was read under a version that is still the current one still holds.
extension Catalogue {
    /// Changes something that decides who may do what. When this returns, what was read before the change counts as
    /// old: see `knownAccessVersion`.
    func changingAccess<T: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> T
    ) async throws -> T {
        let (result, version) = try await database.write { tx in
            let result = try body(tx)
            try tx.execute("UPDATE access_version SET version = version + 1 WHERE one_row = 1")
            return (result, try accessVersion(tx))
        }
        knownAccessVersion.advance(to: version)
        return result
    }

    /// Changes something of a vault that decides who may do what with it.
    ///
    /// - Throws: `ServiceError.vaultNotFound`, or what `body` throws.
    func changingRules<T: Sendable>(
        of vault: VaultReference,
        _ body: @escaping @Sendable (_ vaultKey: Int64, any SQLTransaction) throws -> T
    ) async throws -> T {
        try await changingAccess { tx in
            let vaultKey = try requireVaultKey(of: vault, tx)
            let result = try body(vaultKey, tx)
            // The number that the change is about to get.
            try tx.execute(
                "UPDATE vaults SET rules_version = $1 WHERE vault_key = $2",
                [.integer(try accessVersion(tx) + 1), .integer(vaultKey)]
            )
            return result
        }
    }

    /// Demands that the rules of a vault are those under which something was allowed, or older ones.
    ///
    /// - Throws: `AccessRulesChanged`
    func requireRules(ofVaultKey vaultKey: Int64, notAfter version: Int64, _ tx: any SQLTransaction) throws {
        let changed = try tx.first("SELECT rules_version FROM vaults WHERE vault_key = $1", [.integer(vaultKey)]) {
            row in
            try row.integer(0)
        }
        guard let changed, changed <= version else { throw AccessRulesChanged() }
    }

    /// Looks for changes that others made: other nodes, and commands beside the server.
    package func refreshAccessVersion() async throws {
        knownAccessVersion.advance(to: try await database.read { tx in try accessVersion(tx) })
    }

    /// The version that a transaction sees.
    func accessVersion(_ tx: any SQLTransaction) throws -> Int64 {
        let version = try tx.first("SELECT version FROM access_version WHERE one_row = 1") { row in
            try row.integer(0)
        }
        guard let version else { throw CorruptRow(table: "access_version", column: "version") }
        return version
    }
}
