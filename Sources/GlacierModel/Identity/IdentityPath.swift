/// Where an identity or a managed policy stands in the account's own order: `/`, or `/…/` of at most 512 characters.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
package struct IdentityPath: Hashable, Sendable, CustomStringConvertible {
    /// Begins and ends with `/`.
    package let text: String

    /// Where everything is that was given no path.
    package static let root = IdentityPath()

    private init() { text = "/" }

    /// The path of a user, group or role: any printable characters of ASCII between two slashes.
    package init(_ text: String) throws(IdentityValueError) {
        try IdentityText.checkLength(text, IdentityLimits.pathLength)
        guard text.utf8.first == UInt8(ascii: "/"), text.utf8.last == UInt8(ascii: "/"), text != "//",
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .malformed(.path) }
        self.text = text
    }

    /// The path of a managed policy: words of the characters of names, none empty, between slashes.
    package init(ofPolicy text: String) throws(IdentityValueError) {
        try self.init(text)
        let words = text.utf8.dropFirst().dropLast().split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        )
        guard text == "/" || words.allSatisfy({ !$0.isEmpty && $0.allSatisfy(IdentityText.isName) }) else {
            throw .malformed(.path)
        }
    }

    package var description: String { text }
}

/// What the paths of a listing begin with: a text that begins with `/`.
package struct IdentityPathPrefix: Hashable, Sendable {
    package let text: String

    /// The prefix of every path.
    package static let everything = IdentityPathPrefix()

    private init() { text = "/" }

    package init(_ text: String) throws(IdentityValueError) {
        try IdentityText.checkLength(text, IdentityLimits.pathLength)
        guard text.utf8.first == UInt8(ascii: "/"), text.utf8.allSatisfy({ (0x21...0x7F).contains($0) }) else {
            throw .malformed(.pathPrefix)
        }
        self.text = text
    }

    package func matches(_ path: IdentityPath) -> Bool { path.text.utf8.starts(with: text.utf8) }
}
