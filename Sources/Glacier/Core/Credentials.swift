public import GlacierModel

/// What signs requests: an access key with its secret and, for temporary credentials, the session token.
///
/// Neither the secret nor the token appears in a description, a debug description or a mirror of a value.
public struct Credentials: Sendable {
    /// Names the key; not secret.
    public let accessKeyID: String
    /// The secret that signing keys are derived from.
    public let secretAccessKey: String
    /// Sent with every request when the credentials are temporary; nil for long-lived keys.
    public let sessionToken: String?
    /// When they end; nil where they do not, or it is not known.
    public let expiration: Timestamp?

    /// Takes the texts as they were issued.
    public init(
        accessKeyID: String,
        secretAccessKey: String,
        sessionToken: String? = nil,
        expiration: Timestamp? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Shows the access key id alone.
    public var description: String { "Credentials(accessKeyID: \(accessKeyID))" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Shows the access key id alone.
    public var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}

/// Where a client gets credentials from, again for every request.
public protocol CredentialsProvider: Sendable {
    /// Credentials that are good now.
    func credentials() async throws -> Credentials
}

/// Credentials that never change.
public struct StaticCredentials: CredentialsProvider {
    private let value: Credentials

    /// Always gives these.
    public init(_ credentials: Credentials) { value = credentials }

    /// Those that it was made with.
    public func credentials() async throws -> Credentials { value }
}
