import ArgumentParser
import Glacier
import JSONText

/// `firn policy`: who may do what with a vault, and how much an account may retrieve.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Show, set and remove access policies of vaults, and the account's retrieval policy.",
        subcommands: [PolicyGet.self, PolicySet.self, PolicyRemove.self, PolicyRetrieval.self]
    )
}

/// `firn policy get`
struct PolicyGet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Print a vault's access policy as it was set.",
        usage: "firn policy get <vault> [<options>]",
        discussion: "Where none is set the exit status is 66."
    )

    @OptionGroup var target: VaultTarget

    func run() async throws {
        let policy = try await target.withVault { try await $0.getVaultAccessPolicy($1) }.policy
        var inner = JSONObject(), document = JSONObject()
        inner.add("Policy", policy)
        document.add("policy", inner)
        target.output.show(document) { $0.shown(policy ?? "") }
    }
}

/// `firn policy set`
struct PolicySet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set a vault's access policy, in the place of the one that is there.",
        usage: "firn policy set <vault> <file> [<options>]"
    )

    @OptionGroup var target: VaultTarget
    @Argument(help: "File of the policy, a JSON document; - is the standard input.", completion: .file())
    var file: DocumentArgument

    func run() async throws {
        let policy = try file.text()
        try await target.withVault { try await $0.setVaultAccessPolicy($1, policy: policy) }
        target.output.report(JSONObject(), "The access policy of \(target.vault) is set.")
    }
}

/// `firn policy remove`
struct PolicyRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a vault's access policy; it need not be there.",
        usage: "firn policy remove <vault> [--dry-run] [--yes] [<options>]"
    )

    @OptionGroup var target: VaultTarget
    @OptionGroup var confirmation: ConfirmationOptions
    @Flag(help: "Only print the policy that would be removed.") var dryRun = false

    func run() async throws {
        try await target.withVault { client, address in
            if dryRun {
                let policy = try await client.getVaultAccessPolicy(address).policy
                var document = JSONObject()
                document.add("Policy", policy)
                return target.output.report(document, target.output.terminal.shown(policy ?? ""))
            }
            try confirmation.confirm(
                "Remove the access policy of \(address.name)? What it allows or denies then is not."
            )
            try await client.deleteVaultAccessPolicy(address)
            target.output.report(JSONObject(), "\(address.name) has no access policy.")
        }
    }
}
