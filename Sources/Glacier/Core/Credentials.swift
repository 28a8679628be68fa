public import GlacierModel

/// An access key with its secret and, for temporary credentials, a session token and a date.
///
/// Neither the secret nor the token appears in a description, a debug description or a mirror of a value.
public struct Credentials: Hashable, Sendable {
    /// Names the key; not secret.
    public let accessKeyID: String
    /// The secret that signing keys are derived from.
    public let secretAccessKey: String
    /// Sent with every request when the credentials are temporary; nil for long-lived keys.
    public let sessionToken: String?
    /// When the credentials stop being good; nil when they do not, or nobody knows.
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

/// Where a client gets the credentials that it signs with. It asks before every attempt, so a provider that fetches
/// them keeps them as long as they are good.
public protocol CredentialsProvider: Sendable {
    /// The credentials to sign with now.
    func credentials() async throws -> Credentials
}

/// The same credentials for ever.
public struct StaticCredentials: CredentialsProvider {
    private let value: Credentials

    /// Takes credentials that outlive the client.
    public init(_ credentials: Credentials) { value = credentials }

    /// Takes the texts as they were issued.
    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        value = Credentials(
            accessKeyID: accessKeyID,
            secretAccessKey: secretAccessKey,
            sessionToken: sessionToken
        )
    }

    /// What was given.
    public func credentials() -> Credentials { value }
}
