import ArgumentParser
import Glacier
import JSONText

/// `firn vault info`
struct VaultInfo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Describe a vault.",
        usage: "firn vault info <vault> [<options>]",
        discussion: "Number and size of its archives are those of its last inventory, which is made once a day."
    )

    @OptionGroup var target: VaultTarget

    func run() async throws {
        let description = try await target.withVault { try await $0.describeVault($1) }
        let output = target.output
        output.show(description.document) { terminal in
            if output.quiet { return description.vaultARN?.visible ?? target.vault.name }
            var record = TextRecord()
            record.add("name", description.vaultName ?? target.vault.name)
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
