import ArgumentParser

/// `firn inventory`: what is in a vault.
struct InventoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inventory",
        abstract: "Get, search and compare lists of the archives in a vault.",
        discussion: """
            The service makes an inventory of a vault about once a day and hands it out by a job, which at AWS \
            takes hours. `firn inventory VAULT` is short for `firn inventory get VAULT`: it fetches the last one \
            and keeps it in the local catalogue, where the other commands look.
            """,
        subcommands: [
            InventoryGet.self, InventorySearch.self, InventoryDiff.self, InventoryRebuild.self, InventoryImport.self,
        ],
        defaultSubcommand: InventoryGet.self
    )
}
