import HTTPTypes
import NIOHTTP1

/// What the head of a request says, once it has been found well-formed.
struct RequestHead: Sendable {
    /// The request as handed to its handler.
    let request: HTTPRequest
    /// Bytes of the body by `Content-Length`.
    let declaredLength: Int64?
    /// Whether the body is chunked.
    let isChunked: Bool
    /// Whether another request may follow on the connection.
    let keepsAlive: Bool
    /// Whether the client waits for `100 Continue` before it sends the body.
    let expectsContinue: Bool

    /// Checks what the parser of HTTP messages leaves open.
    init(_ head: HTTPRequestHead) throws(MalformedRequest) {
        guard head.version == .http1_1 || head.version == .http1_0 else { throw .version }
        guard head.uri.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), !head.uri.isEmpty else { throw .target }
        guard let method = HTTPRequest.Method(head.method.rawValue) else { throw .syntax }
        let isOld = head.version == .http1_0
        let authority = try Self.authority(head.headers, isRequired: !isOld)
        (declaredLength, isChunked) = try Self.framing(head.headers, allowsChunked: !isOld)
        request = HTTPRequest(
            method: method,
            scheme: nil,
            authority: authority,
            path: head.uri,
            headerFields: try Self.fields(head.headers)
        )
        // After a request for an upgrade the parser stops, and nobody here upgrades: the answer is the last one.
        let wantsUpgrade = head.method == .CONNECT || head.headers.contains(name: "upgrade")
        keepsAlive = head.isKeepAlive && !isOld && !wantsUpgrade
        let hasBody = isChunked || (declaredLength ?? 0) > 0
        expectsContinue =
            !isOld && hasBody
            && head.headers[canonicalForm: "expect"].contains { $0.lowercased() == "100-continue" }
    }

    private static func authority(
        _ headers: HTTPHeaders,
        isRequired: Bool
    ) throws(MalformedRequest) -> String? {
        let hosts = headers["host"]
        guard let host = hosts.first else {
            if isRequired { throw .host }
            return nil
        }
        guard hosts.count == 1, host.utf8.allSatisfy(isHostByte) else { throw .host }
        return host
    }

    /// The bytes of `uri-host [ ":" port ]`. Source: https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2
    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            "-._~%!$&'()*+,;=:[]".utf8.contains(byte)
        }
    }

    private static func framing(
        _ headers: HTTPHeaders,
        allowsChunked: Bool
    ) throws(MalformedRequest) -> (declaredLength: Int64?, isChunked: Bool) {
        let lengths = headers["content-length"]
        let codings = headers["transfer-encoding"]
        guard lengths.count <= 1, lengths.isEmpty || codings.isEmpty else { throw .bodyLength }
        if let text = lengths.first {
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int64(text) else {
                throw .bodyLength
            }
            return (length, false)
        }
        guard !codings.isEmpty else { return (nil, false) }
        guard allowsChunked, codings.count == 1, codings[0].lowercased() == "chunked" else { throw .bodyLength }
        return (nil, true)
    }

    private static func fields(_ headers: HTTPHeaders) throws(MalformedRequest) -> HTTPFields {
        var fields = HTTPFields()
        fields.reserveCapacity(headers.count)
        for (name, value) in headers where name.lowercased() != "host" {
            guard let fieldName = HTTPField.Name(name), HTTPField.isValidValue(value) else { throw .syntax }
            fields.append(HTTPField(name: fieldName, value: value))
        }
        return fields
    }
}

extension MalformedRequest {
    /// What the parser's complaint about a head means to the client.
    init(_ error: HTTPParserError) {
        switch error {
        case .headerOverflow: self = .headerTooLarge
        case .invalidVersion: self = .version
        case .invalidURL, .invalidHost, .invalidPort, .invalidPath, .invalidQueryString, .invalidFragment:
            self = .target
        case .unexpectedContentLength, .invalidContentLength: self = .bodyLength
        default: self = .syntax
        }
    }
}
