public import GlacierModel

/// Whose vaults a call is about.
public enum AccountScope: Hashable, Sendable {
    /// The account of the credentials that sign the request: `-` in the path.
    case own
    /// An account by its id. For another one than the caller's, a policy of the vault has to allow the call.
    case id(AccountID)

    /// Reads what paths have: `-` or 12 digits.
    ///
    /// - Throws: `ServiceError.accountDenied` for anything else.
    public init(_ text: String) throws(ServiceError) {
        self = text == "-" ? .own : .id(try AccountID(text))
    }

    /// As paths have it.
    public var segment: String {
        switch self {
        case .own: "-"
        case .id(let account): account.text
        }
    }
}

/// A vault as a client names it. A literal is the name of a vault of the caller's own account.
public struct VaultAddress: Hashable, Sendable, ExpressibleByStringLiteral {
    /// Whose vault it is.
    public let account: AccountScope
    /// Any text: whether it can be a vault's name is for the server to say.
    public let name: String

    /// Names a vault; whether it exists is not asked.
    public init(_ name: String, of account: AccountScope = .own) {
        self.account = account
        self.name = name
    }

    /// A vault of the caller's own account.
    public init(stringLiteral name: String) { self.init(name) }
}
