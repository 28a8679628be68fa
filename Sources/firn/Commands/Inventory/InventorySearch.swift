import ArgumentParser
import Glacier
import Synchronization

/// `firn inventory search`
struct InventorySearch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find archives by words of their paths and descriptions.",
        discussion: """
            It searches what the local catalogue knows. A pattern with *, ? or [ is compared with the whole path or \
            description, any other is a part of it; capitals do not count. The exit status is 1 where nothing is found.
            """
    )

    @Argument(help: "Name of the vault.", completion: .vaults) var vault: VaultArgument
    @Argument(help: "A text, or a pattern with *, ? or [.") var pattern: String
    @Flag(name: .shortAndLong, help: "Print all that is known of each archive.") var long = false
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Local catalogue") var catalogueOptions: CatalogueOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func run() async throws {
        let catalogue = try await catalogueOptions.open()
        try await connection.withClient { client in
            let lookup = VaultLookup(connection: connection, name: vault)
            let known = try await lookup.offline(client, catalogue)
            let pattern = NamePattern(pattern, text: .part), hasFound = Mutex(false)
            let listing = ArchiveListing(output: output, detail: long ? .long : .short)
            try await catalogue.forEachArchive(of: known) { archive in
                let names = [archive.path, archive.description, archive.localPath ?? []]
                guard names.contains(where: pattern.matches) else { return }
                listing.show(archive)
                hasFound.withLock { $0 = true }
            }
            if !hasFound.withLock({ $0 }) {
                throw CommandFailure(
                    .failure,
                    "no archive of \(vault) that is known here matches",
                    hints: ["`firn inventory \(vault)` asks the service what is in it"]
                )
            }
        }
    }
}
