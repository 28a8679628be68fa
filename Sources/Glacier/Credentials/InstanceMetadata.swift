import HTTPTypes

/// The metadata service of an EC2 instance, version 2 alone: every question needs a token that only a program on the
/// instance can get.
///
/// Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
struct InstanceMetadata {
    private static let tokenPath = "/latest/api/token"
    private static let rolePath = "/latest/meta-data/iam/security-credentials/"
    /// Six hours, the longest that there is.
    private static let tokenSeconds = "21600"

    private let endpoint: ConfiguredEndpoint
    private let send: (HTTPRequest) async throws -> ChainSurroundings.Answer

    init(_ request: InstanceRequest, send: @escaping (HTTPRequest) async throws -> ChainSurroundings.Answer) {
        (endpoint, self.send) = (request.endpoint, send)
    }

    /// Asks for a token, for the name of the instance's role, and for its credentials.
    func credentials() async throws -> Credentials {
        var request = endpoint.request(.put, Self.tokenPath)
        request.headerFields[.tokenLifetime] = Self.tokenSeconds
        let token = try await text(of: request, "a token")
        let role = try await text(of: asking(Self.rolePath, token), "the name of a role")
        let place = "role \(role) of the EC2 instance at \(endpoint)"
        let answer = try await send(asking(Self.rolePath + role, token))
        guard answer.status == 200 else {
            throw ConfigurationError(.refused, at: place, "it answers with status \(answer.status)")
        }
        return try ChainAnswers.metadata(answer.body, from: place)
    }

    private func asking(_ path: String, _ token: String) -> HTTPRequest {
        var request = endpoint.request(.get, path)
        request.headerFields[.token] = token
        return request
    }

    /// An answer of one visible word.
    private func text(of request: HTTPRequest, _ what: String) async throws -> String {
        let place = "EC2 instance at \(endpoint)"
        let answer = try await send(request)
        guard answer.status == 200 else {
            throw ConfigurationError(.refused, at: place, "asked for \(what), it answers with status \(answer.status)")
        }
        // Whoever wrote the role's name may have ended its line.
        let line = answer.body.prefix { $0 != 0x0A && $0 != 0x0D }
        guard !line.isEmpty, line.allSatisfy({ (0x21...0x7E).contains($0) }), !line.contains(UInt8(ascii: "?")) else {
            throw ConfigurationError(.refused, at: place, "asked for \(what), it gives none")
        }
        return String(decoding: line, as: UTF8.self)
    }
}

extension HTTPField.Name {
    fileprivate static let token = constant("x-aws-ec2-metadata-token")
    fileprivate static let tokenLifetime = constant("x-aws-ec2-metadata-token-ttl-seconds")

    /// A name written in this file; every one of them is a valid token.
    private static func constant(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("not a header name: \(text)") }
        return name
    }
}
