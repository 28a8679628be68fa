import HTTPTypes
import NIOCore
import Testing

@testable import FirnHTTP

@Suite("Slow clients", .timeLimit(.minutes(10)))
struct ServerTimeoutTests {
    @Test("a head that does not get complete in time ends the connection", arguments: ["", "GET / HTTP/1.1\r\nHo"])
    func headerTimeout(_ start: String) async throws {
        var settings = ServerSettings.patient
        settings.headerTimeout = .milliseconds(50)
        try await withHTTPServer(settings: settings, handler: { _ in .plain("x") }) { address in
            try await withRawClient(address) { client in
                try await client.send(start)
                #expect(try await client.receiveToEnd() == "")
            }
        }
    }

    @Test("a kept connection without a next request is closed")
    func idleTimeout() async throws {
        var settings = ServerSettings.patient
        settings.idleTimeout = .milliseconds(50)
        try await withHTTPServer(settings: settings, handler: { _ in .plain("x") }) { address in
            try await withRawClient(address) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(try await client.receiveResponse().body == "x")
                #expect(try await client.receiveToEnd() == "")
            }
        }
    }

    @Test(
        "a body that stops is answered with 408 and the connection ends",
        arguments: [
            "Content-Length: 10\r\n\r\nabc", "Content-Length: 10\r\nExpect: 100-continue\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "Transfer-Encoding: chunked\r\n\r\n3;never-ending",
        ]
    )
    func bodyTimeout(_ rest: String) async throws {
        var settings = ServerSettings.patient
        settings.bodyTimeout = .milliseconds(50)
        try await withHTTPServer(settings: settings) { request in
            do {
                return .plain(try await request.body.collectText())
            } catch IncomingBodyError.timedOut {
                return OutgoingResponse(status: .requestTimeout)
            } catch {
                return .plain("\(error)")
            }
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("PUT / HTTP/1.1\r\nHost: h\r\n\(rest)")
                if rest.contains("Expect") { _ = try await client.receive(through: "100 Continue\r\n\r\n") }
                let response = try await client.receiveResponse()
                #expect(response.status == "HTTP/1.1 408 Request Timeout")
                #expect(response.field("Connection") == "close")
                #expect(try await client.receiveToEnd() == "")
            }
        }
    }

    @Test("a client that does not read its response loses the connection")
    func responseTimeout() async throws {
        var settings = ServerSettings.patient
        settings.responseTimeout = .milliseconds(100)
        let outcome = ServerSignal(of: String.self)
        try await withHTTPServer(settings: settings) { _ in
            OutgoingResponse(
                status: .ok,
                body: .stream(length: 1 << 30) { writer in
                    do {
                        for _ in 0..<1024 { try await writer.write(ByteBuffer(repeating: 1, count: 1 << 20)) }
                    } catch {
                        outcome.send("\(error)")
                        throw error
                    }
                }
            )
        } _: { address in
            try await withRawClient(address, reads: false) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(try await outcome.wait() == "connectionLost")
            }
        }
    }
}
