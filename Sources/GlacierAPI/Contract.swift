public import GlacierModel
public import HTTPTypes
import JSONText

/// One operation on the wire in both directions: what goes in, what comes out, and how both are written.
///
/// A server reads an `Input` and writes an `Output`, values that its own rules have judged and that hold the real
/// account. A client writes a `Call` and reads a `Reply`: it may talk to any service, so it sends what it was given and
/// keeps what it was told. What one direction writes, the other reads.
public protocol Contract {
    /// Whose operation it is: an `AccountID` or a `VaultReference`.
    associatedtype Target: Sendable
    associatedtype Input: Sendable
    associatedtype Output: Sendable
    /// What a caller says.
    associatedtype Call: Sendable
    /// What a caller learns from success.
    associatedtype Reply: Sendable

    /// The name under which the operation is permitted, dispatched and measured.
    static var operation: OperationName { get }

    /// Reads the input from a request. Required parameters are missed before values are judged.
    static func input(for target: Target, from request: RequestParts) throws(ServiceError) -> Input

    /// Writes the output. The deployment is what ARNs are made with.
    static func response(to output: Output, deployment: Deployment) -> APIResponse

    /// Writes a call.
    static func request(for call: Call) throws(UnsendableCall) -> APIRequest

    /// Reads an answer whose status says success.
    static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply
}

extension Contract where Reply == Void {
    /// There is nothing to read.
    public static func reply(from answer: APIAnswer) {}
}

/// The parts of a routed request that an operation reads its input from: text, not yet values.
public struct RequestParts: Sendable {
    /// The archive's, upload's, job's or lock's id as sent.
    public let identifier: String
    /// All parameters, those included that the operation does not know.
    public let query: QueryParameters
    /// All fields as received; `header(_:)` reads one.
    public let headers: HTTPFields
    /// `Content-Length` in bytes; nil when the body comes in chunks.
    public let declaredLength: Int64?
    /// Whether the body comes with `Transfer-Encoding: chunked`, so that its length shows only at its end.
    public let isChunked: Bool
    /// The body of operations that take a document; empty for uploads, whose body is a stream.
    public let body: [UInt8]

    /// Takes everything as sent: each operation judges what it reads.
    public init(
        identifier: String,
        query: QueryParameters,
        headers: HTTPFields,
        declaredLength: Int64?,
        isChunked: Bool,
        body: [UInt8]
    ) {
        self.identifier = identifier
        self.query = query
        self.headers = headers
        self.declaredLength = declaredLength
        self.isChunked = isChunked
        self.body = body
    }

    /// The trimmed value of a header; nil when it is missing.
    public func header(_ name: HTTPField.Name) -> String? {
        headers[name].map { value in
            let isInk = { (byte: UInt8) in byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\t") }
            guard let first = value.utf8.firstIndex(where: isInk), let last = value.utf8.lastIndex(where: isInk) else {
                return ""
            }
            return String(Substring(value.utf8[first...last]))
        }
    }

    /// - Throws: `ServiceError.missingParameter` when the header is missing or empty.
    public func requiredHeader(_ name: HTTPField.Name) throws(ServiceError) -> String {
        guard let value = header(name), !value.isEmpty else { throw .missingParameter(name.rawName) }
        return value
    }
}

/// An answer before it is put on the wire: the HTTP layer adds what every response carries.
public struct APIResponse: Sendable {
    /// What follows the headers. Its length is always known beforehand.
    public enum Body: Sendable {
        case none
        /// A compact JSON document, sent as `application/json` without parameters.
        case json([UInt8])
        /// Bytes that follow as a stream, described by the headers.
        case stream(length: Int64)
    }

    /// Of the operation's success, or of its error.
    public let status: HTTPResponse.Status
    /// Those of the operation alone: the fields of every response are not among them.
    public var headers: HTTPFields
    /// The document itself, but of a stream only its length in bytes.
    public let body: Body

    /// Takes an answer as it is; headers that belong to the body, such as its length, are not derived from it.
    public init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// 200 with a document.
    static func document(_ json: JSONObject) -> APIResponse {
        APIResponse(status: .ok, body: .json(json.bytes))
    }

    /// 201 or 202 with the result in headers and an empty object as body.
    static func made(_ status: HTTPResponse.Status, _ headers: HTTPFields) -> APIResponse {
        APIResponse(status: status, headers: headers, body: .json(JSONObject().bytes))
    }

    /// 204.
    static func nothing(_ headers: HTTPFields = [:]) -> APIResponse {
        APIResponse(status: .noContent, headers: headers, body: .none)
    }
}
