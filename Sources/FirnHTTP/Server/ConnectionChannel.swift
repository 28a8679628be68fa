import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// Sets up the pipeline of an accepted connection: TLS, the parser and writer of HTTP/1.1 messages, and our handler.
struct ConnectionChannel: ServerChildChannel {
    let service: ServerService
    /// The server's identity, where it speaks TLS.
    let tls: NIOSSLContext?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture {
            try configure(channel)
            let handler = try addHandlers(to: channel)
            let connection = Connection(channel: channel, handler: handler)
            service.registry.add(connection)
            service.recorder.connectionOpened()
            channel.closeFuture.whenComplete { [recorder = service.recorder] _ in recorder.connectionClosed() }
            return connection
        }.flatMapErrorThrowing { error in
            channel.close(promise: nil)
            throw error
        }
    }

    func handle(value: Connection, logger: Logger) async {
        await withTaskExecutorPreference(EventLoopTaskExecutor(value.channel.eventLoop)) {
            await ConnectionSession(connection: value, service: service).run()
        }
    }

    /// The socket is read on demand, one buffer at a time.
    private func configure(_ channel: any Channel) throws {
        guard let options = channel.syncOptions else { throw ChannelError.operationUnsupported }
        let settings = service.settings
        try options.setOption(.autoRead, value: false)
        try options.setOption(.maxMessagesPerRead, value: 1)
        try options.setOption(
            .recvAllocator,
            value: RequestBufferAllocator(capacity: RequestBufferAllocator.smallCapacity)
        )
        try options.setOption(
            .writeBufferWaterMark,
            value: .init(low: max(settings.sendBufferBytes / 2, 1), high: max(settings.sendBufferBytes, 1))
        )
        try options.setOption(.tcpOption(.tcp_nodelay), value: 1)
    }

    private func addHandlers(to channel: any Channel) throws -> ConnectionHandler {
        let settings = service.settings
        let handler = ConnectionHandler(settings: settings) { [registry = service.registry] in registry.count }
        let pipeline = channel.pipeline.syncOperations
        if let tls {
            let tlsHandler = NIOSSLServerHandler(context: tls)
            try pipeline.addHandler(tlsHandler)
            handler.tlsContext = try pipeline.context(handler: tlsHandler)
        }
        try pipeline.addHandler(InputGate(connection: handler))
        try pipeline.addHandler(HTTPResponseEncoder())
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = settings.maximumHeaderBytes
        limits.maxHeaderListSize = settings.maximumHeaderBytes
        limits.maxHeaderFieldCount = settings.maximumHeaderFields
        let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: limits)
        try pipeline.addHandler(ByteToMessageHandler(decoder))
        try pipeline.addHandler(handler)
        return handler
    }
}
