import ArgumentParser
import Glacier
import JSONText

/// `firn vault create`
struct VaultCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a vault; nothing changes where it is there already.",
        usage: "firn vault create <vault> [<options>]",
        discussion: "A vault's name has 1 to 255 letters, digits, hyphens, underscores and dots."
    )

    @OptionGroup var target: VaultTarget

    func run() async throws {
        let reply = try await target.withVault { try await $0.createVault($1) }
        var document = JSONObject()
        document.add("location", reply.location)
        target.output.report(document, "Vault \(target.vault) is there.")
    }
}
