/// The name of a vault: 1 to 255 of `A–Z a–z 0–9 _ - .`, but not `.` or `..`. Case-sensitive.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-vault-put.html
public struct VaultName: Hashable, Sendable, CustomStringConvertible {
    /// As sent: nothing is folded or trimmed.
    public let text: String

    /// - Throws: `ServiceError.invalidVaultName` with the text as given.
    public init(_ text: String) throws(ServiceError) {
        guard Limits.vaultNameLength.contains(text.utf8.count), text != ".", text != "..",
            text.utf8.allSatisfy(VaultName.allows)
        else { throw .invalidVaultName(text) }
        self.text = text
    }

    /// The same as `text`.
    public var description: String { text }

    private static func allows(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

/// A vault as a request names it: whose, and which.
public struct VaultReference: Hashable, Sendable {
    /// The vault's owner: the real id, also where the request said `-`.
    public let account: AccountID
    /// Unique among the vaults of the account.
    public let name: VaultName

    /// Names a vault; whether it exists is not asked.
    public init(account: AccountID, name: VaultName) {
        self.account = account
        self.name = name
    }

    /// The path that `Location` headers begin with.
    public var path: String { "/\(account)/vaults/\(name)" }
}
