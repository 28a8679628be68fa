package import GlacierModel
import SQLDatabase

extension Catalogue {
    /// Adds all tags to a vault, or none. A key that is there already gets the new value.
    ///
    /// - Throws: `ServiceError.vaultNotFound`, `ServiceError.tagLimitReached`
    package func addTags(_ tags: TagSet, to vault: VaultReference) async throws {
        try await changingRules(of: vault) { vaultKey, tx in
            _ = try self.tags(ofVaultKey: vaultKey, tx).adding(tags)
            for tag in tags.ordered {
                try tx.execute(
                    """
                    INSERT INTO vault_tags (vault_key, tag_key, tag_value) VALUES ($1, $2, $3)
                    ON CONFLICT (vault_key, tag_key) DO UPDATE SET tag_value = excluded.tag_value
                    """,
                    [.integer(vaultKey), .text(tag.key.text), .text(tag.value.text)]
                )
            }
        }
    }

    /// - Throws: `ServiceError.vaultNotFound`
    package func tags(of vault: VaultReference) async throws -> TagSet {
        try await database.read { tx in try tags(ofVaultKey: requireVaultKey(of: vault, tx), tx) }
    }

    /// Removes tags from a vault. Keys that are not there are success.
    ///
    /// - Throws: `ServiceError.vaultNotFound`
    package func removeTags(_ keys: Set<TagKey>, from vault: VaultReference) async throws {
        try await changingRules(of: vault) { vaultKey, tx in
            for key in keys.sorted() {
                try tx.execute(
                    "DELETE FROM vault_tags WHERE vault_key = $1 AND tag_key = $2",
                    [.integer(vaultKey), .text(key.text)]
                )
            }
        }
    }

    /// At most as many as a vault may have.
    func tags(ofVaultKey vaultKey: Int64, _ tx: any SQLTransaction) throws -> TagSet {
        TagSet(
            try tx.query(
                "SELECT tag_key, tag_value FROM vault_tags WHERE vault_key = $1",
                [.integer(vaultKey)]
            ) { row in
                VaultTag(
                    key: try row.parsed("vault_tags", "tag_key") { try TagKey(try row.text(0)) },
                    value: try row.parsed("vault_tags", "tag_value") { try TagValue(try row.text(1)) }
                )
            }
        )
    }
}
