import ArgumentParser
import Glacier
import GlacierModel
import JSONText

/// `firn notify`: who is told when jobs of a vault end.
struct NotifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify",
        abstract: "Show, set and remove who is told when a vault's jobs end.",
        subcommands: [NotifyGet.self, NotifySet.self, NotifyRemove.self]
    )
}

/// `firn notify get`
struct NotifyGet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Show who is told, and of what.",
        usage: "firn notify get <vault> [<options>]",
        discussion: "Where nobody is told the exit status is 66. With --quiet only the topic is printed."
    )

    @OptionGroup var target: VaultTarget

    func run() async throws {
        let notifications = try await target.withVault { try await $0.getVaultNotifications($1) }
        var document = JSONObject()
        document.add("Events", notifications.events)
        document.add("SNSTopic", notifications.snsTopic)
        target.output.show(document) { terminal in
            if target.output.quiet { return notifications.snsTopic?.visible ?? "" }
            var record = TextRecord()
            record.add("topic", notifications.snsTopic)
            record.add("events", notifications.events.joined(separator: ", "))
            return record.text(for: terminal)
        }
    }
}

/// `firn notify set`
struct NotifySet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set who is told, in the place of what was set before.",
        usage: "firn notify set <vault> <topic> [--event <event>] ... [<options>]"
    )

    @OptionGroup var target: VaultTarget
    @Argument(help: "ARN of the SNS topic, or what the server knows a receiver by.") var topic: String
    @Option(help: ArgumentHelp("An event; may be repeated. Default: all.", valueName: "event"))
    var event: [EventArgument] = []

    func run() async throws {
        let events = event.isEmpty ? NotificationEvent.allCases : event.map(\.event)
        try await target.withVault { try await $0.setVaultNotifications($1, snsTopic: topic, events: events) }
        target.output.report(JSONObject(), "\(topic.visible) is told of \(target.vault)'s jobs.")
    }
}

/// `firn notify remove`
struct NotifyRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Tell nobody any more; nobody need be told.",
        usage: "firn notify remove <vault> [--dry-run] [--yes] [<options>]"
    )

    @OptionGroup var target: VaultTarget
    @OptionGroup var confirmation: ConfirmationOptions
    @Flag(help: "Only say who would not be told any more.") var dryRun = false

    func run() async throws {
        try await target.withVault { client, address in
            if dryRun {
                let topic = try await client.getVaultNotifications(address).snsTopic
                var document = JSONObject()
                document.add("SNSTopic", topic)
                return target.output.report(document, "Would not tell \(topic?.visible ?? "-") any more.")
            }
            try confirmation.confirm("Tell nobody any more of \(address.name)'s jobs?")
            try await client.deleteVaultNotifications(address)
            target.output.report(JSONObject(), "Nobody is told of \(address.name)'s jobs.")
        }
    }
}

/// An event on the command line.
struct EventArgument: ExpressibleByArgument {
    let event: NotificationEvent

    init?(argument: String) {
        guard let event = NotificationEvent(rawValue: argument) else { return nil }
        self.event = event
    }

    static let allValueStrings = NotificationEvent.allCases.map(\.rawValue)
}
