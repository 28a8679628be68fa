public import CoreMetrics
import HummingbirdCore
public import Logging
public import NIOCore
public import NIOPosix
import NIOSSL
public import ServiceLifecycle

/// Why a server stopped by itself.
public enum HTTPServerError: Error, Hashable, Sendable {
    /// The listening socket was closed although nobody had asked for a stop.
    case listenerClosed
}

/// An HTTP/1.1 server whose requests all go to one handler.
///
/// It bounds what a client can cost in memory and time (``ServerSettings``), refuses what is not clearly one request
/// (``MalformedRequest``), and sends responses that are complete or visibly broken. On graceful shutdown it stops
/// accepting, closes idle connections and lets running requests finish for ``ServerSettings/drainTimeout``.
public struct HTTPServer: Service {
    private let service: ServerService
    private let logger: Logger
    private let eventLoopGroup: any EventLoopGroup
    private let onReady: @Sendable (SocketAddress) async -> Void
    /// Told the listening channel; for tests of what may happen to it.
    var onListening: @Sendable (any Channel) -> Void = { _ in }

    /// - Parameters:
    ///   - settings: where to listen, and the bounds.
    ///   - logger: gets one line for each request, at `requestLogLevel`.
    ///   - requestLogLevel: `info` unless requests come from a machine that looks in every few seconds.
    ///   - metrics: where requests, their durations, bytes and open connections are counted.
    ///   - operations: the values of ``OutgoingResponse/operation`` that the metrics tell apart.
    ///   - eventLoopGroup: the threads that serve the sockets.
    ///   - requestID: makes the id of the next request.
    ///   - date: the time now, as the `Date` field has it (RFC 1123).
    ///   - malformed: the answer to a request that cannot be understood; gets the reason and the request id.
    ///   - handler: answers all other requests.
    ///   - onReady: told the address once the server accepts connections. Requests are answered when it has returned.
    public init(
        settings: ServerSettings,
        logger: Logger,
        requestLogLevel: Logger.Level = .info,
        metrics: any MetricsFactory = MetricsSystem.factory,
        operations: Set<String> = [],
        eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        requestID: @escaping @Sendable () -> String,
        date: @escaping @Sendable () -> String,
        malformed: @escaping @Sendable (MalformedRequest, _ requestID: String) -> OutgoingResponse,
        handler: @escaping RequestHandler,
        onReady: @escaping @Sendable (SocketAddress) async -> Void = { _ in }
    ) {
        self.logger = logger
        self.eventLoopGroup = eventLoopGroup
        self.onReady = onReady
        service = ServerService(
            settings: settings,
            requestID: requestID,
            date: date,
            malformed: malformed,
            handler: handler,
            recorder: RequestRecorder(
                logger: logger,
                level: requestLogLevel,
                operations: operations,
                factory: metrics
            )
        )
    }

    /// Serves until graceful shutdown or cancellation. Throws when it cannot listen, read the TLS files, or when the
    /// listening socket fails.
    public func run() async throws {
        let settings = service.settings
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let server = ConnectionChannel(service: service, tls: try settings.tls.map(Self.tlsContext)).server(
            configuration: ServerConfiguration(
                address: .hostname(settings.host, port: settings.port),
                backlog: settings.backlog,
                availableConnectionsDelegate: .maximum(settings.maximumConnections, logger: quiet)
            ),
            onServerRunning: { await started($0) },
            eventLoopGroup: eventLoopGroup,
            logger: quiet
        )
        try await withGracefulShutdownHandler {
            try await serve(server)
        } onGracefulShutdown: {
            service.registry.drain()
        }
    }

    /// Runs the server, and ends it when the requests in flight take too long to finish.
    private func serve(_ server: any Service) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.run()
                guard service.registry.isDraining || Task.isCancelled else { throw HTTPServerError.listenerClosed }
            }
            group.addTask { await waitForDrainDeadline() }
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// Returns when a graceful stop has lasted for its time, or when cancelled.
    private func waitForDrainDeadline() async {
        // Throws only when cancelled.
        guard (try? await gracefulShutdown()) != nil else { return }
        let deadline = eventLoopGroup.any().scheduleTask(in: service.settings.drainTimeout) {}
        await withTaskCancellationHandler {
            // Fails only when cancelled.
            try? await deadline.futureResult.get()
        } onCancel: {
            deadline.cancel()
        }
    }

    /// The listening socket is open.
    private func started(_ channel: any Channel) async {
        // Accepting one at a time keeps the number of connections exact. Fails only when the socket is closed again.
        try? await channel.setOption(.maxMessagesPerRead, value: 1).get()
        onListening(channel)
        guard let address = channel.localAddress else { return }
        await onReady(address)
    }

    static func tlsContext(_ files: ServerSettings.TLS) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMFile(files.certificateChainFile)
        let key = try NIOSSLPrivateKey(file: files.privateKeyFile, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return try NIOSSLContext(configuration: configuration)
    }
}

extension ServerSettings.TLS {
    /// Reads both files, as the server does when it starts.
    ///
    /// - Throws: what stands in the way of serving with them.
    public func check() throws {
        _ = try HTTPServer.tlsContext(self)
    }
}
