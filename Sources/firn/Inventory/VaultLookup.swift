import Glacier

/// A vault of the command line, as the local catalogue knows it.
struct VaultLookup: Sendable {
    let connection: ConnectionOptions
    let name: VaultArgument

    /// Where its requests go.
    var address: VaultAddress { connection.address(of: name) }

    /// Asks the service, which tells whose vault it is.
    ///
    /// - Throws: the client's errors, as for a vault that does not exist
    func online(_ client: GlacierClient) async throws -> (vault: LocalVault, described: DescribedVault?) {
        do {
            let described = try await client.describeVault(address)
            let vault = described.vaultARN.flatMap { LocalVault(endpoint: client.endpoint, arn: $0) }
            return (vault ?? unresolved(client), described)
        } catch let error as GlacierError where error.knownCode == .accessDenied {
            // Who may read archives need not be allowed to describe the vault.
            return (unresolved(client), nil)
        }
    }

    /// Asks the local catalogue alone.
    ///
    /// - Throws: `CommandFailure` where nothing is known of the vault, or of vaults of several accounts.
    func offline(_ client: GlacierClient, _ catalogue: LocalCatalogue) async throws -> LocalVault {
        if case .id = connection.account { return unresolved(client) }
        let known = try await catalogue.vaults(of: client.endpoint, named: name.name)
        if known.count > 1 {
            let accounts = known.map(\.account).joined(separator: ", ")
            throw CommandFailure(
                .usage,
                "several accounts have a vault \(name): \(accounts); say which by --account-id"
            )
        }
        guard let vault = known.first else { throw Self.nothingKnown(name.name, client.endpoint) }
        return vault
    }

    /// What is said where a command goes by what is known, and nothing is.
    static func nothingKnown(_ name: String, _ endpoint: Endpoint) -> CommandFailure {
        CommandFailure(
            .notFound,
            "nothing is known here of a vault \(name) at \(endpoint.scheme)://\(endpoint.authority)",
            hints: ["`firn inventory \(name)` asks the service what is in it"]
        )
    }

    private func unresolved(_ client: GlacierClient) -> LocalVault {
        LocalVault(endpoint: client.endpoint, account: connection.account.segment, name: name.name)
    }
}
