package import GlacierModel

/// An access key: its public id and its secret, and the account whose root it is.
package struct AccessKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// How long a key is good for, by what its id begins with.
    package enum Term: String, Sendable {
        /// Until it is deleted.
        case lasting = "AKIA"
        /// Until the token ends that belongs to it.
        case temporary = "ASIA"
    }

    package let id: String
    package let secret: String
    package let account: AccountID

    package init(id: String, secret: String, account: AccountID) {
        self.id = id
        self.secret = secret
        self.account = account
    }

    /// A new key: an id of 20 characters and a secret of 40, the lengths that clients insist on.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    package static func random(
        for account: AccountID,
        _ term: Term = .lasting,
        from surroundings: Surroundings
    ) -> AccessKey {
        let idAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        let secretAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let pick = { (alphabet: [UInt8], count: Int) in
            let characters = surroundings.randomBytes(count).map { alphabet[Int($0) % alphabet.count] }
            return String(decoding: characters, as: UTF8.self)
        }
        return AccessKey(id: term.rawValue + pick(idAlphabet, 16), secret: pick(secretAlphabet, 40), account: account)
    }

    /// Whether a text can be the id of an access key: 16 to 128 letters, digits and underscores.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html
    package static func isID(_ text: String) -> Bool {
        (16...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
            }
    }

    /// The id alone: a secret is never shown.
    package var description: String { id }
    package var customMirror: Mirror { Mirror(self, children: ["id": id, "account": account]) }
}
