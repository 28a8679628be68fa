import NIOCore
import NIOHTTP1

// How a connection ends: at once, or so that the client gets the last response although it still sends.
extension ConnectionHandler {
    /// A graceful stop has begun: a connection without a request in progress is closed, another one after its response.
    func drain() {
        isDraining = true
        guard mode == .serving else { return }
        if exchange == nil { hangUp() } else { pump() }
    }

    /// Closes both directions now; what is not sent yet is lost.
    func close() {
        guard mode != .closed else { return }
        mode = .closed
        parts.removeAll()
        releaseWaiter()
        if let tlsContext, !isInputClosed {
            // TLS would wait for the client to take its leave, and a broken response must not end in an orderly way.
            tlsContext.close(mode: .all, promise: nil)
        } else {
            context?.close(mode: .all, promise: nil)
        }
    }

    /// Closes a connection between two requests, once everything is sent. With TLS the client is told.
    func hangUp() {
        guard mode == .serving, let context else { return close() }
        mode = .lingering
        parts.removeAll()
        releaseWaiter()
        inputTimer?.clear()
        guard bufferedBytes > 0 else { return takeLeave() }
        let sent = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer()))), promise: sent)
        sent.futureResult.assumeIsolated().whenComplete { _ in self.takeLeave() }
    }

    /// Closes both directions of a connection on which nothing more is to be said.
    func takeLeave() {
        guard tlsContext != nil, requestCount > 0, !isInputClosed, let context else { return close() }
        let closed = context.eventLoop.makePromise(of: Void.self)
        context.close(mode: .output, promise: closed)
        closed.futureResult.assumeIsolated().whenComplete { _ in self.close() }
    }

    /// From now on input is thrown away: it could only be the rest of a body nobody wants, or further requests after
    /// the last response. Closing while it arrives would make the system reset the connection, and the client could
    /// lose the response. Source: https://www.rfc-editor.org/rfc/rfc9112#section-9.6
    func startLingering() {
        guard mode == .serving else { return }
        mode = .lingering
        discardedBytes = 0
        parts.removeAll()
        releaseWaiter()
        inputTimer?.clear()
        useLargeBuffers()
        readMore()
    }

    /// Closes our direction after what was written, and waits, bounded, for the client to close its own.
    func closeOutput() {
        startLingering()
        guard mode == .lingering, let context else { return }
        let closed = context.eventLoop.makePromise(of: Void.self)
        context.close(mode: .output, promise: closed)
        closed.futureResult.assumeIsolated().whenComplete { result in
            guard case .success = result else { return self.close() }
            self.isOutputClosed = true
            self.inputTimer?.set(in: self.settings.lingerTimeout)
            self.closeIfDone()
        }
    }

    /// Input was thrown away while lingering.
    func didDiscard(_ count: Int) {
        discardedBytes += count
        closeIfDone()
    }

    /// Ends lingering when the client has closed its side, or sends too much.
    func closeIfDone() {
        guard mode == .lingering, isOutputClosed else { return }
        if isInputClosed || discardedBytes > settings.lingerLimit { close() }
    }

    /// Reads whole chunks from the socket while a body is taken. `remaining` are its bytes to come, if known.
    func useBuffers(for remaining: Int64?) {
        guard remaining.map({ $0 > Int64(RequestBufferAllocator.smallCapacity) }) ?? true else { return }
        let most = settings.receiveBufferBytes(connections: connectionCount())
        let wanted = remaining.map { Int(clamping: $0) } ?? most
        setBuffers(min(max(wanted, RequestBufferAllocator.smallCapacity), most))
    }

    func useLargeBuffers() {
        setBuffers(RequestBufferAllocator.discardingCapacity)
    }

    /// Between requests a connection needs little memory.
    func useSmallBuffers() {
        setBuffers(RequestBufferAllocator.smallCapacity)
    }

    private func setBuffers(_ capacity: Int) {
        guard capacity != bufferCapacity else { return }
        bufferCapacity = capacity
        // Fails only on a closed channel, which reads no more.
        try? context?.channel.syncOptions?.setOption(.recvAllocator, value: RequestBufferAllocator(capacity: capacity))
    }
}
