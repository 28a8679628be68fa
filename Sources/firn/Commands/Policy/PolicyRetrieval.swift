import ArgumentParser
import Glacier
import GlacierModel
import JSONText

/// `firn policy retrieval`
struct PolicyRetrieval: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retrieval",
        abstract: "Show and set how much the account may retrieve.",
        subcommands: [PolicyRetrievalGet.self, PolicyRetrievalSet.self]
    )
}

/// `firn policy retrieval get`
struct PolicyRetrievalGet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Show how much the account may retrieve.",
        usage: "firn policy retrieval get [<options>]"
    )

    @OptionGroup var target: AccountTarget

    func run() async throws {
        let reply = try await target.withAccount { try await $0.getDataRetrievalPolicy(of: $1) }
        let rules = reply.rules.map { rule in
            var document = JSONObject()
            document.add("BytesPerHour", rule.bytesPerHour)
            document.add("Strategy", rule.strategy)
            return document
        }
        var policy = JSONObject(), document = JSONObject()
        policy.add("Rules", rules)
        document.add("Policy", policy)
        target.output.show(document) { _ in
            reply.rules.map { rule in
                let limit = rule.bytesPerHour.map { " \(HumanSize($0, target.output.sizes)) an hour" } ?? ""
                return (rule.strategy ?? "-").visible + limit
            }.joined(separator: "\n")
        }
    }
}

/// `firn policy retrieval set`
struct PolicyRetrievalSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set how much the account may retrieve; it concerns Standard retrievals of archives.",
        usage: "firn policy retrieval set <limit> [<options>]"
    )

    @Argument(
        help: "none for no limit, free-tier for what is free, or bytes an hour such as 10GiB.",
        completion: .list(["none", "free-tier"])
    )
    var limit: RetrievalLimit
    @OptionGroup var target: AccountTarget

    func run() async throws {
        try await target.withAccount { try await $0.setDataRetrievalPolicy(limit.policy, of: $1) }
        target.output.report(JSONObject(), "The retrieval policy is set: \(limit.policy.strategy.rawValue).")
    }
}

/// A retrieval policy on the command line.
struct RetrievalLimit: ExpressibleByArgument {
    let policy: DataRetrievalPolicy

    init?(argument: String) {
        switch argument.lowercased() {
        case "none": policy = .none
        case "free-tier", "freetier": policy = .freeTier
        default:
            guard let size = SizeArgument(argument: argument), size.bytes > 0 else { return nil }
            policy = .bytesPerHour(size.bytes)
        }
    }
}
