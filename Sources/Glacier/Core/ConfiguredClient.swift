import AsyncHTTPClient
import GlacierModel
import NIOSSL

extension GlacierClient {
    /// Runs `body` with a client that finds credentials, region and endpoint where boto3 and the AWS CLI do, and closes
    /// its connections when `body` is over. `docs/credentials.md` has the places and their order.
    ///
    /// - Parameters:
    ///   - profile: of the shared files, instead of that of the environment. Keys of the environment do not count then.
    ///   - region: instead of that of the environment or the profile.
    ///   - endpoint: a URL, instead of that of the environment or the profile; without either AWS is meant.
    ///   - authorities: a file of certificates in PEM form, of those authorities that are trusted in the place of the
    ///     system's; instead of that of the environment or the profile.
    ///   - retries: how often a request is tried.
    ///   - environment: the variables that count.
    ///   - isolation: where `body` runs: on the caller's actor.
    ///   - body: what is done meanwhile.
    /// - Throws: `ConfigurationError` or `InvalidEndpoint` before anything is sent; what `body` throws.
    public static func with<Value>(
        profile: String? = nil,
        region: String? = nil,
        endpoint: String? = nil,
        authorities: String? = nil,
        retries: RetryPolicy = RetryPolicy(),
        environment: [String: String] = ChainSurroundings.environmentOfThisProcess,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (GlacierClient) async throws -> Value
    ) async throws -> Value {
        let chain = { (surroundings: ChainSurroundings) throws(ConfigurationError) in
            try ConfigurationChain(profile: profile, region: region, endpoint: endpoint, surroundings: surroundings)
        }
        let trusted = try chain(.filesAlone(environment: environment)).authorities(authorities)
        let configuration = Transport.configuration(authorities: trusted)
        return try await HTTPClient.withHTTPClient(configuration: configuration) { http in
            let chain = try chain(.live(environment: environment, client: http, time: .ofThisMachine))
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

extension ConfigurationChain {
    /// Whose certificates are trusted: those in the file that is named, else the system's.
    ///
    /// - Parameter file: instead of that of the environment or the profile.
    /// - Throws: `ConfigurationError.Code.invalidSetting` for a file without certificates.
    fileprivate func authorities(_ file: String?) throws(ConfigurationError) -> NIOSSLTrustRoots {
        let name = "AWS_CA_BUNDLE"
        let ofProfile = try profile.text("ca_bundle")
        guard let path = file ?? surroundings.variable(name) ?? ofProfile else { return .default }
        guard let certificates = try? NIOSSLCertificate.fromPEMFile(path), !certificates.isEmpty else {
            let place = surroundings.variable(name) == nil ? "ca_bundle of \(profile.place)" : name
            throw ConfigurationError(
                .invalidSetting,
                at: file == nil ? place : "the authorities that were asked for",
                "there are no certificates in \(path)"
            )
        }
        return .certificates(certificates)
    }
}
