import NIOCore
import NIOHTTP1

// The sending half: one response for each request, within a bounded memory.
extension ConnectionHandler {
    /// Begins the response of the present request. `closes` says that the connection shall end with it.
    func startResponse(_ head: HTTPResponseHead, closes: Bool) {
        guard mode == .serving, let context, var exchange, exchange.response == .awaited else { return }
        exchange.response = .started
        exchange.endsConnection = closes || mustClose(after: exchange)
        self.exchange = exchange
        var head = head
        if exchange.endsConnection { head.headers.replaceOrAdd(name: "Connection", value: "close") }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
    }

    /// Adds bytes to the response's body, without a flush.
    func sendBody(_ chunk: ByteBuffer) {
        guard mode == .serving, let context, exchange?.response == .started else { return }
        exchange?.sentBytes += Int64(chunk.readableBytes)
        enqueuedBytes += Int64(chunk.readableBytes)
        context.write(wrapOutboundOut(.body(.byteBuffer(chunk))), promise: nil)
    }

    /// Sends what was written, and succeeds as soon as few enough bytes wait for the client.
    func flush(_ promise: EventLoopPromise<Void>) {
        guard mode == .serving, let context else { return promise.fail(OutgoingBodyError.connectionLost) }
        context.flush()
        watchProgress()
        if context.channel.isWritable {
            promise.succeed()
        } else {
            writers.append(promise)
        }
    }

    /// Ends the response, and the connection if it was to end with it.
    func endResponse() {
        guard mode == .serving, let context, var exchange, exchange.response == .started else { return }
        exchange.response = .ended
        self.exchange = exchange
        if case .chunk(let promise) = waiter { failChunk(promise, .connectionLost) }
        guard exchange.endsConnection else {
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            return watchProgress()
        }
        let isClientDone = !exchange.keepsAlive && isBodyHere(exchange)
        startLingering()
        let sent = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
        watchProgress()
        sent.futureResult.assumeIsolated().whenComplete { result in
            if case .success = result, !isClientDone, !self.isInputClosed {
                self.closeOutput()
            } else {
                self.takeLeave()
            }
        }
    }

    /// What the response's end has to say to the log.
    var summary: ExchangeSummary {
        ExchangeSummary(
            receivedBytes: exchange?.receivedBytes ?? 0,
            sentBytes: exchange?.sentBytes ?? 0,
            isLost: exchange?.response != .ended
        )
    }

    private func mustClose(after exchange: Exchange) -> Bool {
        if !exchange.keepsAlive || isDraining || exchange.bodyFailure != nil { return true }
        if isBodyHere(exchange) {
            return isInputClosed && !parts.contains { if case .head = $0 { true } else { false } }
        }
        if inputEnd != nil || exchange.leavesClientWaiting { return true }
        return exchange.remainingBytes.map { $0 > Int64(settings.discardLimit) } ?? false
    }

    /// Whether the whole body was taken or waits in `parts`.
    private func isBodyHere(_ exchange: Exchange) -> Bool {
        exchange.isBodyFinished || parts.contains { if case .end = $0 { true } else { false } }
    }

    /// Looks, from now on, whether the client reads what we send.
    private func watchProgress() {
        guard let outputTimer, !outputTimer.isSet else { return }
        let waiting = bufferedBytes
        guard waiting > 0 else { return }
        drainedBytes = enqueuedBytes - waiting
        outputTimer.set(in: settings.responseTimeout)
    }

    /// The output timer: nothing left to send, progress, or a client that does not read.
    func checkProgress() {
        let waiting = bufferedBytes
        guard waiting > 0 else { return }
        let drained = enqueuedBytes - waiting
        guard drained > drainedBytes else { return close() }
        drainedBytes = drained
        outputTimer?.set(in: settings.responseTimeout)
    }

    /// Bytes that wait in the channel for the socket, those of heads and of TLS framing included: without progress
    /// `enqueuedBytes - bufferedBytes` never grows.
    var bufferedBytes: Int64 {
        guard let options = context?.channel.syncOptions else { return 0 }
        return (try? options.getOption(.bufferedWritableBytes)).map(Int64.init) ?? 0
    }
}
