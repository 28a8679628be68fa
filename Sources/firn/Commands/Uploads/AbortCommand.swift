import ArgumentParser
import Glacier
import JSONText

/// `firn abort`
struct AbortCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "abort",
        abstract: "Give up uploads in parts, with all parts that have arrived.",
        discussion: """
            An upload that is not in progress ends the command with the status 66; others are aborted first.

            Ids that begin with - are written behind --, which ends the options.
            """
    )

    @OptionGroup var target: VaultTarget
    @Argument(help: "Ids of uploads.") var uploads: [String]
    @OptionGroup var confirmation: ConfirmationOptions
    @Flag(help: "Only say what would be aborted.") var dryRun = false
    @OptionGroup(title: "Catalogue") var catalogue: CatalogueOptions

    func run() async throws {
        try await target.withVault { client, address in
            var found: [PartListing] = [], failure: GlacierError?
            for id in uploads {
                do {
                    found.append(try await client.partListing(of: id, in: address))
                } catch let error as GlacierError where error.knownCode == .resourceNotFound {
                    failure = failure ?? error
                }
            }
            if dryRun {
                for listing in found { report(listing, "Would abort") }
            } else if !found.isEmpty {
                try confirmation.confirm(question(found))
                for listing in found { try await abort(listing, client, address) }
            }
            if let failure { throw failure }
        }
    }

    private func abort(_ listing: PartListing, _ client: GlacierClient, _ address: VaultAddress) async throws {
        guard let id = listing.upload.uploadID else { return }
        try await client.abortMultipartUpload(id, in: address)
        try await forget(id, listing, client)
        report(listing, "Aborted")
    }

    private func forget(_ id: String, _ listing: PartListing, _ client: GlacierClient) async throws {
        guard let known = try await catalogue.existing(for: listing.upload, client, target.output) else { return }
        _ = try await known.catalogue.attempt("the upload stays in it") {
            try await $0.close(id, in: known.vault, recording: nil)
        }
    }

    private func question(_ listings: [PartListing]) -> String {
        let lines = listings.map(words)
        return listings.count == 1
            ? "Abort the upload \(lines[0])?" : "Abort \(lines.count) uploads?\n  \(lines.joined(separator: "\n  "))\n"
    }

    private func words(_ listing: PartListing) -> String {
        let about = listing.upload.archiveDescription.map { ", \"\($0.visible)\"" } ?? ""
        let size = HumanSize(listing.byteCount, target.output.sizes)
        return "\(listing.upload.uploadID?.visible ?? "-") (\(listing.parts.count) parts, \(size)\(about))"
    }

    private func report(_ listing: PartListing, _ verb: String) {
        var document = listing.upload.document
        document.add("NumberOfParts", Int64(listing.parts.count))
        document.add("SizeInBytes", listing.byteCount)
        target.output.report(document, "\(verb) \(words(listing)).")
    }
}
