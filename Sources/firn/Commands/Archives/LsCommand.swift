import ArgumentParser
import Glacier
import Synchronization

/// `firn ls`
struct LsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List vaults, or the archives of a vault as far as they are known here.",
        discussion: """
            The archives of a vault come from the local catalogue: uploads of this machine, and inventories that were \
            read. A name lists that path and what lies in it as in a folder; one with *, ? or [ is a pattern, whose \
            wildcards match slashes as well.
            """
    )

    @Argument(help: "Name of a vault; without it, vaults are listed.", completion: .vaults) var vault: VaultArgument?
    @Argument(help: "Paths or patterns; all archives where there is none.") var names: [String] = []
    @Flag(name: .shortAndLong, help: "Print all that is known of each archive.") var long = false
    @Option(help: "Order of the list: path, size, date or id.") var order = ArchiveOrder.path
    @Flag(help: "Fetch the inventory first, which at AWS takes hours.") var refresh = false
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Local catalogue") var catalogueOptions: CatalogueOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func validate() throws {
        if vault == nil, refresh { throw ValidationError("--refresh is about a vault") }
    }

    func run() async throws {
        guard let vault else {
            var list = VaultList(), target = AccountTarget()
            (target.output, target.connection) = (output, connection)
            list.target = target
            return try await list.run()
        }
        let catalogue = try await catalogueOptions.open()
        try await Interrupts.cancelling(resume: { refresh ? "the same command goes on later" : nil }) {
            try await connection.withClient { client in
                let lookup = VaultLookup(connection: connection, name: vault)
                let known = try await lookup.known(client, catalogue, refresh: refresh) { output.note($0) }
                guard let knowledge = try await catalogue.knowledge(of: known) else {
                    throw VaultLookup.nothingKnown(vault.name, client.endpoint)
                }
                try await list(known, catalogue)
                output.note("\(vault): \(knowledge.words)")
            }
        }
    }

    private func list(_ known: LocalVault, _ catalogue: LocalCatalogue) async throws {
        let patterns = names.map { NamePattern($0, text: .exact) }, missing = Mutex(Set(patterns.indices))
        let listing = ArchiveListing(output: output, detail: long ? .long : .short)
        try await catalogue.forEachArchive(of: known, by: order) { archive in
            let matching = patterns.indices.filter { patterns[$0].matches(archive.path) }
            guard patterns.isEmpty || !matching.isEmpty else { return }
            missing.withLock { $0.subtract(matching) }
            listing.show(archive)
        }
        if let first = missing.withLock({ $0.min() }) {
            throw CommandFailure(
                .notFound,
                "no archive of \(known.name) that is known here is called \(names[first].visible)"
            )
        }
    }
}

extension ArchiveOrder: ExpressibleByArgument {}

extension VaultLookup {
    /// The vault from the local catalogue alone, or after its inventory was fetched into it.
    func known(
        _ client: GlacierClient,
        _ catalogue: LocalCatalogue,
        refresh: Bool,
        tell: @escaping @Sendable (String) -> Void
    ) async throws -> LocalVault {
        guard refresh else { return try await offline(client, catalogue) }
        let (known, _) = try await online(client)
        let fetch = InventoryFetch(client, self, known, catalogue, tell: tell)
        if let inventory = try await fetch.whole() {
            _ = try await inventory.merge(into: catalogue, known, isWhole: true)
        } else {
            tell("the service has not made an inventory of \(name) yet")
        }
        return known
    }
}
