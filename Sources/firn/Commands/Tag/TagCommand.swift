import ArgumentParser
import Glacier
import JSONText

/// `firn tag`: words that a vault carries.
struct TagCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag",
        abstract: "List, set and remove tags of a vault.",
        subcommands: [TagList.self, TagAdd.self, TagRemove.self]
    )
}

/// `firn tag list`
struct TagList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the tags of a vault.",
        usage: "firn tag list <vault> [<options>]"
    )

    @OptionGroup var target: VaultTarget

    func run() async throws {
        let tags = try await target.withVault { try await $0.listTagsForVault($1) }
        var values = JSONObject(), document = JSONObject()
        var table = TextTable([TextTable.Column("KEY"), TextTable.Column("VALUE")])
        for (key, value) in tags.sorted(by: { $0.key < $1.key }) {
            values.add(key, value)
            table.add([key, value])
        }
        document.add("Tags", values)
        target.output.show(document) { terminal in
            target.output.quiet ? tags.keys.sorted().map(\.visible).joined(separator: "\n") : table.text(for: terminal)
        }
    }
}

/// `firn tag add`
struct TagAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Set tags of a vault, those with the same keys in the place of what they were.",
        usage: "firn tag add <vault> <key=value> ... [<options>]"
    )

    @OptionGroup var target: VaultTarget
    @Argument(help: ArgumentHelp("Tags; a value may be empty.", valueName: "key=value")) var tags: [TagArgument]

    func validate() throws {
        if Set(tags.map(\.key)).count < tags.count { throw ValidationError("A key is there twice.") }
    }

    func run() async throws {
        let tags = Dictionary(tags.map { ($0.key, $0.value) }) { _, last in last }
        try await target.withVault { try await $0.addTagsToVault($1, tags: tags) }
        target.output.report(JSONObject(), "\(tags.count) \(tags.count == 1 ? "tag is" : "tags are") set.")
    }
}

/// `firn tag remove`
struct TagRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove tags of a vault; they need not be there.",
        usage: "firn tag remove <vault> <keys> ... [--dry-run] [<options>]"
    )

    @OptionGroup var target: VaultTarget
    @Argument(help: "Keys of the tags.") var keys: [String]
    @Flag(help: "Only say which tags would be removed.") var dryRun = false

    func run() async throws {
        try await target.withVault { client, address in
            if dryRun {
                let present = try await client.listTagsForVault(address)
                return tell(present.filter { keys.contains($0.key) })
            }
            try await client.removeTagsFromVault(address, tagKeys: keys)
            target.output.report(JSONObject(), "Tags are removed: \(keys.joined(separator: ", ").visible)")
        }
    }

    private func tell(_ tags: [String: String]) {
        var values = JSONObject(), document = JSONObject()
        for (key, value) in tags.sorted(by: { $0.key < $1.key }) { values.add(key, value) }
        document.add("Tags", values)
        let names = tags.keys.sorted().joined(separator: ", ").visible
        target.output.report(document, "Would remove tags: \(names.isEmpty ? "none of them is there" : names)")
    }
}

/// `KEY=VALUE`
struct TagArgument: ExpressibleByArgument {
    let key: String
    let value: String

    init?(argument: String) {
        guard let mark = argument.firstIndex(of: "="), mark > argument.startIndex else { return nil }
        key = String(argument[..<mark])
        value = String(argument[argument.index(after: mark)...])
    }
}
