import ArgumentParser
import Foundation
import Glacier
import JSONText

/// `firn inventory diff`
struct InventoryDiff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare a folder with what is known of a vault.",
        discussion: """
            Each difference is a line: + is in the folder and not in the vault, ~ is in both and differs, - is in the \
            vault and not in the folder, ? cannot be compared, because the archive holds compressed or encrypted \
            bytes. A file is found by its path relative to the folder, behind --prefix, or by where it lay when it was \
            uploaded; of several archives of one path the newest counts. The exit status is 1 where anything differs.
            """
    )

    @Argument(help: "Name of the vault.", completion: .vaults) var vault: VaultArgument
    @Argument(help: "The folder.", completion: .directory) var folder: String
    @Option(help: ArgumentHelp("What paths in the vault begin with, as photos/2026.", valueName: "path"))
    var prefix = ""
    @Flag(help: "Compare tree hashes too, not sizes alone: every file is read.") var checksum = false
    @Flag(help: "Fetch the inventory first.") var refresh = false
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Local catalogue") var catalogueOptions: CatalogueOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func run() async throws {
        let catalogue = try await catalogueOptions.open()
        let differs = try await Interrupts.cancelling {
            try await connection.withClient { client in
                let lookup = VaultLookup(connection: connection, name: vault)
                let known = try await lookup.known(client, catalogue, refresh: refresh) { output.note($0) }
                if let knowledge = try await catalogue.knowledge(of: known) { output.note(knowledge.words) }
                let difference = try FolderDifference(
                    folder: folder,
                    prefix: Array(prefix.utf8),
                    checksum: checksum ? .treeHash : .sizeAlone,
                    catalogue: catalogue,
                    vault: known
                )
                return try await difference.run { show($0) }
            }
        }
        if differs { throw ExitStatus.failure.exitCode }
    }

    private func show(_ difference: FolderDifference.Line) {
        if output.json {
            var document = JSONObject()
            document.add("Difference", difference.kind.rawValue)
            document.add("Path", String(decoding: difference.path, as: UTF8.self))
            document.add("ArchiveId", difference.archive?.archiveID)
            document.add("Reason", difference.reason)
            output.stream(document)
        } else {
            let name = String(decoding: difference.path, as: UTF8.self).visible
            let reason = difference.reason.map { "  (\($0))" } ?? ""
            print("\(difference.kind.mark) \(name)\(output.quiet ? "" : reason)")
        }
    }
}
