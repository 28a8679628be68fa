package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    /// Vaults in byte order of their names. The page begins at the vault of the marker, or at the next name when
    /// that vault is gone.
    package func listVaults(_ request: Authorised<ListVaults.Input>) async throws -> ListVaults.Output {
        let account = request.input.account
        var start: VaultName?
        if let marker = request.input.marker {
            start = try deployment.vaultName(fromARN: marker, account: account)
        }
        let limit = request.input.limit.count
        let found = try await catalogue.vaults(of: account, from: start, limit: limit + 1)
        let page = Page(found: found, limit: limit)
        return ListVaults.Output(
            vaults: page.items.map { visible($0, of: account) },
            marker: page.next.map { VaultReference(account: account, name: $0.name) }
        )
    }
}
