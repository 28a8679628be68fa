/// The 12 digits of an account.
public struct AccountID: Hashable, Sendable, CustomStringConvertible {
    /// Exactly 12 decimal digits; leading zeros are kept.
    public let text: String

    /// - Throws: `ServiceError.accountDenied` when the text is anything but 12 decimal digits.
    public init(_ text: String) throws(ServiceError) {
        guard text.utf8.count == 12, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw .accountDenied(text) }
        self.text = text
    }

    /// A random account id that does not begin with 0, as none that AWS hands out in its examples does.
    public static func random(from surroundings: Surroundings) throws(ServiceError) -> AccountID {
        let digits = surroundings.randomBytes(12).enumerated().map { index, byte in
            index == 0 ? Character(String(1 + byte % 9)) : Character(String(byte % 10))
        }
        return try AccountID(String(digits))
    }

    /// The same as `text`.
    public var description: String { text }
}
