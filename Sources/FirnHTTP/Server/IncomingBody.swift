public import NIOCore

/// Why a request's body did not arrive completely.
public enum IncomingBodyError: Error, Hashable, Sendable {
    /// No byte came for ``ServerSettings/bodyTimeout``.
    case timedOut
    /// The client closed the connection, or its sending side, before the last byte.
    case connectionLost
    /// The chunked framing is broken.
    case malformed
}

/// The body of a request, in chunks as they come from the socket; none is empty.
///
/// It can be read once: all iterators share one position. The first read sends `100 Continue` if the client waits for
/// it. The socket is read only as fast as the chunks are taken, one read ahead. The sequence ends normally only after
/// the complete body; otherwise it throws an ``IncomingBodyError``, at every further read again. A read whose task is
/// cancelled throws `CancellationError` and loses nothing. Once the request's handler has returned, reading throws
/// ``IncomingBodyError/connectionLost``.
public struct IncomingBody: AsyncSequence, Sendable {
    /// A chunk, never empty.
    public typealias Element = ByteBuffer

    /// Bytes announced by `Content-Length`; `nil` without that field. The server sees to it that exactly as many come.
    public let declaredLength: Int64?
    /// Whether the body comes with `Transfer-Encoding: chunked`. With neither, there is no body.
    public let isChunked: Bool
    private let nextChunk: @Sendable () async throws -> ByteBuffer?

    /// A body that takes its chunks from a closure, which answers `nil` for ever after the last one.
    public init(
        declaredLength: Int64?,
        isChunked: Bool,
        nextChunk: @escaping @Sendable () async throws -> ByteBuffer?
    ) {
        self.declaredLength = declaredLength
        self.isChunked = isChunked
        self.nextChunk = nextChunk
    }

    /// The body of a request without one.
    public init() {
        self.init(declaredLength: nil, isChunked: false) { nil }
    }

    /// Reads on where the last read of any iterator ended.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(nextChunk: nextChunk)
    }

    /// Takes the chunks of the body.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let nextChunk: @Sendable () async throws -> ByteBuffer?

        /// The next chunk, or `nil` after the complete body.
        public mutating func next() async throws -> ByteBuffer? {
            try await nextChunk()
        }
    }
}
