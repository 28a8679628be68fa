import ArgumentParser
import Glacier
import JSONText

/// `firn vault remove`
struct VaultRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove an empty vault.",
        usage: "firn vault remove <vault> [--dry-run] [--yes] [<options>]",
        discussion: """
            A vault that has archives is refused with the status 79. At AWS so is one that was written to since its \
            last inventory.
            """
    )

    @OptionGroup var target: VaultTarget
    @OptionGroup var confirmation: ConfirmationOptions
    @Flag(help: "Only say what would be removed.") var dryRun = false

    func run() async throws {
        try await target.withVault { client, address in
            if dryRun { return try await tell(client, address) }
            try confirmation.confirm("Remove the vault \(address.name)?")
            try await client.deleteVault(address)
            target.output.report(JSONObject(), "Vault \(address.name) is removed.")
        }
    }

    private func tell(_ client: GlacierClient, _ address: VaultAddress) async throws {
        let vault = try await client.describeVault(address)
        let archives = vault.numberOfArchives.map { "\($0) archives as of its last inventory" } ?? "no inventory yet"
        target.output.report(vault.document, "Would remove the vault \(address.name): \(archives).")
    }
}
