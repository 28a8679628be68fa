public import HTTPTypes
public import NIOCore

/// One request whose head has arrived completely and is well-formed; the body is read on demand.
public struct IncomingRequest: Sendable {
    /// `path` is the request target exactly as it was sent (origin or absolute form, nothing decoded or normalised),
    /// `authority` the value of the only `Host` field, which `headerFields` therefore does not repeat. Only a request
    /// of HTTP/1.0 may come without one.
    public let head: HTTPRequest
    /// The id under which the request is logged and answered (`x-amzn-RequestId`).
    public let requestID: String
    /// The other end of the connection; `nil` when the system does not know it any more.
    public let remoteAddress: SocketAddress?
    /// Whether the request came over TLS.
    public let isSecure: Bool
    /// The body; not reading it is fine.
    public let body: IncomingBody

    /// Made by the server, and by tests of what lies above it.
    public init(
        head: HTTPRequest,
        requestID: String,
        remoteAddress: SocketAddress? = nil,
        isSecure: Bool = false,
        body: IncomingBody = IncomingBody()
    ) {
        self.head = head
        self.requestID = requestID
        self.remoteAddress = remoteAddress
        self.isSecure = isSecure
        self.body = body
    }
}

/// Turns a request into its answer. It never throws: what goes wrong has become a response before.
///
/// It is cancelled when a graceful stop has lasted for ``ServerSettings/drainTimeout``, not when the client goes away.
public typealias RequestHandler = @Sendable (IncomingRequest) async -> OutgoingResponse
