package import GlacierModel

/// What signs for a session until it ends.
package struct TemporaryCredentials: Sendable, CustomStringConvertible, CustomReflectable {
    package let accessKeyID: String
    let secret: String
    let token: String
    package let expiration: Timestamp

    package init(accessKeyID: String, secret: String, token: String, expiration: Timestamp) {
        self.accessKeyID = accessKeyID
        self.secret = secret
        self.token = token
        self.expiration = expiration
    }

    /// The id alone: secrets are shown to whoever asked for them, nowhere else.
    package var description: String { accessKeyID }
    package var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}

extension XMLWriter {
    mutating func credentials(_ credentials: TemporaryCredentials) {
        element("Credentials") { xml in
            xml.element("AccessKeyId", credentials.accessKeyID)
            xml.element("SecretAccessKey", credentials.secret)
            xml.element("SessionToken", credentials.token)
            xml.element("Expiration", credentials.expiration.secondsText)
        }
    }
}
