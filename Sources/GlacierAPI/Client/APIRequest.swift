public import HTTPTypes
import JSONText

/// A request of the API before it has a host, credentials and a signature.
public struct APIRequest: Sendable {
    /// What follows the head.
    public enum Body: Hashable, Sendable {
        case none
        /// A small document, sent as `application/json`.
        case json([UInt8])
        /// The bytes of an archive or a part, which the caller has; the headers say their hashes.
        case stream(length: Int64)
    }

    /// The version of the API that requests are written for.
    public static let version = "2012-06-01"

    /// By the operation.
    public let method: HTTPRequest.Method
    /// Path and query, percent-encoded: the very bytes that are signed and sent.
    public let target: String
    /// Those of the operation, with the version and the type of the body; not the host, and nothing of the signature.
    public let headers: HTTPFields
    /// Never both a document and a stream.
    public let body: Body

    private init(
        _ method: HTTPRequest.Method,
        _ path: RequestPath,
        _ query: RequestQuery,
        _ headers: HTTPFields,
        _ body: Body
    ) {
        self.method = method
        target = path.text + query.text
        var headers = headers
        headers[.glacierVersion] = Self.version
        if case .json = body { headers[.contentType] = "application/json" }
        self.headers = headers
        self.body = body
    }

    static func get(_ path: RequestPath, _ query: RequestQuery = RequestQuery(), headers: HTTPFields = [:])
        -> APIRequest
    {
        APIRequest(.get, path, query, headers, .none)
    }

    static func delete(_ path: RequestPath) -> APIRequest {
        APIRequest(.delete, path, RequestQuery(), [:], .none)
    }

    static func put(_ path: RequestPath, headers: HTTPFields = [:], body: Body = .none) -> APIRequest {
        APIRequest(.put, path, RequestQuery(), headers, body)
    }

    static func post(
        _ path: RequestPath,
        _ query: RequestQuery = RequestQuery(),
        headers: HTTPFields = [:],
        body: Body = .none
    ) -> APIRequest {
        APIRequest(.post, path, query, headers, body)
    }
}

extension APIRequest.Body {
    static func document(_ json: JSONObject) -> APIRequest.Body { .json(json.bytes) }
}

/// A call that cannot be written as a request: sending it would ask for something else.
public struct UnsendableCall: Error, Hashable, Sendable, CustomStringConvertible {
    /// The parameter by the name that the API has for it.
    public let parameter: String
    /// As given.
    public let value: String

    /// Names the parameter that stands in the way.
    public init(_ parameter: String, _ value: String) {
        self.parameter = parameter
        self.value = value
    }

    /// Both, for people.
    public var description: String { "\(parameter) cannot be sent: \(value)" }
}
