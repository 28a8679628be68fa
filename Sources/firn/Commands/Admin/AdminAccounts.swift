import ArgumentParser
import Catalogue
import GlacierModel

/// `firn admin accounts`
struct AdminAccounts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts",
        abstract: "Accounts: each has vaults, users and root keys of its own.",
        subcommands: [Create.self, List.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account and a root key for it; the secret is shown once."
        )

        @OptionGroup var options: AdminOptions
        @Option(help: "A word for people, shown by `list`.") var name: String?
        @Option(help: "Its 12 digits. Default: random.") var id: String?

        func run() async throws {
            let wanted = try id.map { text in
                guard let account = try? AccountID(text) else {
                    throw ValidationError("An account's id has 12 digits, not: \(text)")
                }
                return account
            }
            try await options.withDeployment { deployment in
                let account = try await deployment.createAccount(wanted, name: name)
                let key = try await deployment.createRootKey(of: account)
                print("account            \(account)")
                print(RootKeyText(key))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts, oldest first.")

        @OptionGroup var options: AdminOptions

        func run() async throws {
            try await options.withDeployment { deployment in
                for account in try await deployment.accounts() {
                    let name = account.name.map { "  \($0)" } ?? ""
                    print("\(account.id)  \(account.creationDate.secondsText)\(name)")
                }
            }
        }
    }
}
