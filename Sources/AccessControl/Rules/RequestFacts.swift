import AccessPolicy
package import HTTPTypes

/// What conditions can ask of a request besides who sent it and what it is for.
package struct RequestFacts: Sendable {
    /// The client's address as text; nil when it is not known.
    package let sourceAddress: String?
    /// Whether the client spoke TLS.
    package let isSecure: Bool
    private let userAgent: String?
    private let referer: String?

    /// - Parameters:
    ///   - peer: the address at the other end of the connection.
    ///   - isSecure: whether the connection is encrypted.
    ///   - proxies: whose word about the client is taken.
    package init(head: HTTPRequest, peer: String?, isSecure: Bool, proxies: TrustedProxies) {
        let headers = head.headerFields
        userAgent = headers[.userAgent]
        referer = headers[.referer]
        guard let peer, proxies.contains(peer) else {
            sourceAddress = peer
            self.isSecure = isSecure
            return
        }
        sourceAddress = proxies.client(forwarded: headers[values: .forwardedFor], peer: peer)
        self.isSecure = headers[values: .forwardedProto].last.map { $0.lowercased() == "https" } ?? isSecure
    }

    func add(to context: inout ConditionContext) {
        if let sourceAddress { context.set("aws:SourceIp", sourceAddress) }
        context.set("aws:SecureTransport", isSecure ? "true" : "false")
        if let userAgent { context.set("aws:UserAgent", userAgent) }
        if let referer { context.set("aws:Referer", referer) }
    }
}

/// The proxies in front of the server, whose word is taken about the client behind them.
package struct TrustedProxies: Sendable {
    private let ranges: [IPRange]

    /// Nobody's word is taken.
    package static let none = TrustedProxies(ranges: [])

    /// Reads addresses and ranges of them, as `10.0.0.0/8` and `2001:db8::1`, with commas between them. Nil when one of
    /// them is none.
    package init?(parsing text: String) {
        var ranges: [IPRange] = []
        for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let range = IPRange(entry.trimmingSpaces) else { return nil }
            ranges.append(range)
        }
        self.init(ranges: ranges)
    }

    private init(ranges: [IPRange]) { self.ranges = ranges }

    func contains(_ address: String) -> Bool {
        guard !ranges.isEmpty, let address = IPAddress(address) else { return false }
        return ranges.contains { $0.contains(address.mapped ?? address) }
    }

    /// The client of a request that came through proxies: each of them adds the address that it saw at the end of
    /// `X-Forwarded-For`, so the last one that is no trusted proxy is the client. What stands before it anybody can
    /// have written.
    func client(forwarded values: [String], peer: String) -> String {
        var client = peer
        let entries = values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
        for entry in entries.reversed() {
            let address = entry.trimmingSpaces
            guard IPAddress(address) != nil else { return client }
            client = address
            if !contains(address) { return client }
        }
        return client
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let trimmed = utf8.drop(while: isSpace)
        let end = trimmed.lastIndex { !isSpace($0) }.map(trimmed.index(after:)) ?? trimmed.startIndex
        return String(Substring(trimmed[..<end]))
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedFor = HTTPField.Name("X-Forwarded-For")
    fileprivate static let forwardedProto = HTTPField.Name("X-Forwarded-Proto")
}

extension HTTPFields {
    fileprivate subscript(values name: HTTPField.Name?) -> [String] { name.map { self[values: $0] } ?? [] }
}
