import HummingbirdCore
import NIOCore
import NIOHTTP1
import Synchronization

/// A connection as its task sees it: every call hops to the event loop and back.
struct Connection: ServerChildChannelValue {
    let channel: any Channel
    private let handler: NIOLoopBound<ConnectionHandler>

    /// Must be called on the channel's event loop.
    init(channel: any Channel, handler: ConnectionHandler) {
        self.channel = channel
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
    }

    /// The next request; `nil` when the connection closes. Throws ``MalformedRequest``, which is to be answered.
    func nextRequest() async throws -> ReceivedRequest? {
        try await call { handler, promise in handler.nextRequest(promise) }
    }

    /// The next chunk of a request's body. Throws ``IncomingBodyError`` or `CancellationError`.
    func nextChunk(of number: Int) async throws -> ByteBuffer? {
        let promise = channel.eventLoop.makePromise(of: ByteBuffer?.self)
        let cancellation = Cancellation()
        return try await withTaskCancellationHandler {
            execute { handler in
                if cancellation.isRequested {
                    promise.fail(CancellationError())
                } else {
                    handler.nextChunk(of: number, promise)
                }
            }
            return try await promise.futureResult.get()
        } onCancel: {
            cancellation.request()
            execute { $0.cancelChunk(promise) }
        }
    }

    /// Whether a read was cancelled before it reached the event loop.
    private final class Cancellation: Sendable {
        private let flag = Atomic(false)

        var isRequested: Bool { flag.load(ordering: .acquiring) }

        func request() { flag.store(true, ordering: .releasing) }
    }

    /// Sends a whole response.
    func respond(_ head: HTTPResponseHead, body: ByteBuffer?, closes: Bool) async throws -> ExchangeSummary {
        try await call { handler, promise in
            handler.startResponse(head, closes: closes)
            if let body { handler.sendBody(body) }
            handler.endResponse()
            promise.succeed(handler.summary)
        }
    }

    /// Sends the head of a response, to be followed by ``send(_:)`` and ``endResponse(with:)``. It leaves with the
    /// first bytes of the body.
    func startResponse(_ head: HTTPResponseHead, closes: Bool) {
        execute { $0.startResponse(head, closes: closes) }
    }

    /// Sends bytes of a response's body; returns when there is room for more. Throws ``OutgoingBodyError``.
    func send(_ chunk: ByteBuffer) async throws {
        try await call { handler, promise in
            handler.sendBody(chunk)
            handler.flush(promise)
        }
    }

    /// Sends the last bytes of a response's body.
    func endResponse(with chunk: ByteBuffer?) async throws -> ExchangeSummary {
        try await call { handler, promise in
            if let chunk { handler.sendBody(chunk) }
            handler.endResponse()
            promise.succeed(handler.summary)
        }
    }

    /// Breaks the connection off in the middle of a response.
    func abort() async throws -> ExchangeSummary {
        try await call { handler, promise in
            promise.succeed(handler.summary)
            handler.close()
        }
    }

    /// Closes the connection now.
    func close() {
        execute { $0.close() }
    }

    /// Lets the request in progress be the last one.
    func drain() {
        execute { $0.drain() }
    }

    private func execute(_ body: @escaping @Sendable (ConnectionHandler) -> Void) {
        channel.eventLoop.execute { body(handler.value) }
    }

    private func call<Value: Sendable>(
        _ body: @escaping @Sendable (ConnectionHandler, EventLoopPromise<Value>) -> Void
    ) async throws -> Value {
        let promise = channel.eventLoop.makePromise(of: Value.self)
        channel.eventLoop.execute { body(handler.value, promise) }
        return try await promise.futureResult.get()
    }
}
