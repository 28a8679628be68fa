public import NIOCore

/// Bytes that come piece by piece, as fast as they are taken: a chunk is fetched only when it is asked for.
public struct ByteStream: AsyncSequence, Sendable {
    private let begin: @Sendable () -> AsyncIterator

    /// Takes any sequence of buffers. Where that can be iterated once only, so can the stream.
    public init<Base: AsyncSequence & Sendable>(_ base: Base) where Base.Element == ByteBuffer {
        begin = {
            var iterator = base.makeAsyncIterator()
            return AsyncIterator { try await iterator.next() }
        }
    }

    /// Takes what makes the next chunk; nil ends the stream. Every iteration begins anew.
    init(chunks: @escaping @Sendable () -> () async throws -> ByteBuffer?) {
        begin = { AsyncIterator(chunk: chunks()) }
    }

    /// Bytes in memory, buffer by buffer.
    init(buffers: [ByteBuffer]) {
        self.init(chunks: {
            var rest = buffers[...]
            return { rest.popFirst() }
        })
    }

    /// No bytes.
    static let empty = ByteStream { { nil } }

    /// Begins to fetch.
    public func makeAsyncIterator() -> AsyncIterator { begin() }

    /// Fetches one chunk after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let chunk: () async throws -> ByteBuffer?

        init(chunk: @escaping () async throws -> ByteBuffer?) { self.chunk = chunk }

        /// The next chunk; nil at the end.
        public mutating func next() async throws -> ByteBuffer? { try await chunk() }
    }
}

extension ByteStream {
    /// All bytes; nil when they are more than allowed.
    func collect(upTo limit: Int) async throws -> [UInt8]? {
        var bytes: [UInt8] = []
        for try await chunk in self {
            guard bytes.count + chunk.readableBytes <= limit else { return nil }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return bytes
    }
}
