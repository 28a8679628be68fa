import NIOCore
import NIOHTTP1

// The receiving half: parts of requests come from the parser and go to whoever waits for them.
extension ConnectionHandler {
    /// Succeeds with the next request, after the rest of the present one was thrown away; with `nil` when there is none
    /// any more and the connection closes by itself. Fails with ``MalformedRequest``, which may still be answered.
    func nextRequest(_ promise: EventLoopPromise<ReceivedRequest?>) {
        guard mode == .serving, waiter == nil else { return promise.succeed(nil) }
        waiter = .request(promise)
        awaitRequest()
    }

    /// Succeeds with the next chunk of the request's body, with `nil` at its end. Fails with ``IncomingBodyError``.
    func nextChunk(of number: Int, _ promise: EventLoopPromise<ByteBuffer?>) {
        guard mode == .serving, waiter == nil, let exchange, exchange.number == number, exchange.response != .ended
        else { return promise.fail(IncomingBodyError.connectionLost) }
        if let failure = exchange.bodyFailure { return promise.fail(failure) }
        if exchange.isBodyFinished { return promise.succeed(nil) }
        beginBody()
        waiter = .chunk(promise)
        pump()
        if waiter != nil {
            inputTimer?.set(in: settings.bodyTimeout)
            readMore()
        }
    }

    /// Ends a wait for a chunk with `CancellationError`; the chunk goes to the next one who asks.
    func cancelChunk(_ promise: EventLoopPromise<ByteBuffer?>) {
        guard case .chunk(let waiting) = waiter, waiting.futureResult === promise.futureResult else { return }
        resolveWaiter()
        promise.fail(CancellationError())
    }

    /// Keeps the small pieces of a body with tiny chunks in one buffer, so that what waits is not mostly overhead.
    func append(_ part: HTTPServerRequestPart) {
        if case .body(var piece) = part, piece.readableBytes < 1024, parts.count > 1, case .body(var last) = parts.last
        {
            parts.removeLast()
            last.writeBuffer(&piece)
            parts.append(.body(last))
        } else {
            parts.append(part)
        }
    }

    /// Gives the parts that are here to the one who waits.
    func pump() {
        switch waiter {
        case .request(let promise): pumpRequest(promise)
        case .chunk(let promise): pumpChunk(promise)
        case nil: break
        }
    }

    /// Goes on waiting for a request, unless the client leaves too many of our bytes unread.
    func awaitRequest() {
        pump()
        guard waiter != nil, let inputTimer, context?.channel.isWritable == true else { return }
        if !inputTimer.isSet { inputTimer.set(in: timeForRequest) }
        readMore()
    }

    /// How long the wait for a request may last in its present state.
    private var timeForRequest: TimeAmount {
        if exchange != nil { return settings.bodyTimeout }
        return headBytes == 0 ? settings.idleTimeout : settings.headerTimeout
    }

    private func pumpChunk(_ promise: EventLoopPromise<ByteBuffer?>) {
        while let part = parts.popFirst() {
            switch part {
            case .body(let buffer) where buffer.readableBytes == 0:
                continue
            case .body(let buffer):
                exchange?.receivedBytes += Int64(buffer.readableBytes)
                resolveWaiter()
                if parts.isEmpty, exchange?.remainingBytes != 0 { readMore() }
                return promise.succeed(buffer)
            case .end:
                exchange?.isBodyFinished = true
                resolveWaiter()
                return promise.succeed(nil)
            case .head:
                return failChunk(promise, .malformed)
            }
        }
        switch inputEnd {
        case .closed: failChunk(promise, .connectionLost)
        case .malformed: failChunk(promise, .malformed)
        case nil: break
        }
    }

    func failChunk(_ promise: EventLoopPromise<ByteBuffer?>, _ failure: IncomingBodyError) {
        exchange?.bodyFailure = failure
        resolveWaiter()
        promise.fail(failure)
    }

    private func pumpRequest(_ promise: EventLoopPromise<ReceivedRequest?>) {
        guard context?.channel.isWritable == true, discardRest() else { return }
        switch parts.popFirst() {
        case .head(let head):
            resolveWaiter()
            requestCount += 1
            headBytes = 0
            do {
                let head = try RequestHead(head)
                exchange = Exchange(number: requestCount, head: head)
                promise.succeed(ReceivedRequest(number: requestCount, head: head))
            } catch {
                exchange = Exchange(malformed: requestCount)
                promise.fail(error)
            }
        case .body, .end:
            close()
        case nil:
            guard case .malformed(let error) = inputEnd else {
                if inputEnd != nil || isDraining { hangUp() }
                return
            }
            resolveWaiter()
            requestCount += 1
            exchange = Exchange(malformed: requestCount)
            promise.fail(error)
        }
    }

    private func resolveWaiter() {
        waiter = nil
        inputTimer?.clear()
    }

    /// Throws away what is left of the present request. Answers whether a next one may be looked for.
    private func discardRest() -> Bool {
        guard let exchange else { return true }
        var isFinished = exchange.isBodyFinished
        while !isFinished, let part = parts.popFirst() {
            switch part {
            case .body(let buffer): discardedBytes += buffer.readableBytes
            case .end: isFinished = true
            case .head:
                close()
                return false
            }
        }
        if isFinished {
            self.exchange = nil
            discardedBytes = 0
            inputTimer?.clear()
            useSmallBuffers()
            return true
        }
        if inputEnd != nil {
            hangUp()
        } else if discardedBytes > settings.discardLimit {
            closeOutput()
        }
        return false
    }

    /// Bytes came from the socket and will now be parsed.
    func willParse(_ count: Int) {
        guard mode == .serving, exchange == nil else { return }
        if headBytes == 0, requestCount > 0, case .request = waiter { inputTimer?.set(in: settings.headerTimeout) }
        headBytes += count
    }

    /// Bytes from the socket were parsed. What the parser skips or cannot bound itself is bounded here.
    func didParse() {
        guard mode == .serving, exchange == nil, parts.isEmpty, inputEnd == nil else { return }
        guard headBytes > 2 * settings.maximumHeaderBytes else { return }
        inputEnd = .malformed(.headerTooLarge)
        pump()
    }

    /// The client kept us waiting for too long.
    func inputTimedOut() {
        if case .chunk(let promise) = waiter {
            failChunk(promise, .timedOut)
        } else if exchange == nil {
            hangUp()
        } else if mode == .serving {
            closeOutput()
        } else {
            close()
        }
    }

    /// The first read of a body: says that it may come, and makes room for it.
    private func beginBody() {
        guard let context, var exchange, !exchange.isBodyWanted else { return }
        if exchange.expectsContinue, exchange.response == .awaited {
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        }
        exchange.isBodyWanted = true
        self.exchange = exchange
        useBuffers(for: exchange.remainingBytes)
    }

    func readMore() {
        if mode != .closed { context?.read() }
    }
}
