import AccessControl
import ArgumentParser
import Catalogue
import GlacierModel

/// `firn admin root-keys`
struct AdminRootKeys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "root-keys",
        abstract: "Access keys of an account's root.",
        discussion: """
            A key that the server was given in FIRN_ROOT_ACCESS_KEY_ID is not among them: it counts for as long as \
            the variable is set.
            """,
        subcommands: [Create.self, List.self, Rotate.self, Disable.self, Enable.self, Delete.self]
    )

    /// Which account: the first one unless another is named.
    struct Account: ParsableArguments {
        @Option(help: "The account's 12 digits. Default: the first account.") var account: String?

        func id(in deployment: OpenDeployment) async throws -> AccountID {
            guard let account else { return try await deployment.firstAccount() }
            guard let id = try? AccountID(account) else {
                throw ValidationError("An account's id has 12 digits, not: \(account)")
            }
            try await deployment.require(id)
            return id
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make one more key; the secret is shown once, and the others stay."
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var account: Account

        func run() async throws {
            try await options.withDeployment { deployment in
                print(RootKeyText(try await deployment.createRootKey(of: try await account.id(in: deployment))))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys, oldest first, without secrets.")

        @OptionGroup var options: AdminOptions
        @OptionGroup var account: Account

        func run() async throws {
            try await options.withDeployment { deployment in
                for key in try await deployment.rootKeys(of: try await account.id(in: deployment)) {
                    let state = key.isActive ? "active" : "disabled"
                    let use = key.lastUse.map { "last used \($0.secondsText)" } ?? "never used"
                    print("\(key.id)  \(state)  made \(key.creationDate.secondsText)  \(use)")
                }
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a new key and remove all others of the account.",
            discussion: "Where the data folder has a file of root credentials, it then holds the new key."
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var account: Account

        func run() async throws {
            try await options.withDeployment { deployment in
                print(RootKeyText(try await deployment.rotateRootKeys(of: try await account.id(in: deployment))))
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Refuse a key until it is enabled again.")

        @OptionGroup var options: AdminOptions
        @OptionGroup var account: Account
        @Argument(help: "The key's id.") var accessKeyID: String

        func run() async throws { try await options.setRootKey(accessKeyID, of: account, to: .inactive) }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Accept a disabled key again.")

        @OptionGroup var options: AdminOptions
        @OptionGroup var account: Account
        @Argument(help: "The key's id.") var accessKeyID: String

        func run() async throws { try await options.setRootKey(accessKeyID, of: account, to: .active) }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a key for ever.")

        @OptionGroup var options: AdminOptions
        @OptionGroup var account: Account
        @Argument(help: "The key's id.") var accessKeyID: String

        func run() async throws { try await options.setRootKey(accessKeyID, of: account, to: nil) }
    }
}

extension AdminOptions {
    /// - Parameter status: nil to remove the key.
    fileprivate func setRootKey(
        _ id: String,
        of account: AdminRootKeys.Account,
        to status: AccessKeyRecord.Status?
    ) async throws {
        try await withDeployment { deployment in
            try await deployment.setRootKey(id, of: try await account.id(in: deployment), to: status)
        }
    }
}

/// A new key, in the form in which the server shows one.
struct RootKeyText: CustomStringConvertible {
    let description: String

    init(_ key: AccessKey) {
        description = "access key id      \(key.id)\nsecret access key  \(key.secret)"
    }
}
