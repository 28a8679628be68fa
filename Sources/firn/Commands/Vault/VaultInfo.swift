import ArgumentParser
import Glacier
import JSONText

/// `firn vault info`
struct VaultInfo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Describe a vault.",
        discussion: "Number and size of its archives are those of its last inventory, which is made once a day."
    )

    @Argument(help: "Its name.") var vault: VaultArgument
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func run() async throws {
        let description = try await connection.withClient {
            try await $0.describeVault(connection.address(of: vault))
        }
        output.show(description.document) { terminal in
            if output.quiet { return description.vaultARN?.visible ?? vault.name }
            var record = TextRecord()
            record.add("name", description.vaultName ?? vault.name)
            record.add("ARN", description.vaultARN)
            record.add("created", description.creationDate.map { "\(HumanTime($0))" })
            record.add("inventory", description.lastInventoryDate.map { "\(HumanTime($0))" } ?? "none yet")
            record.add("archives", description.numberOfArchives.map(String.init))
            record.add("size", description.sizeInBytes.map { "\(HumanSize($0, output.sizes))" })
            return record.text(for: terminal)
        }
    }
}

extension DescribedVault {
    /// With the keys of DescribeVault.
    var document: JSONObject {
        var document = JSONObject()
        document.add("CreationDate", creationDate?.millisecondsText)
        document.add("LastInventoryDate", lastInventoryDate?.millisecondsText)
        document.add("NumberOfArchives", numberOfArchives)
        document.add("SizeInBytes", sizeInBytes)
        document.add("VaultARN", vaultARN)
        document.add("VaultName", vaultName)
        return document
    }
}
