import ArgumentParser
import Glacier
import JSONText

/// `firn vault list`
struct VaultList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the vaults of an account, by their names.",
        usage: "firn vault list [<options>]",
        discussion: "With --quiet only names are printed, one on each line, and with --json one object on each line."
    )

    @OptionGroup var target: AccountTarget

    private var output: OutputOptions { target.output }

    func run() async throws {
        try await target.withAccount { client, account in
            var table = TextTable([
                TextTable.Column("NAME"), TextTable.Column("ARCHIVES", .right), TextTable.Column("SIZE", .right),
                TextTable.Column("CREATED"), TextTable.Column("INVENTORY"),
            ])
            var marker: String?
            repeat {
                let page = try await client.listVaults(of: account, marker: marker)
                for vault in page.items { show(vault, &table) }
                marker = page.marker
            } while marker != nil
            if !output.json, !output.quiet { print(table.text(for: output.terminal)) }
        }
    }

    private func show(_ vault: DescribedVault, _ table: inout TextTable) {
        if output.json {
            output.stream(vault.document)
        } else if output.quiet {
            print(vault.vaultName?.visible ?? "-")
        } else {
            table.add([
                vault.vaultName, vault.numberOfArchives.map(String.init),
                vault.sizeInBytes.map { "\(HumanSize($0, output.sizes))" },
                vault.creationDate.map { "\(HumanTime($0))" }, vault.lastInventoryDate.map { "\(HumanTime($0))" },
            ])
        }
    }
}
