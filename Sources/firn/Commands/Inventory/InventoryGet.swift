import ArgumentParser
import Glacier
import GlacierModel

/// `firn inventory get`
struct InventoryGet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Fetch the inventory of a vault, print it and keep it in the local catalogue.",
        discussion: """
            It goes on with a job that an earlier call started or that is in progress, or starts one. When it is \
            interrupted, the same command goes on later. With --json the output is a document as the service writes it.
            """
    )

    @Argument(help: "Name of the vault.", completion: .vaults) var vault: VaultArgument
    @Flag(help: "Print what the local catalogue knows; nothing is asked of the service.") var cached = false
    @Flag(help: "Do not wait for a job: end with status 80 until it has ended.") var noWait = false
    @Flag(help: "Print CSV as the service writes it.") var csv = false
    @Flag(name: .shortAndLong, help: "Print all that is known of each archive.") var long = false
    @Option(help: ArgumentHelp("Only archives made at this moment or later, as 2026-01-31.", valueName: "date"))
    var from: MomentArgument?
    @Option(help: ArgumentHelp("Only archives made before this moment.", valueName: "date")) var to: MomentArgument?
    @Option(help: ArgumentHelp("No more archives than this.", valueName: "number")) var limit: Int64?
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Local catalogue") var catalogueOptions: CatalogueOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func validate() throws {
        if csv, output.json { throw ValidationError("--csv and --json cannot both be") }
        if let limit, limit < 1 { throw ValidationError("--limit is 1 or more") }
        if cached, filter != nil {
            throw ValidationError("--from, --to and --limit ask the service, --cached does not")
        }
        if noWait, filter != nil { throw ValidationError("--no-wait is for whole inventories") }
    }

    func run() async throws {
        let catalogue = try await catalogueOptions.open()
        try await Interrupts.cancelling(resume: { "the same command goes on later" }) {
            try await connection.withClient { client in
                if cached { return try await printKnown(client, catalogue) }
                let (known, _) = try await lookup.online(client)
                let fetch = InventoryFetch(client, lookup, known, catalogue, tell: { output.note($0) })
                if let filter {
                    try await printPart(filter, fetch)
                } else {
                    try await printWhole(fetch)
                }
            }
        }
    }

    private var lookup: VaultLookup { VaultLookup(connection: connection, name: vault) }

    private var filter: InventoryFilter? {
        guard from != nil || to != nil || limit != nil else { return nil }
        return InventoryFilter(startDate: from?.moment, endDate: to?.moment, limit: limit)
    }

    private func document() -> InventoryDocument {
        if csv { return InventoryDocument(.csv) }
        if output.json { return InventoryDocument(.json) }
        return InventoryDocument(.lines(ArchiveListing(output: output, detail: long ? .long : .short)))
    }

    private func printWhole(_ fetch: InventoryFetch) async throws {
        guard let inventory = try await fetch.whole(noWait ? .none : .untilEnded) else {
            throw CommandFailure(.notFound, "the service has not made an inventory of \(vault) yet")
        }
        try await print(inventory, fetch, isWhole: true)
    }

    private func printPart(_ filter: InventoryFilter, _ fetch: InventoryFetch) async throws {
        guard let (inventory, marker) = try await fetch.part(filter) else {
            throw CommandFailure(.notFound, "the service has not made an inventory of \(vault) yet")
        }
        try await print(inventory, fetch, isWhole: false)
        if marker != nil { output.note("there are more archives: --limit or --to left them out") }
    }

    private func print(_ inventory: FetchedInventory, _ fetch: InventoryFetch, isWhole: Bool) async throws {
        let document = document()
        document.begin()
        let merged = try await inventory.merge(into: fetch.catalogue, fetch.vault, isWhole: isWhole) { archives in
            for archive in archives { document.add(KnownArchive(archive)) }
        }
        document.end(merged.head)
        output.note(merged.words(of: vault.name, output.sizes))
    }

    private func printKnown(_ client: GlacierClient, _ catalogue: LocalCatalogue) async throws {
        let known = try await lookup.offline(client, catalogue)
        guard let knowledge = try await catalogue.knowledge(of: known) else {
            throw VaultLookup.nothingKnown(vault.name, client.endpoint)
        }
        let document = document()
        document.begin()
        try await catalogue.forEachArchive(of: known, by: .date) { document.add($0) }
        document.end(InventoryHead(vaultARN: known.arn, inventoryDate: knowledge.inventoryDate))
        output.note(knowledge.words)
    }
}

/// A moment on the command line: `2026-01-31` or `2026-01-31T18:00:00Z`.
struct MomentArgument: ExpressibleByArgument {
    let moment: Timestamp

    init?(argument: String) {
        guard let moment = Timestamp(iso8601: argument) else { return nil }
        self.moment = moment
    }
}

extension InventoryFetch {
    init(
        _ client: GlacierClient,
        _ lookup: VaultLookup,
        _ vault: LocalVault,
        _ catalogue: LocalCatalogue,
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.init(
            client: client,
            address: lookup.address,
            vault: vault,
            catalogue: catalogue,
            surroundings: .live,
            tell: tell
        )
    }
}

extension MergedInventory {
    /// What came of it, for people.
    func words(of vault: String, _ sizes: HumanSize.Style) -> String {
        let date = head.inventoryDate.map { ", as of \(HumanTime($0))" } ?? ""
        var text = "\(vault): \(archives.counted("archive")), \(HumanSize(bytes, sizes))\(date)"
        if summary.removed > 0 { text += "; \(summary.removed.counted("archive")) gone since the inventory before" }
        if summary.isOutdated { text += "; the catalogue has a newer inventory" }
        return text
    }
}

extension BinaryInteger {
    /// `1 archive`, `2 archives`.
    func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension VaultKnowledge {
    /// How old it is, for people.
    var words: String {
        guard let inventoryDate else {
            return "known from uploads of this machine alone; no inventory was read yet"
        }
        let fetched = fetchedAt.map { ", read \(HumanTime($0))" } ?? ""
        return "as of the inventory of \(HumanTime(inventoryDate))\(fetched), and uploads of this machine since"
    }
}

extension LocalVault {
    /// The vault's name at AWS; nil where its account is not known.
    var arn: String? {
        guard account != "-" else { return nil }
        let partition = region.hasPrefix("cn-") ? "aws-cn" : region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
        return "arn:\(partition):glacier:\(region):\(account):vaults/\(name)"
    }
}
