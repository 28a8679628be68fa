import ArgumentParser
import Glacier
import JSONText

/// `firn vault create`
struct VaultCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a vault; nothing changes where it is there already."
    )

    @Argument(help: "Its name: 1 to 255 letters, digits, _ , - and dots.") var vault: VaultArgument
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func run() async throws {
        let reply = try await connection.withClient { try await $0.createVault(connection.address(of: vault)) }
        var document = JSONObject()
        document.add("location", reply.location)
        output.report(document, "Vault \(vault) is there.")
    }
}
