/// Where the service is, and the region that requests are signed for.
public struct Endpoint: Hashable, Sendable {
    /// `http` or `https`.
    public let scheme: String
    /// Host and port as the `Host` header has them: without the port where it is the scheme's own.
    public let authority: String
    /// By the name that signatures have for it.
    public let region: String

    /// The service of AWS in a region: `https://glacier.{region}.amazonaws.com`, in China `….amazonaws.com.cn`.
    ///
    /// - Throws: `InvalidEndpoint` for a text that cannot be a region's name.
    public init(region: String) throws(InvalidEndpoint) {
        guard Self.isRegion(region) else { throw InvalidEndpoint(text: region) }
        let suffix = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        scheme = "https"
        authority = "glacier.\(region).\(suffix)"
        self.region = region
    }

    /// Any service that speaks the API, as `http://127.0.0.1:8410`.
    ///
    /// - Parameters:
    ///   - url: a scheme, a host and perhaps a port; no user, no path, no query.
    ///   - region: the one that the service expects in signatures.
    /// - Throws: `InvalidEndpoint` for anything else.
    public init(url: String, region: String) throws(InvalidEndpoint) {
        guard Self.isRegion(region) else { throw InvalidEndpoint(text: region) }
        let invalid = InvalidEndpoint(text: url)
        guard let mark = url.firstRange(of: "://") else { throw invalid }
        scheme = url[..<mark.lowerBound].lowercased()
        var rest = url[mark.upperBound...]
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        guard scheme == "http" || scheme == "https", let address = Address(rest) else { throw invalid }
        let ownPort = scheme == "http" ? 80 : 443
        authority = address.port.map { $0 == ownPort ? address.host : "\(address.host):\($0)" } ?? address.host
        self.region = region
    }

    private static func isRegion(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { Address.isLowerCaseOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// A host, which may be an IPv6 address in brackets, and perhaps a port.
    private struct Address {
        let host: String
        let port: Int?

        init?(_ text: Substring) {
            let host: Substring
            if text.hasPrefix("[") {
                guard let end = text.firstIndex(of: "]") else { return nil }
                host = text[...end]
                guard host.dropFirst().dropLast().utf8.allSatisfy(Self.isInAddress) else { return nil }
            } else {
                host = text.prefix { $0 != ":" }
                guard host.utf8.allSatisfy(Self.isInName) else { return nil }
            }
            guard !host.isEmpty, host != "[]" else { return nil }
            self.host = host.lowercased()
            let rest = text[host.endIndex...]
            if rest.isEmpty {
                port = nil
                return
            }
            let digits = rest.dropFirst()
            guard rest.hasPrefix(":"), (1...5).contains(digits.utf8.count),
                digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
                let number = Int(digits), (1...65_535).contains(number)
            else { return nil }
            port = number
        }

        static func isLowerCaseOrDigit(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }

        private static func isInName(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
            default: isLowerCaseOrDigit(byte)
            }
        }

        private static func isInAddress(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: ":"), UInt8(ascii: "."):
                true
            default: false
            }
        }
    }
}

/// A text that is no endpoint or no region.
public struct InvalidEndpoint: Error, Hashable, Sendable, CustomStringConvertible {
    /// As given.
    public let text: String

    /// For people.
    public var description: String { "not an endpoint: \(text)" }
}
