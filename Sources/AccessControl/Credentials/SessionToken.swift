package import GlacierModel
import JSONText

/// What temporary credentials say of themselves. They are kept nowhere: the token holds all of it, sealed.
package struct SessionClaims: Sendable {
    /// For whom the credentials act.
    package enum Principal: Hashable, Sendable {
        /// The root of the account.
        case root
        /// A user, by its unique id.
        case user(id: String)
        /// A role, by its unique id, under a name that whoever assumed it chose.
        case role(id: String, sessionName: String)
    }

    package let accessKeyID: String
    package let secret: String
    package let account: AccountID
    package let principal: Principal
    package let issued: Timestamp
    /// From this moment on the token is refused.
    package let expiration: Timestamp
    /// The text of a policy that bounds what the session may do; nil for none.
    package let sessionPolicy: String?

    package init(
        accessKeyID: String,
        secret: String,
        account: AccountID,
        principal: Principal,
        issued: Timestamp,
        expiration: Timestamp,
        sessionPolicy: String?
    ) {
        self.accessKeyID = accessKeyID
        self.secret = secret
        self.account = account
        self.principal = principal
        self.issued = issued
        self.expiration = expiration
        self.sessionPolicy = sessionPolicy
    }
}

extension CredentialSealing {
    /// The token of temporary credentials: base64url of the sealed claims. It opens with its own access key id only.
    package func token(of claims: SessionClaims) throws -> String {
        var json = JSONObject()
        json.add("account", claims.account.text)
        json.add("expiration", claims.expiration.milliseconds)
        json.add("issued", claims.issued.milliseconds)
        json.add("policy", claims.sessionPolicy)
        switch claims.principal {
        case .root: json.add("principal", "root")
        case .user(let id):
            json.add("id", id)
            json.add("principal", "user")
        case .role(let id, let sessionName):
            json.add("id", id)
            json.add("principal", "role")
            json.add("sessionName", sessionName)
        }
        json.add("secret", claims.secret)
        return Base64URL.encode(try seal(json.bytes, .sessionToken, of: claims.accessKeyID))
    }

    /// Reads the token that came with an access key's id.
    ///
    /// - Throws: `CredentialSealingError` for a token that this deployment did not issue with this id. Whether it has
    ///   expired is for the caller to see.
    package func claims(of token: String, accessKeyID: String) throws -> SessionClaims {
        guard token.utf8.count <= Self.longestToken, let sealed = Base64URL.decode(token) else {
            throw CredentialSealingError()
        }
        let members = try JSONObject.members(of: try open(sealed, .sessionToken, of: accessKeyID))
        guard let secret = members.text("secret"),
            let account = members.text("account").flatMap({ try? AccountID($0) }),
            let issued = members.moment("issued"), let expiration = members.moment("expiration"),
            let principal = SessionClaims.Principal(members)
        else { throw CredentialSealingError() }
        return SessionClaims(
            accessKeyID: accessKeyID,
            secret: secret,
            account: account,
            principal: principal,
            issued: issued,
            expiration: expiration,
            sessionPolicy: members.text("policy")
        )
    }

    /// Characters: a session policy of 2,048 characters in 4 bytes of UTF-8 each, escaped and encoded, fits.
    private static let longestToken = 32_768
}

extension JSONObject {
    fileprivate static func members(of document: [UInt8]) throws -> [String: JSONValue] {
        guard case .object(let members)? = JSONValue(parsing: document) else { throw CredentialSealingError() }
        return members
    }
}

extension [String: JSONValue] {
    fileprivate func text(_ name: String) -> String? {
        guard case .string(let text)? = self[name] else { return nil }
        return text
    }

    fileprivate func moment(_ name: String) -> Timestamp? {
        guard case .number(let text)? = self[name] else { return nil }
        return Int64(text).map(Timestamp.init(milliseconds:))
    }
}

extension SessionClaims.Principal {
    fileprivate init?(_ members: [String: JSONValue]) {
        switch (members.text("principal"), members.text("id"), members.text("sessionName")) {
        case ("root"?, nil, nil): self = .root
        case ("user"?, let id?, nil): self = .user(id: id)
        case ("role"?, let id?, let sessionName?): self = .role(id: id, sessionName: sessionName)
        default: return nil
        }
    }
}
