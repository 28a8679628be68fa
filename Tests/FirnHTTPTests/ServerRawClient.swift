import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// A client that sends exact bytes and keeps what comes back.
struct RawClient: Sendable {
    let channel: any Channel
    private let inbox: NIOLoopBound<Inbox>

    /// How the server's side of the connection ended.
    enum End: Sendable, Equatable {
        case orderly, reset
    }

    /// Connects. With `reads` false nothing is read from the socket before ``startReading()``.
    static func connect(
        to address: SocketAddress,
        tls: NIOSSLContext? = nil,
        reads: Bool = true,
        receiveBuffer: Int? = nil
    ) async throws -> RawClient {
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: reads)
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: receiveBuffer)
        }
        return try await bootstrap.connect(to: address) { channel in
            channel.eventLoop.makeCompletedFuture {
                let inbox = Inbox()
                if let tls {
                    let handler = try NIOSSLClientHandler(context: tls, serverHostname: nil)
                    try channel.pipeline.syncOperations.addHandler(handler)
                    inbox.socket = try channel.pipeline.syncOperations.context(handler: handler)
                }
                try channel.pipeline.syncOperations.addHandler(inbox)
                return RawClient(channel: channel, inbox: NIOLoopBound(inbox, eventLoop: channel.eventLoop))
            }
        }
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text)).get()
    }

    func send(bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// Sends without caring whether anybody takes it.
    func offer(bytes: [UInt8]) {
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    func closeOutput() async throws {
        try await channel.close(mode: .output).get()
    }

    /// Closes the socket, without any leave-taking of TLS.
    func close() async {
        try? await channel.eventLoop.submit { inbox.value.closeSocket() }.get()
        try? await channel.closeFuture.get()
    }

    /// Closes the socket so that the server is told by a reset.
    func resetConnection() async throws {
        try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        await close()
    }

    func startReading() async throws {
        try await channel.setOption(.autoRead, value: true).get()
    }

    /// Everything up to and including `marker`; fails when the connection ends before.
    func receive(through marker: String) async throws -> String {
        let bytes = try await take { buffer, _ in
            let view = buffer.readableBytesView
            return view.firstRange(of: Array(marker.utf8)).map { $0.upperBound - view.startIndex }
        }
        return String(buffer: bytes)
    }

    func receive(count: Int) async throws -> ByteBuffer {
        try await take { buffer, _ in buffer.readableBytes >= count ? count : nil }
    }

    /// The next response, its body taken by `Content-Length`.
    func receiveResponse(toHead: Bool = false) async throws -> RawResponse {
        let head = try await receive(through: "\r\n\r\n")
        var response = RawResponse(head: head)
        if !toHead, let length = response.field("content-length").flatMap({ Int($0) }) {
            response.body = String(buffer: try await receive(count: length))
        }
        return response
    }

    /// What still comes until the server closes.
    func receiveToEnd() async throws -> String {
        String(buffer: try await take { buffer, end in end == nil ? nil : buffer.readableBytes })
    }

    /// Bytes that have come and were not taken.
    func receivedBytes() async throws -> Int {
        try await channel.eventLoop.submit { inbox.value.count }.get()
    }

    /// How the server closed; waits for it.
    func end() async throws -> End {
        _ = try await take { _, end in end == nil ? nil : 0 }
        return try await channel.eventLoop.submit { inbox.value.end ?? .orderly }.get()
    }

    private func take(_ rule: @escaping @Sendable (ByteBuffer, End?) -> Int?) async throws -> ByteBuffer {
        try await channel.eventLoop.flatSubmit { inbox.value.take(rule) }.get()
    }
}

/// A response as it came.
struct RawResponse: Sendable {
    /// Status line and fields, as sent.
    let head: String
    var body = ""

    var status: String { String(head.prefix { $0 != "\r\n" }) }

    /// The value of a field that comes exactly once.
    func field(_ name: String) -> String? {
        let values = fields(name)
        return values.count == 1 ? values[0] : nil
    }

    func fields(_ name: String) -> [String] {
        head.split(separator: "\r\n").dropFirst().compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { return nil }
            return parts[1].trimming(while: { $0 == " " })
        }
    }
}

extension Substring {
    fileprivate func trimming(while isSpace: (Character) -> Bool) -> String {
        String(drop(while: isSpace))
    }
}

/// Collects what arrives, on the client's event loop.
private final class Inbox: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    struct ClosedEarly: Error {
        let received: String
        let count: Int
    }

    private var buffer = ByteBuffer()
    private(set) var end: RawClient.End?
    private var waiting: (rule: (ByteBuffer, RawClient.End?) -> Int?, promise: EventLoopPromise<ByteBuffer>)?
    private var eventLoop: (any EventLoop)?

    var socket: ChannelHandlerContext?

    var count: Int { buffer.readableBytes }

    func closeSocket() {
        socket?.close(mode: .all, promise: nil)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        eventLoop = context.eventLoop
        socket = socket ?? context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        socket = nil
    }

    func take(_ rule: @escaping @Sendable (ByteBuffer, RawClient.End?) -> Int?) -> EventLoopFuture<ByteBuffer> {
        guard let eventLoop, waiting == nil else { preconditionFailure("one reader at a time, after connecting") }
        let promise = eventLoop.makePromise(of: ByteBuffer.self)
        waiting = (rule, promise)
        check()
        return promise.futureResult
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var new = unwrapInboundIn(data)
        buffer.writeBuffer(&new)
        check()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { finish(.orderly) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is IOError { finish(.reset) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.orderly)
    }

    private func finish(_ end: RawClient.End) {
        self.end = self.end ?? end
        check()
    }

    private func check() {
        guard let (rule, promise) = waiting else { return }
        if let count = rule(buffer, end), let taken = buffer.readSlice(length: count) {
            waiting = nil
            promise.succeed(taken)
        } else if end != nil {
            waiting = nil
            promise.fail(ClosedEarly(received: String(String(buffer: buffer).prefix(200)), count: buffer.readableBytes))
        }
    }
}

extension RawClient {
    /// Bytes that wait to be sent.
    func waitingBytes() async throws -> Int {
        try await channel.getOption(.bufferedWritableBytes).get()
    }

    /// Asks for something small again and again, so that the server has had every opportunity to do more elsewhere.
    func keepServerBusy() async throws {
        for _ in 0..<200 {
            try await send("GET /small HTTP/1.1\r\nHost: h\r\n\r\n")
            _ = try await receiveResponse()
        }
    }
}
