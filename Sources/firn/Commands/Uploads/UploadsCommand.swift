import ArgumentParser
import Glacier
import JSONText

/// `firn uploads`
struct UploadsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uploads",
        abstract: "List a vault's uploads in parts that are in progress.",
        discussion: """
            They take space until they are completed or aborted: firn parts shows what of one is there, firn upload \
            goes on with it, firn abort gives it up. With --quiet only ids are printed, one on each line, and with \
            --json one object on each line.
            """
    )

    @OptionGroup var target: VaultTarget

    func run() async throws {
        let output = target.output
        try await target.withVault { client, address in
            var table = TextTable([
                TextTable.Column("BEGUN"), TextTable.Column("PART SIZE", .right), TextTable.Column("ID"),
                TextTable.Column("DESCRIPTION"),
            ])
            try await client.eachPageOfUploads(in: address) { uploads in
                for upload in uploads {
                    if output.json {
                        output.stream(upload.document)
                    } else if output.quiet {
                        print(upload.uploadID?.visible ?? "-")
                    } else {
                        table.add([
                            upload.creationDate.map { "\(HumanTime($0))" },
                            upload.partSizeInBytes.map { "\(HumanSize($0, output.sizes))" }, upload.uploadID,
                            upload.archiveDescription,
                        ])
                    }
                }
            }
            if !output.json, !output.quiet { print(table.text(for: output.terminal)) }
        }
    }
}

extension ListedUpload {
    /// With the keys of ListMultipartUploads.
    var document: JSONObject {
        var document = JSONObject()
        document.add("ArchiveDescription", archiveDescription)
        document.add("CreationDate", creationDate?.millisecondsText)
        document.add("MultipartUploadId", uploadID)
        document.add("PartSizeInBytes", partSizeInBytes)
        document.add("VaultARN", vaultARN)
        return document
    }
}
