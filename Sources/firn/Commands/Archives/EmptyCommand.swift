import ArgumentParser
import Foundation
import Glacier
import JSONText

/// `firn empty`
struct EmptyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "empty",
        abstract: "Delete every archive of a vault, then the vault.",
        discussion: """
            The inventory of the vault is fetched first. Interrupted, the same command goes on. A service deletes a \
            vault only when its last inventory is empty; at AWS that is made about once a day, so that the archives go \
            at once and the vault with another call a day later: the exit status is 75 then. Deleting cannot be undone.
            """
    )

    @Argument(help: "Name of the vault.", completion: .vaults) var vault: VaultArgument
    @Flag(help: "Delete the archives and leave the vault.") var keepVault = false
    @Flag(name: .shortAndLong, help: "Only say what would be deleted.") var dryRun = false
    @Option(help: ArgumentHelp("Archives that are deleted at the same time.", valueName: "number")) var parallel = 8
    @OptionGroup var confirmation: ConfirmationOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Local catalogue") var catalogueOptions: CatalogueOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func validate() throws {
        if !(1...64).contains(parallel) { throw ValidationError("--parallel is a number from 1 to 64") }
    }

    func run() async throws {
        let catalogue = try await catalogueOptions.open()
        try await Interrupts.cancelling(resume: { "the same command goes on later" }) {
            try await connection.withClient { client in
                let lookup = VaultLookup(connection: connection, name: vault)
                let (known, _) = try await lookup.online(client)
                let fetch = InventoryFetch(client, lookup, known, catalogue, tell: { output.note($0) })
                try await empty(fetch)
            }
        }
    }

    /// Inventories that are gone through where others go on to upload.
    private static let longestChase = 10

    /// What is said of a vault before it is emptied.
    private struct Content {
        let archives: Int64
        let bytes: Int64
        let inventoryDate: Timestamp?
    }

    private func empty(_ fetch: InventoryFetch) async throws {
        let content = try await content(fetch)
        let size = "\(content.archives.counted("archive")) of \(HumanSize(content.bytes, output.sizes))"
        let what = keepVault ? "\(size) of the vault \(vault)" : "the vault \(vault) with \(size)"
        if dryRun { return output.report(document(content, deleted: 0, isVaultGone: false), "would delete \(what)") }
        try confirmation.confirm("Delete \(what)? This cannot be undone.", by: .exactly(vault.name))
        var deleted = try await deleteArchives(fetch)
        if keepVault {
            return output.report(
                document(content, deleted: deleted, isVaultGone: false),
                "deleted \(deleted.counted("archive")) of \(vault)"
            )
        }
        var seen = content.inventoryDate, rounds = 1
        while !(try await deleteVault(fetch)) {
            // A newer inventory may have archives that the one before had not.
            let newest = try await fetch.client.describeVault(fetch.address).lastInventoryDate
            guard let newest, newest.seconds > seen?.seconds ?? .min, rounds < Self.longestChase else {
                throw notYet(deleted)
            }
            (seen, rounds) = (newest, rounds + 1)
            _ = try await self.content(fetch)
            deleted += try await deleteArchives(fetch)
        }
        output.report(
            document(content, deleted: deleted, isVaultGone: true),
            "deleted \(vault) and its \(deleted.counted("archive"))"
        )
    }

    /// Gets the newest inventory into the catalogue. Archives that were uploaded from here since are there already.
    private func content(_ fetch: InventoryFetch) async throws -> Content {
        if let inventory = try await fetch.whole() {
            _ = try await inventory.merge(into: fetch.catalogue, fetch.vault, isWhole: true)
        } else {
            output.note("the service has not made an inventory of \(vault) yet: only uploads of this machine are known")
        }
        let knowledge = try await fetch.catalogue.knowledge(of: fetch.vault)
        return Content(
            archives: knowledge?.archives ?? 0,
            bytes: knowledge?.bytes ?? 0,
            inventoryDate: knowledge?.inventoryDate
        )
    }

    private func deleteArchives(_ fetch: InventoryFetch) async throws -> Int {
        let emptying = EmptyingVault(
            client: fetch.client,
            address: fetch.address,
            vault: fetch.vault,
            catalogue: fetch.catalogue,
            parallel: parallel
        )
        return try await emptying.run { count in
            if count.isMultiple(of: 500) { output.note("\(count.counted("archive")) deleted") }
        }
    }

    /// - Returns: false where the service does not delete the vault, or not yet.
    private func deleteVault(_ fetch: InventoryFetch) async throws -> Bool {
        do {
            try await fetch.client.deleteVault(fetch.address)
        } catch let error as GlacierError where error.knownCode == .invalidParameterValue {
            return false
        } catch let error as GlacierError where error.knownCode == .resourceNotFound {
            // An earlier request of this command was carried out, though its answer was lost.
        }
        try await fetch.catalogue.forgetVault(fetch.vault)
        return true
    }

    private func notYet(_ deleted: Int) -> CommandFailure {
        CommandFailure(
            .temporary,
            "deleted \(deleted.counted("archive")); the service does not delete \(vault) before its next inventory",
            hints: ["inventories are made about once a day: the same command deletes the vault then"]
        )
    }

    private func document(_ content: Content, deleted: Int, isVaultGone: Bool) -> JSONObject {
        var document = JSONObject()
        document.add("VaultName", vault.name)
        document.add("NumberOfArchives", content.archives)
        document.add("SizeInBytes", content.bytes)
        document.add("DeletedArchives", Int64(deleted))
        document.add("VaultDeleted", isVaultGone)
        return document
    }
}
