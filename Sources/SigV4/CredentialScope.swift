/// What a signing key is good for: one day, one region, one service.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
public struct CredentialScope: Hashable, Sendable, CustomStringConvertible {
    /// The last element of every scope.
    static let terminator = "aws4_request"

    /// `yyyyMMdd`, UTC.
    public let day: String
    /// For example `us-east-1`.
    public let region: String
    /// The name of the service inside signatures, for example `glacier`.
    public let service: String

    /// Takes the three elements as they are; whether they fit a request is the verifier's question.
    public init(day: String, region: String, service: String) {
        self.day = day
        self.region = region
        self.service = service
    }

    /// `day/region/service/aws4_request`: the third line of a string to sign.
    public var description: String { "\(day)/\(region)/\(service)/\(Self.terminator)" }
}
