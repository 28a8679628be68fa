package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    package func describeVault(_ request: Authorised<DescribeVault.Input>) async throws -> DescribeVault.Output {
        let vault = try await catalogue.vault(request.input.vault)
        return visible(vault, of: request.input.vault.account)
    }

    /// A vault as callers see it.
    func visible(_ vault: Vault, of account: AccountID) -> DescribeVault.Output {
        DescribeVault.Output(
            vault: VaultReference(account: account, name: vault.name),
            creationDate: vault.creationDate,
            inventory: vault.visibleInventory(timing)
        )
    }
}
