import CoreMetrics
import FirnHTTP
import HTTPTypes
import Logging
import NIOCore

/// Runs a real server on a free loopback port while `body` runs, then stops it.
func withLoopbackServer(
    settings: ServerSettings = ServerSettings(),
    _ handler: @escaping RequestHandler,
    _ body: @escaping @Sendable (_ authority: String) async throws -> Void
) async throws {
    let (ready, continuation) = AsyncStream.makeStream(of: SocketAddress.self)
    let server = HTTPServer(
        settings: settings,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        metrics: NOOPMetricsHandler.instance,
        requestID: { "request" },
        date: { "Fri, 10 Feb 2017 12:00:00 GMT" },
        malformed: { _, _ in OutgoingResponse(status: .badRequest) },
        handler: handler,
        onReady: { continuation.yield($0) }
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { continuation.finish() }
            try await server.run()
        }
        var addresses = ready.makeAsyncIterator()
        // Without an address the server has failed, with the error that the group throws.
        if let port = await addresses.next()?.port { try await body("127.0.0.1:\(port)") }
        group.cancelAll()
        try await group.waitForAll()
    }
}

extension IncomingBody {
    /// The whole body, for small ones.
    func collect() async throws -> [UInt8] {
        var all: [UInt8] = []
        for try await chunk in self { all.append(contentsOf: chunk.readableBytesView) }
        return all
    }
}
