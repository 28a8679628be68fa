import Glacier

/// Examples of the article that begins, and of the one on where a client finds its configuration. They are not run:
/// they would take the configuration of whoever runs the tests.
enum GettingStartedExamples {
    static func vaults() async throws {
        try await GlacierService.with { glacier in
            for try await vault in glacier.vaults { print(vault.name) }
        }
    }

    static func profile() async throws {
        try await GlacierService.with(profile: "archive", region: "eu-central-1") { glacier in
            let photos = glacier.vault("photos")
            print(try await photos.numberOfArchives ?? 0)
        }
    }

    static func ownServer() async throws {
        let endpoint = try Endpoint(url: "http://127.0.0.1:8410", region: "us-east-1")
        let keys = StaticCredentials(accessKeyID: "AKIA…", secretAccessKey: "…")
        try await GlacierService.with(endpoint: endpoint, credentials: keys) { glacier in
            try await glacier.vault("photos").waitUntilExists()
        }
    }

    static func client() async throws {
        try await GlacierClient.with(profile: "archive") { client in
            try await client.addTagsToVault("photos", tags: ["team": "films"])
        }
    }

    struct Vending: CredentialsProvider {
        let machine: @Sendable () async throws -> (id: String, secret: String)

        func credentials() async throws -> Credentials {
            let key = try await machine()
            return Credentials(accessKeyID: key.id, secretAccessKey: key.secret)
        }
    }

    static func wrongConfiguration() async throws {
        do {
            try await GlacierService.with { glacier in print(glacier) }
        } catch let error as ConfigurationError where error.code == .noCredentials {
            print("no credentials: \(error.tried.joined(separator: ", "))")
        }
    }
}
