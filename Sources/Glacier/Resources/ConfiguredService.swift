extension GlacierService {
    /// Runs `body` with the resources of a client that finds credentials, region and endpoint where boto3 and the AWS
    /// CLI do, and closes its connections when `body` is over. `docs/credentials.md` has the places and their order.
    ///
    /// - Parameters:
    ///   - profile: of the shared files, instead of that of the environment. Keys of the environment do not count then.
    ///   - region: instead of that of the environment or the profile.
    ///   - endpoint: a URL, instead of that of the environment or the profile; without either AWS is meant.
    ///   - retries: how often a request is tried.
    ///   - environment: the variables that count.
    ///   - isolation: where `body` runs: on the caller's actor.
    ///   - body: what is done meanwhile.
    /// - Throws: `ConfigurationError` or `InvalidEndpoint` for what is missing or wrong; what `body` throws.
    public static func with<Value>(
        profile: String? = nil,
        region: String? = nil,
        endpoint: String? = nil,
        retries: RetryPolicy = RetryPolicy(),
        environment: [String: String] = ChainSurroundings.environmentOfThisProcess,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (GlacierService) async throws -> Value
    ) async throws -> Value {
        try await GlacierClient.with(
            profile: profile,
            region: region,
            endpoint: endpoint,
            retries: retries,
            environment: environment
        ) { client in
            try await body(GlacierService(client))
        }
    }

    /// Runs `body` with the resources of a client over HTTP, and closes its connections when `body` is over.
    public static func with<Value>(
        endpoint: Endpoint,
        credentials: any CredentialsProvider,
        retries: RetryPolicy = RetryPolicy(),
        isolation: isolated (any Actor)? = #isolation,
        _ body: (GlacierService) async throws -> Value
    ) async throws -> Value {
        try await GlacierClient.with(endpoint: endpoint, credentials: credentials, retries: retries) { client in
            try await body(GlacierService(client))
        }
    }
}
