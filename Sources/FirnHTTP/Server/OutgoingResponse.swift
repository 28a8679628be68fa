public import HTTPTypes
public import Logging
public import NIOCore

/// Why a response's body could not be sent completely.
public enum OutgoingBodyError: Error, Hashable, Sendable {
    /// The client closed the connection, or did not read for ``ServerSettings/responseTimeout``.
    case connectionLost
    /// More or fewer bytes were written than announced.
    case wrongLength
}

/// Where the body of a streamed response is written to.
public protocol OutgoingBodyWriter: Sendable {
    /// Sends the next bytes. It returns when few enough bytes wait for the client, so that memory stays bounded.
    ///
    /// Throws ``OutgoingBodyError`` when the connection is lost or more bytes come than were announced. Chunks are sent
    /// in the order of the calls; one call must have returned before the next.
    func write(_ chunk: ByteBuffer) async throws
}

/// The body of a response. Its length is always known beforehand.
public enum OutgoingBody: Sendable {
    /// No body: `Content-Length: 0`, or no length at all for a status that forbids one.
    case none
    /// A body that is small enough to be in memory.
    case bytes(ByteBuffer)
    /// A body of `length` bytes written by a closure. If it throws, or writes another number of bytes, the connection
    /// is closed before the last byte was sent, so that the client sees a broken transfer.
    case stream(length: Int64, @Sendable (any OutgoingBodyWriter) async throws -> Void)

    /// Bytes of the body.
    var length: Int64 {
        switch self {
        case .none: 0
        case .bytes(let buffer): Int64(buffer.readableBytes)
        case .stream(let length, _): max(length, 0)
        }
    }
}

/// The answer to one request.
public struct OutgoingResponse: Sendable {
    /// The final status; 1xx is not possible here.
    public var status: HTTPResponse.Status
    /// Fields beside those the server sets itself: `Content-Length`, `Connection`, `Date` and `x-amzn-RequestId`. Those
    /// are ignored if given here, and so is `Content-Type` for a status without body.
    public var headers: HTTPFields
    /// The body; not sent in answer to `HEAD`, though its length is.
    public var body: OutgoingBody
    /// Whether the connection ends with this response. The server ends it by itself where it must.
    public var closesConnection: Bool
    /// What the request was, for metrics. A name that was not announced to the server counts as `other`.
    public var operation: String?
    /// What the one log line of the request says in addition, for instance an error code.
    public var logMetadata: Logger.Metadata

    /// An answer that keeps the connection.
    public init(
        status: HTTPResponse.Status,
        headers: HTTPFields = [:],
        body: OutgoingBody = .none,
        closesConnection: Bool = false,
        operation: String? = nil,
        logMetadata: Logger.Metadata = [:]
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.closesConnection = closesConnection
        self.operation = operation
        self.logMetadata = logMetadata
    }
}
