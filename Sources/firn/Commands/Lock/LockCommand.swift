import ArgumentParser
import Glacier
import JSONText

/// `firn lock`: a policy that nobody can change any more.
struct LockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Lock a vault under a policy that can never be changed.",
        discussion: """
            A lock is made in two steps. `firn lock initiate` puts its policy in force on trial and prints an id; the \
            trial ends by itself after 24 hours. `firn lock complete` with that id makes the policy final: nobody can \
            change or remove it, neither the account's root nor the service. `firn lock abort` ends a trial early.
            """,
        subcommands: [LockGet.self, LockInitiate.self, LockComplete.self, LockAbort.self]
    )
}

/// `firn lock get`
struct LockGet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Show a vault's lock and its policy.",
        usage: "firn lock get <vault> [<options>]",
        discussion: "Where there is no lock the exit status is 66. With --quiet only the policy is printed."
    )

    @OptionGroup var target: VaultTarget

    func run() async throws {
        let lock = try await target.withVault { try await $0.getVaultLock($1) }
        var document = JSONObject()
        document.add("CreationDate", lock.creationDate?.millisecondsText)
        document.add("ExpirationDate", lock.expirationDate?.millisecondsText)
        document.add("Policy", lock.policy)
        document.add("State", lock.state)
        target.output.show(document) { terminal in
            let policy = terminal.shown(lock.policy ?? "")
            if target.output.quiet { return policy }
            var record = TextRecord()
            record.add("state", lock.state)
            record.add("initiated", lock.creationDate.map { "\(HumanTime($0))" })
            record.add("trial ends", lock.expirationDate.map { "\(HumanTime($0))" })
            return [record.text(for: terminal), policy].joined(separator: "\n\n")
        }
    }
}

/// `firn lock initiate`
struct LockInitiate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "initiate",
        abstract: "Put a lock's policy in force on trial, for 24 hours.",
        usage: "firn lock initiate <vault> <file> [--yes] [<options>]",
        discussion: "The id that completes the lock is printed once and shown nowhere else; with --quiet it is alone."
    )

    @OptionGroup var target: VaultTarget
    @Argument(help: "File of the policy, a JSON document; - is the standard input.", completion: .file())
    var file: DocumentArgument
    @OptionGroup var confirmation: ConfirmationOptions

    func run() async throws {
        let policy = try file.text()
        try confirmation.confirm(
            "The policy will be in force for \(target.vault) at once, on trial for 24 hours. Go on?"
        )
        let lock = try await target.withVault { try await $0.initiateVaultLock($1, policy: policy) }
        var document = JSONObject()
        document.add("lockId", lock.lockID)
        target.output.show(document) { _ in
            let id = lock.lockID.visible
            if target.output.quiet { return id }
            return """
                lock id  \(id)
                The policy is on trial. Within 24 hours
                  firn lock complete \(target.vault) \(id)
                makes it final for ever, and `firn lock abort \(target.vault)` gives it up.
                """
        }
    }
}

/// `firn lock complete`
struct LockComplete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete",
        abstract: "Make a lock final. This can never be undone.",
        usage: "firn lock complete <vault> <lock-id> [--yes] [<options>]",
        discussion: """
            The policy is printed before the question. Afterwards nobody can change or remove it, and a vault that \
            holds archives which it protects cannot be removed before they may be.
            """
    )

    @OptionGroup var target: VaultTarget
    @Argument(help: "What `firn lock initiate` printed.") var lockID: String
    @OptionGroup var confirmation: ConfirmationOptions

    func run() async throws {
        try await target.withVault { client, address in
            if !confirmation.yes {
                let lock = try await client.getVaultLock(address)
                target.output.note(target.output.errorTerminal.shown(lock.policy ?? "") + "\n")
            }
            try confirmation.confirm(
                "This policy will be final for \(address.name): NOBODY can ever change or remove it.",
                by: .exactly(address.name)
            )
            try await client.completeVaultLock(address, lockID: lockID)
            target.output.report(JSONObject(), "\(address.name) is locked for ever.")
        }
    }
}

/// `firn lock abort`
struct LockAbort: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "abort",
        abstract: "End a lock's trial; a lock that is complete stays.",
        usage: "firn lock abort <vault> [--yes] [<options>]"
    )

    @OptionGroup var target: VaultTarget
    @OptionGroup var confirmation: ConfirmationOptions

    func run() async throws {
        try confirmation.confirm("End the trial of the lock of \(target.vault)? Its policy is then out of force.")
        try await target.withVault { try await $0.abortVaultLock($1) }
        target.output.report(JSONObject(), "\(target.vault) has no lock on trial.")
    }
}
