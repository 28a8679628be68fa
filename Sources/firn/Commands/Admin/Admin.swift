import ArgumentParser

/// `firn admin`: what an operator does to a deployment, beside the running server or without it.
struct Admin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin",
        abstract: "Look after a deployment: accounts, root keys, and who may do what.",
        discussion: """
            These commands work on the data folder itself, also while the server runs: it takes changes over within a \
            second. Users, groups, roles and policies are managed with `aws iam` against the server.
            """,
        subcommands: [AdminAccounts.self, AdminRootKeys.self, AdminExplain.self]
    )
}

/// The settings that say which deployment is meant, with the names that they have for the server.
struct AdminOptions: ParsableArguments {
    @Option(help: "Configuration file of the server. [FIRN_CONFIG]") var config: String?
    @Option(help: Setting.data.help) var data: String?
    @Option(help: Setting.catalogue.help) var catalogue: String?
    @Option(help: Setting.region.help) var region: String?
    @Option(help: Setting.partition.help) var partition: String?
    @Option(help: Setting.keyRing.help) var keyRing: String?

    /// What was given on the command line; all other settings are the server's own affair.
    func value(of setting: Setting) -> String? {
        switch setting {
        case .data: data
        case .catalogue: catalogue
        case .region: region
        case .partition: partition
        case .keyRing: keyRing
        case .listen, .operatorListen, .readyFile, .accountID, .tlsCertificate, .tlsKey, .logLevel,
            .maximumConnections, .headerTimeout, .bodyTimeout, .idleTimeout, .timing, .expeditedDelay, .standardDelay,
            .bulkDelay, .inventoryDelay, .jobLifetime, .jobWorkers, .jobLease, .expeditedCapacity,
            .freeRetrievalBytes, .inventoryInterval, .firstInventoryDelay, .uploadIdleLifetime,
            .completedUploadMemory, .abortedUploadMemory, .vaultLockLifetime, .signatureSkew,
            .authenticationFailures, .trustedProxies, .upkeepInterval, .reclaimDelay, .gracePeriod, .notifications,
            .notificationLifetime:
            nil
        }
    }
}

extension AdminOptions {
    /// Opens the deployment, does something to it, and closes it.
    func withDeployment<Result>(_ body: (OpenDeployment) async throws -> Result) async throws -> Result {
        try await withStartFailures {
            let configuration = try ServerConfiguration(flags: value(of:), configFile: config)
            let deployment = try await OpenDeployment(configuration, surroundings: .live)
            do {
                let result = try await body(deployment)
                await deployment.close()
                return result
            } catch {
                await deployment.close()
                throw error
            }
        }
    }
}
