import ArgumentParser
import Glacier
import JSONText

/// `firn parts`
struct PartsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parts",
        abstract: "Show which parts of an upload are there, and which are missing.",
        discussion: """
            In the bar a # stands for bytes that are all there, a + for some, a . for none. How long the file is the \
            service does not know: the local catalogue does for uploads of this machine, and --size says it. With \
            --json all parts are in one object, and with --quiet only the byte is printed from which parts are missing.

            An id that begins with - is written behind --, which ends the options.
            """
    )

    @OptionGroup var target: VaultTarget
    @Argument(help: "Id of the upload.") var upload: String
    @Option(help: ArgumentHelp("Bytes of the file that is uploaded.", valueName: "size")) var size: SizeArgument?
    @OptionGroup(title: "Catalogue") var catalogue: CatalogueOptions

    func run() async throws {
        let (listing, known) = try await target.withVault { client, address in
            let listing = try await client.partListing(of: upload, in: address)
            return (listing, try await openUpload(listing, client))
        }
        let map = PartMap(
            listing.parts.map(\.range),
            partSize: listing.upload.partSizeInBytes ?? 1 << 20,
            fileSize: size?.bytes ?? known?.source.size
        )
        let text = PartMapText(map: map, listing: listing, known: known, output: target.output)
        target.output.show(text.document) { terminal in
            target.output.quiet ? String(map.next) : text.text(for: terminal)
        }
    }

    /// What this machine knows of the upload.
    private func openUpload(_ listing: PartListing, _ client: GlacierClient) async throws -> KnownUpload? {
        guard let known = try await catalogue.existing(for: listing.upload, client, target.output) else { return nil }
        let open = try await known.catalogue.attempt("the size of the file is not known") {
            try await $0.openUploads(of: known.vault)
        }
        return open?.first { $0.uploadID == upload }
    }
}
