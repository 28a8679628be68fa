import ArgumentParser
import Foundation
import Glacier
import GlacierModel

/// Which service a command talks to, and as whom.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("URL of the service. [AWS_ENDPOINT_URL_GLACIER]", valueName: "url"))
    var endpoint: String?
    @Option(
        help: ArgumentHelp("Profile of the AWS tools' files. [AWS_PROFILE]", valueName: "name"),
        completion: .profiles
    )
    var profile: String?
    @Option(help: ArgumentHelp("Region that requests are signed for. [AWS_REGION]", valueName: "name"))
    var region: String?
    @Option(
        name: .customLong("ca-bundle"),
        help: ArgumentHelp("PEM file of authorities to trust, not the system's. [AWS_CA_BUNDLE]", valueName: "file"),
        completion: .file()
    )
    var authorities: String?
    @Option(help: ArgumentHelp("Whose vaults: 12 digits, or - for the caller's own.", valueName: "id"))
    var accountID = AccountOption(scope: .own)

    /// The account that calls without a vault are about.
    var account: AccountScope { accountID.scope }

    /// A vault of the account that the options name.
    func address(of vault: VaultArgument) -> VaultAddress { VaultAddress(vault.name, of: account) }

    /// Runs `body` with a client as options, environment and profile say, and closes its connections afterwards.
    ///
    /// - Parameter retries: how often a request is tried.
    /// - Throws: `CommandFailure` for every error of the client, with the endpoint in its words; other errors of `body`
    ///   as they are.
    func withClient<Value>(
        retries: RetryPolicy = RetryPolicy(),
        isolation: isolated (any Actor)? = #isolation,
        _ body: (GlacierClient) async throws -> Value
    ) async throws -> Value {
        try await GlacierClient.with(
            profile: profile,
            region: region,
            endpoint: endpoint,
            authorities: authorities,
            retries: retries
        ) { client in
            do {
                let value = try await body(client)
                noteClock(client.clockLead)
                return value
            } catch {
                throw CommandFailure(error, at: RequestTarget(client)) ?? error
            }
        }
    }
}

extension ConnectionOptions {
    /// A clock that is wrong does no harm here, since the client goes by the service's; other programs may not.
    private func noteClock(_ lead: Duration) {
        guard let difference = ClockDifference(lead) else { return }
        FileHandle.standardError.write(Data("\(Terminal(.error).style.warning("Note:")) \(difference.sentence)\n".utf8))
    }
}

/// An account on the command line.
struct AccountOption: ExpressibleByArgument, CustomStringConvertible {
    let scope: AccountScope

    init(scope: AccountScope) { self.scope = scope }

    init?(argument: String) {
        guard let scope = try? AccountScope(argument) else { return nil }
        self.scope = scope
    }

    var description: String { scope.segment }
    var defaultValueDescription: String { scope.segment }
}

/// A name that a vault can have, on the command line.
struct VaultArgument: ExpressibleByArgument, CustomStringConvertible {
    let name: String

    init?(argument: String) {
        guard let vault = try? VaultName(argument) else { return nil }
        name = vault.text
    }

    var description: String { name }
}
