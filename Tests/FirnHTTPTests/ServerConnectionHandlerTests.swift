import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import FirnHTTP

/// Reads and deadlines of one connection, without a socket and with a clock that the test moves.
@Suite("One connection on its event loop")
struct ServerConnectionHandlerTests {
    /// Counts what is asked of the socket.
    private final class ReadCounter: ChannelOutboundHandler {
        typealias OutboundIn = HTTPServerResponsePart
        var reads = 0
        var outputClosed = false

        func read(context: ChannelHandlerContext) { reads += 1 }

        func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
            if mode == .output {
                outputClosed = true
                promise?.succeed()
            } else {
                context.close(mode: mode, promise: promise)
            }
        }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            promise?.succeed()
        }
    }

    private struct Bench {
        let channel = EmbeddedChannel()
        let counter = ReadCounter()
        let handler: ConnectionHandler
        var settings = ServerSettings()

        init() throws {
            settings.headerTimeout = .seconds(3)
            settings.idleTimeout = .seconds(10)
            settings.bodyTimeout = .seconds(5)
            settings.lingerTimeout = .seconds(2)
            settings.discardLimit = 100
            settings.lingerLimit = 1000
            handler = ConnectionHandler(settings: settings)
            try channel.pipeline.syncOperations.addHandlers([counter, handler])
            channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        }

        func nextRequest() -> EventLoopFuture<ReceivedRequest?> {
            let promise = channel.eventLoop.makePromise(of: ReceivedRequest?.self)
            handler.nextRequest(promise)
            return promise.futureResult
        }

        func nextChunk(of number: Int) -> EventLoopFuture<ByteBuffer?> {
            let promise = channel.eventLoop.makePromise(of: ByteBuffer?.self)
            handler.nextChunk(of: number, promise)
            return promise.futureResult
        }

        func receive(_ parts: HTTPServerRequestPart...) throws {
            for part in parts { try channel.writeInbound(part) }
        }

        func respond(closes: Bool = false) {
            handler.startResponse(HTTPResponseHead(version: .http1_1, status: .ok), closes: closes)
            handler.endResponse()
        }

        func pass(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

        static func head(length: Int?) -> HTTPServerRequestPart {
            var headers: HTTPHeaders = ["Host": "h"]
            if let length { headers.add(name: "Content-Length", value: "\(length)") }
            return .head(HTTPRequestHead(version: .http1_1, method: .PUT, uri: "/", headers: headers))
        }

        static func body(_ count: Int) -> HTTPServerRequestPart { .body(ByteBuffer(repeating: 1, count: count)) }
    }

    @Test(
        "many connections read less at once, so that all of them keep within a bound",
        arguments: [(1, 524_288), (32, 524_288), (33, 508_400), (64, 262_144), (256, 65_536), (8192, 65_536)]
    )
    func receiveBuffers(connections: Int, bytes: Int) {
        #expect(ServerSettings().receiveBufferBytes(connections: connections) == bytes)
    }

    @Test("a connection without a complete first head is closed after the header's time, whatever trickles in")
    func firstHeadTimeout() throws {
        let bench = try Bench()
        let request = bench.nextRequest()
        bench.pass(.milliseconds(2900))
        bench.handler.willParse(1)
        bench.pass(.milliseconds(99))
        #expect(bench.channel.isActive)
        bench.pass(.milliseconds(1))
        #expect(!bench.channel.isActive)
        #expect(try request.wait() == nil)
    }

    @Test("a kept connection may idle for its time; a begun head has the header's time")
    func idleTimeout() throws {
        let bench = try Bench()
        _ = bench.nextRequest()
        try bench.receive(Bench.head(length: nil), .end(nil))
        bench.respond()
        let idle = bench.nextRequest()
        bench.pass(.milliseconds(9900))
        #expect(bench.channel.isActive)
        bench.handler.willParse(1)
        bench.pass(.milliseconds(2900))
        bench.handler.willParse(1)
        #expect(bench.channel.isActive)
        bench.pass(.milliseconds(100))
        #expect(!bench.channel.isActive)
        #expect(try idle.wait() == nil)
    }

    @Test("a kept connection without any byte is closed after the idle time")
    func idleConnection() throws {
        let bench = try Bench()
        _ = bench.nextRequest()
        try bench.receive(Bench.head(length: nil), .end(nil))
        bench.respond()
        _ = bench.nextRequest()
        bench.pass(.milliseconds(9999))
        #expect(bench.channel.isActive)
        bench.pass(.milliseconds(1))
        #expect(!bench.channel.isActive)
    }

    @Test("the time for a body runs only while it is waited for, and starts anew with every byte")
    func bodyTimeout() throws {
        let bench = try Bench()
        let request = bench.nextRequest()
        try bench.receive(Bench.head(length: 10))
        let number = try #require(try request.wait()).number
        bench.pass(.seconds(60))
        #expect(bench.channel.isActive)
        var chunk = bench.nextChunk(of: number)
        bench.pass(.milliseconds(4900))
        try bench.receive(Bench.body(1))
        #expect(try chunk.wait()?.readableBytes == 1)
        bench.pass(.seconds(60))
        chunk = bench.nextChunk(of: number)
        bench.pass(.milliseconds(4900))
        try bench.receive(Bench.body(2))
        #expect(try chunk.wait()?.readableBytes == 2)
        chunk = bench.nextChunk(of: number)
        bench.pass(.seconds(5))
        #expect(throws: IncomingBodyError.timedOut) { try chunk.wait() }
        #expect(throws: IncomingBodyError.timedOut) { try bench.nextChunk(of: number).wait() }
        #expect(bench.channel.isActive)
        bench.respond()
        #expect(bench.counter.outputClosed)
    }

    @Test("nothing is read from the socket while a chunk waits or nobody asks")
    func readsOnDemand() throws {
        let bench = try Bench()
        let request = bench.nextRequest()
        #expect(bench.counter.reads == 1)
        try bench.receive(Bench.head(length: 100))
        let number = try #require(try request.wait()).number
        bench.channel.pipeline.fireChannelReadComplete()
        #expect(bench.counter.reads == 1)
        let first = bench.nextChunk(of: number)
        #expect(bench.counter.reads == 2)
        try bench.receive(Bench.body(10))
        #expect(try first.wait()?.readableBytes == 10)
        bench.channel.pipeline.fireChannelReadComplete()
        #expect(bench.counter.reads == 3, "one read ahead")
        try bench.receive(Bench.body(20), Bench.body(30))
        bench.channel.pipeline.fireChannelReadComplete()
        #expect(bench.counter.reads == 3)
        #expect(try bench.nextChunk(of: number).wait()?.readableBytes == 20)
        #expect(bench.counter.reads == 3)
        #expect(try bench.nextChunk(of: number).wait()?.readableBytes == 30)
        #expect(bench.counter.reads == 4)
    }

    @Test("an unread body that does not come is waited for only so long")
    func discardTimeout() throws {
        let bench = try Bench()
        _ = bench.nextRequest()
        try bench.receive(Bench.head(length: 50))
        bench.respond()
        let next = bench.nextRequest()
        bench.pass(.milliseconds(4900))
        try bench.receive(Bench.body(1))
        #expect(bench.channel.isActive)
        bench.pass(.milliseconds(100))
        #expect(bench.counter.outputClosed)
        #expect(try next.wait() == nil)
        bench.pass(.seconds(2))
        #expect(!bench.channel.isActive)
    }

    @Test("after the rest of a body was thrown away the idle time begins")
    func idleAfterDiscard() throws {
        let bench = try Bench()
        _ = bench.nextRequest()
        try bench.receive(Bench.head(length: 50))
        bench.respond()
        _ = bench.nextRequest()
        bench.pass(.milliseconds(4900))
        try bench.receive(Bench.body(50), .end(nil))
        bench.channel.pipeline.fireChannelReadComplete()
        bench.pass(.milliseconds(9999))
        #expect(bench.channel.isActive)
        bench.pass(.milliseconds(1))
        #expect(!bench.channel.isActive)
    }

    @Test("a client that does not close its side after the last response is given the lingering time")
    func lingerTimeout() throws {
        let bench = try Bench()
        _ = bench.nextRequest()
        try bench.receive(Bench.head(length: 101))
        bench.respond()
        #expect(bench.counter.outputClosed)
        #expect(bench.channel.isActive)
        bench.pass(.milliseconds(1999))
        #expect(bench.channel.isActive)
        bench.pass(.milliseconds(1))
        #expect(!bench.channel.isActive)
    }

    @Test("a client that goes on sending after the last response is cut off after the lingering bytes")
    func lingerLimit() throws {
        let bench = try Bench()
        _ = bench.nextRequest()
        try bench.receive(Bench.head(length: 101))
        bench.respond()
        bench.handler.didDiscard(1000)
        #expect(bench.channel.isActive)
        bench.handler.didDiscard(1)
        #expect(!bench.channel.isActive)
    }

    @Test("a graceful stop closes an idle connection, and a busy one after its response")
    func drain() throws {
        let idle = try Bench()
        let request = idle.nextRequest()
        idle.handler.drain()
        #expect(!idle.channel.isActive)
        #expect(try request.wait() == nil)
        let busy = try Bench()
        _ = busy.nextRequest()
        try busy.receive(Bench.head(length: nil), .end(nil))
        busy.handler.drain()
        #expect(busy.channel.isActive)
        busy.respond()
        #expect(busy.counter.outputClosed)
    }

    @Test("the loss of the connection ends every wait")
    func connectionLost() throws {
        let bench = try Bench()
        let request = bench.nextRequest()
        try bench.receive(Bench.head(length: 10))
        let number = try #require(try request.wait()).number
        let chunk = bench.nextChunk(of: number)
        let second = bench.nextChunk(of: number)
        #expect(throws: IncomingBodyError.connectionLost) { try second.wait() }
        bench.channel.close(promise: nil)
        #expect(throws: IncomingBodyError.connectionLost) { try chunk.wait() }
        #expect(try bench.nextRequest().wait() == nil)
    }

    @Test("a deadline that is moved fires once, at its last place")
    func deadlineTimer() {
        let loop = EmbeddedEventLoop()
        var fired = 0
        let timer = DeadlineTimer(eventLoop: loop) { fired += 1 }
        timer.set(in: .seconds(5))
        timer.set(in: .seconds(20))
        loop.advanceTime(by: .seconds(19))
        #expect(fired == 0)
        timer.set(in: .seconds(2))
        loop.advanceTime(by: .seconds(1))
        #expect(fired == 0)
        loop.advanceTime(by: .seconds(1))
        #expect(fired == 1)
        #expect(!timer.isSet)
        timer.set(in: .seconds(1))
        timer.clear()
        loop.advanceTime(by: .seconds(60))
        #expect(fired == 1)
        timer.set(in: .seconds(1))
        timer.invalidate()
        loop.advanceTime(by: .seconds(60))
        #expect(fired == 1)
    }
}
