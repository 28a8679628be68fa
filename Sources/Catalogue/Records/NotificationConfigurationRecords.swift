package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Sets whom a vault tells of its completed jobs, in place of what was set before; nil removes it.
    ///
    /// - Throws: `ServiceError.vaultNotFound`
    package func setNotificationConfiguration(
        _ configuration: VaultNotificationConfiguration?,
        of vault: VaultReference
    ) async throws {
        try await database.write { tx in
            let vaultKey = try requireVaultKey(of: vault, tx)
            guard let configuration else {
                try tx.execute("DELETE FROM vault_notifications WHERE vault_key = $1", [.integer(vaultKey)])
                return
            }
            try tx.execute(
                """
                INSERT INTO vault_notifications (vault_key, sns_topic, events) VALUES ($1, $2, $3)
                ON CONFLICT (vault_key) DO UPDATE SET sns_topic = excluded.sns_topic, events = excluded.events
                """,
                [
                    .integer(vaultKey), .text(configuration.snsTopic),
                    .text(configuration.events.map(\.rawValue).joined(separator: ",")),
                ]
            )
        }
    }

    /// - Returns: nil where none is set.
    /// - Throws: `ServiceError.vaultNotFound`
    package func notificationConfiguration(of vault: VaultReference) async throws -> VaultNotificationConfiguration? {
        try await database.read { tx in
            try notificationConfiguration(ofVaultKey: requireVaultKey(of: vault, tx), tx)
        }
    }

    /// The configuration of a vault as it is now; nil where none is set.
    func notificationConfiguration(
        ofVaultKey vaultKey: Int64,
        _ tx: any SQLTransaction
    ) throws -> VaultNotificationConfiguration? {
        try tx.first(
            "SELECT sns_topic, events FROM vault_notifications WHERE vault_key = $1",
            [.integer(vaultKey)]
        ) { row in
            let events = try row.text(1).split(separator: ",").map(String.init)
            return try row.parsed("vault_notifications", "events") {
                try VaultNotificationConfiguration(snsTopic: try row.text(0), events: events)
            }
        }
    }
}
