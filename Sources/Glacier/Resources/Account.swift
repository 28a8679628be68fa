public import GlacierAPI

/// An account: the owner of vaults.
public struct Account: Sendable {
    /// The caller's own, or one by its id.
    public let id: AccountScope
    let client: GlacierClient

    init(_ id: AccountScope, _ client: GlacierClient) { (self.id, self.client) = (id, client) }

    /// Makes a vault. Nothing changes where it is there already.
    public func createVault(_ name: String) async throws -> Vault {
        let vault = vault(name)
        try await vault.create()
        return vault
    }

    /// A vault of the account.
    public func vault(_ name: String) -> Vault { Vault(VaultAddress(name, of: id), client) }

    /// The account's vaults, by their names.
    public var vaults: ResourceCollection<Vault> {
        ResourceCollection { [id, client] parameters, marker in
            let page = try await client.listVaults(of: id, limit: parameters.pageSize, marker: marker)
            let vaults = try page.items.map { item in
                guard let name = item.vaultName else { throw UnreadableAnswer("VaultName") }
                return Vault(VaultAddress(name, of: id), client, told: item)
            }
            return (vaults, page.marker)
        }
    }
}

extension Account: Hashable, CustomStringConvertible {
    /// Whether both name the same account in the same way.
    public static func == (left: Account, right: Account) -> Bool { left.id == right.id }

    /// Goes by the id.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }

    /// The id, `-` for the caller's own.
    public var description: String { "Account(id: \(id.segment))" }
}
