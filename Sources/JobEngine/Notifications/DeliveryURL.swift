import GlacierModel

/// Where notifications are sent: an `http` or `https` URL that stands in the operator's configuration.
///
/// A path may hold a secret, so a description shows scheme, host and port only.
package struct DeliveryURL: Hashable, Sendable {
    /// Bytes of the longest one that is taken.
    package static let maximumBytes = 2048

    /// `http` or `https`.
    package let scheme: String
    /// Host and, where it was written, port: the value of the `Host` header.
    package let authority: String
    /// Path and query; begins with a slash.
    package let target: String

    /// Nil unless the text is a URL of visible ASCII with a host, without user, password and fragment.
    ///
    /// Source: https://www.rfc-editor.org/rfc/rfc3986#section-3
    package init?(_ text: String) {
        guard text.utf8.count <= Self.maximumBytes,
            let scheme = ["http", "https"].first(where: { text.hasPrefix("\($0)://") })
        else { return nil }
        let rest = text.dropFirst(scheme.utf8.count + 3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest[authority.endIndex...]
        guard Self.isAuthority(authority), Self.isTarget(target) else { return nil }
        self.scheme = scheme
        self.authority = String(authority)
        self.target = target.hasPrefix("/") ? String(target) : "/\(target)"
    }

    private static func isAuthority(_ text: Substring) -> Bool {
        var host = text
        if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
            host = text[..<colon]
            guard let port = Int64(decimalDigits: text[text.index(after: colon)...]), 1...65_535 ~= port else {
                return false
            }
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            return host.utf8.count > 2
                && host.dropFirst().dropLast().utf8.allSatisfy { isHexDigit($0) || ":.".utf8.contains($0) }
        }
        return !host.isEmpty && host.utf8.allSatisfy { isLetterOrDigit($0) || "-._".utf8.contains($0) }
    }

    private static func isTarget(_ text: Substring) -> Bool {
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard bytes.prefix(2).count == 2, bytes.prefix(2).allSatisfy(isHexDigit) else { return false }
                bytes = bytes.dropFirst(2)
            } else if !isLetterOrDigit(byte), !"-._~!$&'()*+,;=:@/?".utf8.contains(byte) {
                return false
            }
        }
        return true
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool { Character(Unicode.Scalar(byte)).isHexDigit }
}

extension DeliveryURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Scheme, host and port.
    package var description: String { "\(scheme)://\(authority)" }

    /// The same as ``description``.
    package var debugDescription: String { description }

    /// Shows scheme, host and port.
    package var customMirror: Mirror { Mirror(self, children: ["scheme": scheme, "authority": authority]) }
}
