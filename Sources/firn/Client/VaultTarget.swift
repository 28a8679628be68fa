import ArgumentParser
import Glacier

/// What every command about one vault has: the vault before all other arguments, output and connection.
struct VaultTarget: ParsableArguments {
    @Argument(help: "Name of the vault.", completion: .vaults) var vault: VaultArgument
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    /// Runs `body` with a client and the vault's address.
    ///
    /// - Parameter retries: how often a request is tried.
    func withVault<Value>(
        retries: RetryPolicy = RetryPolicy(),
        isolation: isolated (any Actor)? = #isolation,
        _ body: (GlacierClient, VaultAddress) async throws -> Value
    ) async throws -> Value {
        try await connection.withClient(retries: retries) { try await body($0, connection.address(of: vault)) }
    }
}

/// What every command about an account has.
struct AccountTarget: ParsableArguments {
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    /// Runs `body` with a client and the account.
    func withAccount<Value>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (GlacierClient, AccountScope) async throws -> Value
    ) async throws -> Value {
        try await connection.withClient { try await body($0, connection.account) }
    }
}
