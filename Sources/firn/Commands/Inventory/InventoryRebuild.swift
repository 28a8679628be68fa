import ArgumentParser
import Glacier

/// `firn inventory rebuild`
struct InventoryRebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Fill the local catalogue from inventories: of some vaults, or of all that the account has.",
        discussion: """
            The jobs of all vaults run at the same time. What only this machine knows, as where uploaded files lay, \
            stays. When it is interrupted, the same command goes on later.
            """
    )

    @Argument(help: "Names of vaults; all where there is none.", completion: .vaults) var vaults: [VaultArgument] = []
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Local catalogue") var catalogueOptions: CatalogueOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func run() async throws {
        let catalogue = try await catalogueOptions.open()
        try await Interrupts.cancelling(resume: { "the same command goes on later" }) {
            try await connection.withClient { client in
                var fetches: [InventoryFetch] = []
                for vault in vaults.isEmpty ? try await allVaults(client) : vaults {
                    let lookup = VaultLookup(connection: connection, name: vault)
                    let (known, _) = try await lookup.online(client)
                    let fetch = InventoryFetch(client, lookup, known, catalogue, tell: { output.note($0) })
                    try await fetch.prepare()
                    fetches.append(fetch)
                }
                for fetch in fetches { try await rebuild(fetch) }
            }
        }
    }

    private func rebuild(_ fetch: InventoryFetch) async throws {
        guard let inventory = try await fetch.whole() else {
            output.note("\(fetch.vault.name): the service has not made an inventory yet")
            return
        }
        let merged = try await inventory.merge(into: fetch.catalogue, fetch.vault, isWhole: true)
        output.report(merged.document(of: fetch.vault), merged.words(of: fetch.vault.name, output.sizes))
    }

    private func allVaults(_ client: GlacierClient) async throws -> [VaultArgument] {
        var names: [VaultArgument] = [], marker: String?
        repeat {
            let page = try await client.listVaults(of: connection.account, marker: marker)
            names += page.items.compactMap { $0.vaultName.flatMap { VaultArgument(argument: $0) } }
            marker = page.marker
        } while marker != nil
        return names
    }
}
