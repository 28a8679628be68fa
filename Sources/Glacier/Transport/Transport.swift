public import GlacierModel
public import HTTPTypes
public import NIOCore

/// How signed requests reach the service. It is one function, so a test, or a program with an HTTP client of its own,
/// can give another.
public struct Transport: Sendable {
    /// Sends a request and returns the head of the answer with its body still to come.
    ///
    /// - Throws: `TransportError`; anything else counts as an error after which nobody knows whether the request
    ///   arrived. `CancellationError` ends the call.
    public var send: @Sendable (TransportRequest) async throws -> TransportAnswer

    /// Takes the function.
    public init(send: @escaping @Sendable (TransportRequest) async throws -> TransportAnswer) { self.send = send }
}

/// A signed request.
public struct TransportRequest: Sendable {
    /// What follows the head.
    public enum Body: Sendable {
        case none
        case bytes(ByteBuffer)
        /// Exactly so many bytes, which are to be taken as fast as they can be sent and no faster.
        case stream(ByteStream, length: Int64)
    }

    /// With scheme and authority. Path and headers are signed: they must be sent as they are.
    public let head: HTTPRequest
    /// Its length is to be announced.
    public let body: Body
    /// From the beginning, which may be a connection to be made, to the head of the answer. Nil for a stream, whose
    /// duration depends on its length.
    public let timeLimit: Span?
}

/// What came back.
public struct TransportAnswer: Sendable {
    /// Any status.
    public let status: HTTPResponse.Status
    /// All fields as received.
    public let headers: HTTPFields
    /// To be taken once; what is not taken is dropped with its connection.
    public let body: ByteStream

    /// Takes an answer as it came.
    public init(status: HTTPResponse.Status, headers: HTTPFields, body: ByteStream) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// A request to which no whole answer came.
public struct TransportError: Error, CustomStringConvertible {
    /// What is known of the request.
    public enum Fate: Hashable, Sendable {
        /// It did not reach the service: no connection was made.
        case notSent
        /// It may have arrived and been carried out.
        case unknown
    }

    /// Decides whether a request may be repeated.
    public let fate: Fate
    /// What stood in the way.
    public let cause: any Error

    /// Says what is known.
    public init(_ fate: Fate, cause: any Error) {
        self.fate = fate
        self.cause = cause
    }

    /// For people.
    public var description: String { "no answer: \(cause)" }
}
