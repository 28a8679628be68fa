import BlobStoreTesting
import CoreMetrics
import DatabaseTesting
import FirnHTTP
import GlacierModel
import HTTPTypes
import Logging
import NIOCore
import TestSupport

@testable import Glacier

/// A whole service, reached without a socket or over one.
struct ServiceInProcess {
    let firn: FirnUnderTest

    init() async throws {
        firn = try await FirnUnderTest(database: FreshDatabase(), store: MemoryBlobStore())
    }

    /// A client without a socket, on the service's own clock.
    func client(credentials: any CredentialsProvider = StaticCredentials.example) throws -> GlacierClient {
        GlacierClient(
            endpoint: try Endpoint(url: "http://test:1", region: "us-east-1"),
            credentials: credentials,
            transport: transport,
            retries: .never,
            surroundings: .manual(firn.clock)
        )
    }

    var transport: Transport {
        Transport { request in
            let answer = await firn.receive(request.head, body: try await request.body.bytes())
            var headers = answer.headers
            // As the HTTP layer, which is not here, adds it.
            headers[.contentLength] = String(answer.body.count)
            return TransportAnswer(
                status: HTTPResponse.Status(code: answer.status),
                headers: headers,
                body: .of([ByteBuffer(bytes: answer.body)])
            )
        }
    }

    /// Serves on a free loopback port while `body` runs, whose endpoint it gets.
    func serve(_ body: @escaping @Sendable (Endpoint) async throws -> Void) async throws {
        let (ready, continuation) = AsyncStream.makeStream(of: SocketAddress.self)
        let server = HTTPServer(
            settings: ServerSettings(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            metrics: NOOPMetricsHandler.instance,
            requestID: { "request" },
            // The moment at which the service's clock stands.
            date: { "Fri, 02 Jan 2026 03:04:05 GMT" },
            malformed: { _, _ in OutgoingResponse(status: .badRequest) },
            handler: { [firn] in await firn.respond(to: $0) },
            onReady: { continuation.yield($0) }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { continuation.finish() }
                try await server.run()
            }
            var addresses = ready.makeAsyncIterator()
            if let port = await addresses.next()?.port {
                try await body(try Endpoint(url: "http://127.0.0.1:\(port)", region: "us-east-1"))
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}
