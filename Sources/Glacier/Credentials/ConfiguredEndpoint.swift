/// Where requests go: scheme, host, port, and what stands before every path.
public struct ConfiguredEndpoint: Hashable, Sendable {
    /// `http` or `https`.
    public let scheme: String
    /// Host, and port where it is given; as it is sent and signed.
    public let authority: String
    /// Empty, or begins with a slash and does not end with one.
    public let pathPrefix: String

    /// Reads a URL without query, fragment and user; nil for anything else.
    public init?(_ text: String) {
        guard let end = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<end.lowerBound].lowercased()
        let rest = text[end.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        let isVisible = rest.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard scheme == "http" || scheme == "https", isVisible, !rest.contains(where: { "?#@\\".contains($0) }),
            Self.isAuthority(authority)
        else { return nil }
        self.scheme = scheme
        self.authority = String(authority)
        let path = rest.dropFirst(authority.count)
        let slashes = path.reversed().prefix { $0 == "/" }.count
        pathPrefix = String(path.dropLast(slashes))
    }

    /// AWS's own endpoint of a service in a region.
    ///
    /// Source: https://docs.aws.amazon.com/general/latest/gr/rande.html
    init?(service: String, region: String) {
        let isName = region.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard !region.isEmpty, isName else { return nil }
        self.init("https://\(service).\(region).amazonaws.com\(region.hasPrefix("cn-") ? ".cn" : "")")
    }

    /// The host without port and brackets.
    var host: String {
        if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
        return String(authority.prefix { $0 != ":" })
    }

    private static func isAuthority(_ text: Substring) -> Bool {
        let host = text.hasPrefix("[") ? text.prefix { $0 != "]" } + "]" : text.prefix { $0 != ":" }
        guard host.count > (text.hasPrefix("[") ? 2 : 0), text.hasPrefix(host) else { return false }
        let port = text.dropFirst(host.count)
        return port.isEmpty || (port.first == ":" && UInt16(port.dropFirst()) != nil)
    }
}

extension ConfiguredEndpoint: CustomStringConvertible {
    /// The URL.
    public var description: String { "\(scheme)://\(authority)\(pathPrefix)" }
}
