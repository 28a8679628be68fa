/// An access key with its secret and, for temporary credentials, the session token.
///
/// Neither the secret nor the token appears in a description, a debug description or a mirror of a value.
public struct SigningCredentials: Sendable {
    /// Names the key; not secret.
    public let accessKeyID: String
    /// The secret that signing keys are derived from.
    public let secretAccessKey: String
    /// Sent with every request when the credentials are temporary; nil for long-lived keys.
    public let sessionToken: String?

    /// Takes the three texts as they were issued.
    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }
}

extension SigningCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Shows the access key id alone.
    public var description: String { "SigningCredentials(accessKeyID: \(accessKeyID))" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Shows the access key id alone.
    public var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}
