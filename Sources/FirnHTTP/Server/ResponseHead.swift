import HTTPTypes
import NIOHTTP1

/// The head of a response as it goes on the wire, with what the server itself puts into every one.
struct ResponseHead: Sendable {
    let head: HTTPResponseHead
    /// Whether bytes follow the head.
    let hasBody: Bool

    /// `method` is the request's, `nil` if it is not known.
    init(_ response: OutgoingResponse, method: HTTPRequest.Method?, requestID: String, date: String) {
        let status = response.status.kind == .informational ? .internalServerError : response.status
        let allowsBody = status != .noContent && status != .notModified
        var headers = HTTPHeaders()
        headers.reserveCapacity(response.headers.count + 4)
        headers.add(name: "x-amzn-RequestId", value: requestID)
        headers.add(name: "Date", value: date)
        for field in response.headers where !Self.isOwn(field.name, allowsBody: allowsBody) {
            headers.add(name: field.name.rawName, value: field.value)
        }
        if allowsBody { headers.add(name: "Content-Length", value: String(response.body.length)) }
        head = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: status.code, reasonPhrase: status.reasonPhrase),
            headers: headers
        )
        hasBody = allowsBody && method != .head
    }

    /// Whether the server alone decides about a field.
    private static func isOwn(_ name: HTTPField.Name, allowsBody: Bool) -> Bool {
        switch name {
        case .contentLength, .transferEncoding, .connection, .date: true
        case .contentType: !allowsBody
        default: name.canonicalName == "x-amzn-requestid"
        }
    }
}
