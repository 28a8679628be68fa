import ArgumentParser

/// `firn vault`: vaults as wholes.
struct VaultCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vault",
        abstract: "Make, list, describe and remove vaults.",
        subcommands: [VaultCreate.self, VaultList.self, VaultInfo.self, VaultRemove.self]
    )
}
