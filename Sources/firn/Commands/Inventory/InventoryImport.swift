import ArgumentParser
import Foundation
import Glacier
import GlacierModel
import JSONText
import NIOCore

/// `firn inventory import`
struct InventoryImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Add an inventory that was fetched before, by any tool, to the local catalogue.",
        discussion: """
            JSON and CSV as the service writes them are read. CSV says neither whose it is nor how old, so that it \
            only adds archives; JSON of a whole vault also removes those that are gone.
            """
    )

    @Argument(help: "Name of the vault.", completion: .vaults) var vault: VaultArgument
    @Argument(help: "The inventory, or - for the standard input.") var file: String
    @Flag(help: "The inventory lists a part of the archives only: nothing is removed.") var partial = false
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Local catalogue") var catalogueOptions: CatalogueOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func run() async throws {
        let catalogue = try await catalogueOptions.open()
        try await connection.withClient { client in
            let inventory = try await spooled(beside: catalogue.path)
            let head = try await inventory.forEachPiece { _ in }
            let known = try await owner(head, client, catalogue)
            let merged = try await inventory.merge(into: catalogue, known, isWhole: !partial)
            output.report(merged.document(of: known), merged.words(of: vault.name, output.sizes))
        }
    }

    /// Whose vault the inventory is of: JSON says it, CSV does not.
    private func owner(
        _ head: InventoryHead,
        _ client: GlacierClient,
        _ catalogue: LocalCatalogue
    ) async throws -> LocalVault {
        let lookup = VaultLookup(connection: connection, name: vault)
        guard let arn = head.vaultARN else { return try await lookup.online(client).vault }
        guard let known = LocalVault(endpoint: client.endpoint, arn: arn), known.name == vault.name else {
            throw CommandFailure(.usage, "the inventory is of another vault: \(arn.visible)")
        }
        if case .id(let account) = connection.account, account.text != known.account {
            throw CommandFailure(.usage, "the inventory is of another account's vault: \(arn.visible)")
        }
        return known
    }

    /// Copies the file, which may be a pipe, to where it can be read twice.
    private func spooled(beside catalogue: String) async throws -> FetchedInventory {
        guard let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file) else {
            throw CommandFailure(.notFound, "cannot open \(file.visible)")
        }
        let folder = (catalogue as NSString).deletingLastPathComponent
        let spool = try SpooledFile(in: folder.isEmpty ? "." : folder)
        var length: Int64 = 0, format: InventoryFormat?
        do {
            while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
                let isBlank = { (byte: UInt8) in byte <= 0x20 || [0xEF, 0xBB, 0xBF].contains(byte) }
                if format == nil, let first = piece.first(where: { !isBlank($0) }) {
                    format = first == UInt8(ascii: "{") ? .json : .csv
                }
                try await spool.write(ByteBuffer(bytes: piece), at: length)
                length += Int64(piece.count)
            }
        } catch let error as CocoaError {
            throw CommandFailure(.failure, "cannot read \(file.visible): \(error.localizedDescription)")
        }
        return FetchedInventory(file: spool, length: length, format: format ?? .csv)
    }
}

extension MergedInventory {
    /// For programs.
    func document(of vault: LocalVault) -> JSONObject {
        var document = JSONObject()
        document.add("VaultName", vault.name)
        document.add("VaultARN", vault.arn)
        document.add("InventoryDate", head.inventoryDate?.secondsText)
        document.add("NumberOfArchives", Int64(archives))
        document.add("SizeInBytes", bytes)
        document.add("Removed", Int64(summary.removed))
        return document
    }
}
