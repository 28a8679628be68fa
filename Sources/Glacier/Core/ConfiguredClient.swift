import AsyncHTTPClient
import GlacierModel

extension GlacierClient {
    /// Runs `body` with a client that finds credentials, region and endpoint where boto3 and the AWS CLI do, and closes
    /// its connections when `body` is over.
    ///
    /// - Parameters:
    ///   - environment: of the process.
    ///   - profile: instead of that of the environment. Keys of the environment do not count then.
    ///   - region: instead of that of the environment or the profile.
    ///   - endpoint: a URL, instead of that of the environment or the profile.
    ///   - retries: how often a request is tried.
    /// - Throws: `ConfigurationError` or `InvalidEndpoint` before anything is sent; what `body` throws.
    public static func configured<Value>(
        by environment: [String: String],
        profile: String? = nil,
        region: String? = nil,
        endpoint: String? = nil,
        retries: RetryPolicy = RetryPolicy(),
        isolation: isolated (any Actor)? = #isolation,
        _ body: (GlacierClient) async throws -> Value
    ) async throws -> Value {
        try await HTTPClient.withHTTPClient(configuration: Transport.configuration()) { http in
            let chain = try ConfigurationChain(
                profile: profile,
                region: region,
                endpoint: endpoint,
                surroundings: .live(environment: environment, client: http, time: .ofThisMachine)
            )
            return try await body(
                GlacierClient(
                    endpoint: try Endpoint(url: try chain.endpoint().description, region: try chain.region()),
                    credentials: try chain.credentials(),
                    transport: .http(http),
                    retries: retries
                )
            )
        }
    }
}
