import CoreMetrics
import Foundation
import HTTPTypes
import Logging
import NIOCore
import ServiceLifecycle
import Testing

@testable import FirnHTTP

@Suite("Stopping", .timeLimit(.minutes(10)))
struct ServerShutdownTests {
    /// Runs a server under a service group. `body` gets the group to stop it; it is stopped at the latest afterwards.
    private func withService(
        settings: ServerSettings = ServerSettings.patient,
        handler: @escaping RequestHandler,
        _ body: @escaping @Sendable (SocketAddress, ServiceGroup) async throws -> Void
    ) async throws {
        let ready = ServerSignal(of: SocketAddress.self)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = HTTPServer(
            settings: settings,
            logger: logger,
            metrics: NOOPMetricsHandler.instance,
            requestID: { "id" },
            date: { ServerFixture.date },
            malformed: { ServerFixture.malformed($0, $1) },
            handler: handler,
            onReady: { ready.send($0) }
        )
        let group = ServiceGroup(services: [server], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let address = try await ready.wait()
            try await body(address, group)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test("idle connections are closed, new ones refused, and the server ends")
    func idle() async throws {
        try await withService(handler: { _ in .plain("x") }) { address, group in
            let fresh = try await RawClient.connect(to: address)
            let used = try await RawClient.connect(to: address)
            try await used.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try await used.receiveResponse().body == "x")
            await group.triggerGracefulShutdown()
            #expect(try await fresh.receiveToEnd() == "")
            #expect(try await used.receiveToEnd() == "")
            await fresh.close()
            await used.close()
        }
    }

    @Test("a request in flight is finished, its response says that the connection ends")
    func inFlight() async throws {
        let arrived = ServerSignal<Void>()
        let proceed = ServerSignal<Void>()
        try await withService { request in
            arrived.send()
            try? await proceed.wait()
            return .plain((try? await request.body.collectText()) ?? "?")
        } _: { address, group in
            let busy = try await RawClient.connect(to: address)
            let idle = try await RawClient.connect(to: address)
            try await busy.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\nabc")
            try await arrived.wait()
            await group.triggerGracefulShutdown()
            #expect(try await idle.receiveToEnd() == "")
            try await busy.send("defGET / HTTP/1.1\r\nHost: h\r\n\r\n")
            proceed.send()
            let response = try await busy.receiveResponse()
            #expect(response.body == "abcdef")
            #expect(response.field("Connection") == "close")
            #expect(try await busy.receiveToEnd() == "")
            await busy.close()
            await idle.close()
        }
    }

    @Test("a request that does not finish in time is cancelled")
    func drainTimeout() async throws {
        var settings = ServerSettings.patient
        settings.drainTimeout = .milliseconds(50)
        let arrived = ServerSignal<Void>()
        let cancelled = ServerSignal<Void>()
        let never = ServerSignal<Void>()
        try await withService(settings: settings) { _ in
            arrived.send()
            do {
                try await never.wait()
            } catch {
                cancelled.send()
            }
            return .plain("late")
        } _: { address, group in
            try await withRawClient(address) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                try await arrived.wait()
                await group.triggerGracefulShutdown()
                try await cancelled.wait()
                #expect(try await client.receiveToEnd() == "")
            }
        }
    }

    @Test("a client that neither reads nor closes does not keep a stopping server")
    func stubbornClient() async throws {
        var settings = ServerSettings.patient
        settings.drainTimeout = .milliseconds(50)
        let started = ServerSignal<Void>()
        try await withService(settings: settings) { _ in
            OutgoingResponse(
                status: .ok,
                body: .stream(length: 1 << 30) { writer in
                    started.send()
                    for _ in 0..<1024 { try await writer.write(ByteBuffer(repeating: 1, count: 1 << 20)) }
                }
            )
        } _: { address, group in
            let client = try await RawClient.connect(to: address, reads: false)
            try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            try await started.wait()
            await group.triggerGracefulShutdown()
            try await client.startReading()
            _ = try await client.receiveToEnd()
            await client.close()
        }
    }

    @Test("a server on a taken port does not start")
    func takenPort() async throws {
        try await withHTTPServer { _ in
            .plain("x")
        } _: { address in
            let settings = ServerSettings(host: "127.0.0.1", port: address.port ?? 0)
            await #expect(throws: (any Error).self) {
                try await withHTTPServer(settings: settings, handler: { _ in .plain("y") }) { _ in }
            }
        }
    }

    @Test("cancelling ends the server at once, with connections open")
    func cancellation() async throws {
        let arrived = ServerSignal<Void>()
        let never = ServerSignal<Void>()
        let clients = ServerSignal(of: RawClient.self)
        try await withHTTPServer { _ in
            arrived.send()
            try? await never.wait()
            return .plain("late")
        } _: { address in
            let client = try await RawClient.connect(to: address)
            try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            try await arrived.wait()
            clients.send(client)
        }
        let client = try await clients.wait()
        #expect(try await client.receiveToEnd() == "")
        await client.close()
    }

    /// A server whose listening channel the test gets. It is stopped after `body`, or must end by itself.
    private func withListener(
        endsByItself: Bool = false,
        _ body: @escaping @Sendable (SocketAddress, any Channel) async throws -> Void
    ) async throws {
        let (address, listener) = (ServerSignal(of: SocketAddress.self), ServerSignal(of: (any Channel).self))
        var server = HTTPServer(
            settings: ServerSettings.patient,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            metrics: NOOPMetricsHandler.instance,
            requestID: { "id" },
            date: { ServerFixture.date },
            malformed: { ServerFixture.malformed($0, $1) },
            handler: { _ in .plain("alive") },
            onReady: { address.send($0) }
        )
        server.onListening = { listener.send($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [server] in try await server.run() }
            try await body(try await address.wait(), try await listener.wait())
            if !endsByItself { group.cancelAll() }
            try await group.waitForAll()
        }
    }

    @Test("a failing accept does not end the server")
    func acceptError() async throws {
        try await withListener { address, listener in
            // What the system says when the process has no file descriptors left.
            listener.pipeline.fireErrorCaught(IOError(errnoCode: EMFILE, reason: "accept"))
            for _ in 0..<3 {
                try await withRawClient(address) { client in
                    try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                    #expect(try await client.receiveResponse().body == "alive")
                }
            }
        }
    }

    @Test("a server that loses its listening socket says so")
    func lostListener() async throws {
        await #expect(throws: HTTPServerError.listenerClosed) {
            try await withListener(endsByItself: true) { _, listener in
                try await listener.close().get()
            }
        }
    }
}
