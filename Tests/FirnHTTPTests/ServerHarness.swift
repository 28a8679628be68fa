import CoreMetrics
import HTTPTypes
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

@testable import FirnHTTP

/// ServerFixture values that the server under test is given.
enum ServerFixture {
    static let date = "Fri, 10 Feb 2017 12:00:00 GMT"

    /// The answer to malformed requests: its body is the reason.
    static func malformed(_ reason: MalformedRequest, _ requestID: String) -> OutgoingResponse {
        OutgoingResponse(
            status: .badRequest,
            headers: [.contentType: "application/json"],
            body: .bytes(ByteBuffer(string: "\(reason)"))
        )
    }
}

extension ServerSettings {
    /// Nobody is hurried: on a machine that has much else to do a test's client may take long for its next byte.
    static var patient: ServerSettings {
        var settings = ServerSettings()
        settings.headerTimeout = .minutes(10)
        settings.idleTimeout = .minutes(10)
        settings.bodyTimeout = .minutes(10)
        settings.responseTimeout = .minutes(10)
        return settings
    }
}

/// Runs a server on a free loopback port while `body` runs, then stops it. Request ids are `request-1`, `request-2`, …
func withHTTPServer(
    settings: ServerSettings = ServerSettings.patient,
    logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
    metrics: any MetricsFactory = NOOPMetricsHandler.instance,
    operations: Set<String> = [],
    handler: @escaping RequestHandler,
    _ body: @escaping @Sendable (SocketAddress) async throws -> Void
) async throws {
    let (ready, readyContinuation) = AsyncStream.makeStream(of: SocketAddress.self)
    let count = Mutex(0)
    let server = HTTPServer(
        settings: settings,
        logger: logger,
        metrics: metrics,
        operations: operations,
        requestID: { "request-\(count.withLock { $0 += 1; return $0 })" },
        date: { ServerFixture.date },
        malformed: { ServerFixture.malformed($0, $1) },
        handler: handler,
        onReady: { readyContinuation.yield($0) }
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { readyContinuation.finish() }
            try await server.run()
        }
        var addresses = ready.makeAsyncIterator()
        // Without an address the server has failed, with the error that the group throws.
        if let address = await addresses.next() { try await body(address) }
        group.cancelAll()
        try await group.waitForAll()
    }
}

/// Connects to a server under test, and closes the connection in the end.
func withRawClient(
    _ address: SocketAddress,
    reads: Bool = true,
    receiveBuffer: Int? = nil,
    _ body: (RawClient) async throws -> Void
) async throws {
    let client = try await RawClient.connect(to: address, reads: reads, receiveBuffer: receiveBuffer)
    do {
        try await body(client)
    } catch {
        await client.close()
        throw error
    }
    await client.close()
}

extension OutgoingResponse {
    /// 200 with a text.
    static func plain(_ text: String) -> OutgoingResponse {
        OutgoingResponse(status: .ok, body: .bytes(ByteBuffer(string: text)))
    }
}

extension IncomingBody {
    /// The whole body, for small ones.
    func collectText() async throws -> String {
        var all = ByteBuffer()
        for try await var chunk in self { all.writeBuffer(&chunk) }
        return String(buffer: all)
    }
}

/// Something that happens once and is waited for.
struct ServerSignal<Value: Sendable>: Sendable {
    private let stream: AsyncStream<Value>
    private let continuation: AsyncStream<Value>.Continuation

    init(of type: Value.Type = Value.self) {
        (stream, continuation) = AsyncStream.makeStream(of: Value.self)
    }

    func send(_ value: Value) { continuation.yield(value) }

    /// The next value. Throws when the waiting task is cancelled before.
    func wait() async throws -> Value {
        var iterator = stream.makeAsyncIterator()
        guard let value = await iterator.next() else { throw CancellationError() }
        return value
    }
}

extension ServerSignal where Value == Void {
    func send() { send(()) }
}

/// Keeps log lines.
final class ServerLogCollector: Sendable {
    struct Line: Sendable {
        let level: Logger.Level
        let message: String
        let metadata: [String: String]
    }

    private let arrival = ServerSignal<Line>()

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(collector: self) }
        logger.logLevel = .info
        return logger
    }

    /// The next line.
    func next() async throws -> Line { try await arrival.wait() }

    private struct Handler: LogHandler {
        let collector: ServerLogCollector
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            guard event.message.description == "Request answered" else { return }
            let metadata = (event.metadata ?? [:]).mapValues { "\($0)" }
            let line = Line(level: event.level, message: "\(event.message)", metadata: metadata)
            collector.arrival.send(line)
        }
    }
}
