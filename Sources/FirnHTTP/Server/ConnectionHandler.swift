import NIOCore
import NIOHTTP1

/// One client's connection, on its event loop: reads from the socket only what somebody waits for, and sees to it that
/// every wait, for the client's bytes or for its reading of ours, has an end.
///
/// Requests come one by one (``nextRequest(_:)``), each body chunk by chunk (``nextChunk(of:_:)``); what arrives
/// earlier waits in `parts`, which holds the outcome of one read from the socket. Nothing is read while it is not
/// empty.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    enum Mode {
        /// Requests are taken and answered.
        case serving
        /// The last response is written or being written; input is thrown away until the client closes.
        case lingering
        case closed
    }

    /// Why no further parts will come.
    enum InputEnd {
        case closed
        case malformed(MalformedRequest)
    }

    /// Who waits for `parts`.
    enum Waiter {
        case request(EventLoopPromise<ReceivedRequest?>)
        case chunk(EventLoopPromise<ByteBuffer?>)
    }

    let settings: ServerSettings
    /// How many connections the server has, this one among them.
    let connectionCount: @Sendable () -> Int
    var context: ChannelHandlerContext?
    /// Where TLS stands in the pipeline; what is written from here goes to the socket as it is.
    var tlsContext: ChannelHandlerContext?
    var mode = Mode.serving
    var isDraining = false

    var parts = CircularBuffer<HTTPServerRequestPart>()
    var inputEnd: InputEnd?
    /// Whether the client has closed its sending side.
    var isInputClosed = false
    var waiter: Waiter?
    var exchange: Exchange?
    var requestCount = 0
    /// Bytes of the next buffer to read into.
    var bufferCapacity = RequestBufferAllocator.smallCapacity
    /// Bytes from the socket since the last request ended, while no head was complete.
    var headBytes = 0
    /// Bytes thrown away of the present request's body, or since lingering began.
    var discardedBytes = 0
    /// Bounds the wait for the client's bytes.
    var inputTimer: DeadlineTimer?

    var writers: [EventLoopPromise<Void>] = []
    /// Bytes of bodies given to the channel.
    var enqueuedBytes: Int64 = 0
    /// What of these had left the channel when the output timer was last set; the measure of progress.
    var drainedBytes: Int64 = 0
    /// Whether everything was sent and our side of the connection is closed.
    var isOutputClosed = false
    /// Bounds the wait for the client to read.
    var outputTimer: DeadlineTimer?

    init(settings: ServerSettings, connectionCount: @escaping @Sendable () -> Int = { 1 }) {
        self.settings = settings
        self.connectionCount = connectionCount
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        inputTimer = DeadlineTimer(eventLoop: context.eventLoop) { self.inputTimedOut() }
        outputTimer = DeadlineTimer(eventLoop: context.eventLoop) { self.checkProgress() }
        if context.channel.isActive { begin() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        ended()
        self.context = nil
        tlsContext = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        begin()
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        ended()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard mode == .serving else { return }
        append(unwrapInboundIn(data))
        pump()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if case .request = waiter {
            awaitRequest()
        } else if waiter != nil || mode == .lingering {
            readMore()
        }
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            let writers = self.writers
            self.writers = []
            for writer in writers { writer.succeed() }
            if case .request = waiter { awaitRequest() }
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            isInputClosed = true
            inputEnd = inputEnd ?? .closed
            if mode == .lingering { closeIfDone() } else { pump() }
        case is ChannelShouldQuiesceEvent:
            drain()
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    /// The parser's complaints end the input; all other errors end the connection.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard mode == .serving else { return }
        guard let error = error as? HTTPParserError else { return close() }
        guard inputEnd == nil else { return }
        if case .invalidEOFState = error {
            inputEnd = .closed
        } else {
            inputEnd = .malformed(MalformedRequest(error))
        }
        pump()
    }

    private func begin() {
        guard let inputTimer, !inputTimer.isSet, requestCount == 0 else { return }
        inputTimer.set(in: settings.headerTimeout)
    }

    /// Lets everybody go who waits for something that will not come any more.
    private func ended() {
        mode = .closed
        inputTimer?.invalidate()
        outputTimer?.invalidate()
        isInputClosed = true
        inputEnd = inputEnd ?? .closed
        parts.removeAll()
        releaseWaiter()
        let writers = self.writers
        self.writers = []
        for writer in writers { writer.fail(OutgoingBodyError.connectionLost) }
    }

    /// Ends the wait for a request with none, the wait for a chunk with the loss of the connection.
    func releaseWaiter() {
        switch waiter {
        case .request(let promise): promise.succeed(nil)
        case .chunk(let promise): promise.fail(IncomingBodyError.connectionLost)
        case nil: break
        }
        waiter = nil
    }
}
