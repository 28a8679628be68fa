import HTTPTypes
import NIOCore
import Testing

@testable import FirnHTTP

@Suite("Request bodies", .timeLimit(.minutes(10)))
struct ServerBodyTests {
    /// Reads the body and says how it ended.
    private static let reader: RequestHandler = { request in
        do {
            return .plain("complete:\(try await request.body.collectText())")
        } catch {
            return OutgoingResponse(status: .badRequest, body: .bytes(ByteBuffer(string: "\(error)")))
        }
    }

    @Test("a chunked body is put together, its extensions and trailers ignored")
    func chunked() async throws {
        try await withHTTPServer(handler: Self.reader) { address in
            try await withRawClient(address) { client in
                try await client.send("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n")
                try await client.send("4;name=\"v\"\r\nabcd\r\n1\r\ne\r\n00A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")
                #expect(try await client.receiveResponse().body == "complete:abcde0123456789")
            }
        }
    }

    @Test("a body of very many tiny chunks arrives in few pieces")
    func tinyChunks() async throws {
        try await withHTTPServer { request in
            var pieces = 0
            var bytes = 0
            do {
                for try await chunk in request.body {
                    pieces += 1
                    bytes += chunk.readableBytes
                }
            } catch {
                return .plain("\(error)")
            }
            return .plain("\(bytes) \(pieces < 1000)")
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
                try await client.send(String(repeating: "1\r\nx\r\n", count: 100_000) + "0\r\n\r\n")
                #expect(try await client.receiveResponse().body == "100000 true")
            }
        }
    }

    @Test(
        "broken chunk framing is seen by the handler, whose answer ends the connection",
        arguments: [
            "zz\r\n", "-1\r\n", "5\r\nabcdeX\r\n", "FFFFFFFFFFFFFFFFF\r\n", "3\r\nabc\r\n0\r\nbad trailer\r\n\r\n",
        ]
    )
    func brokenChunks(_ text: String) async throws {
        try await withHTTPServer(handler: Self.reader) { address in
            try await withRawClient(address) { client in
                try await client.send("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n\(text)")
                let response = try await client.receiveResponse()
                #expect(response.body == "malformed")
                #expect(response.field("Connection") == "close")
                #expect(try await client.receiveToEnd() == "")
            }
        }
    }

    @Test(
        "a body cut off by the client never looks complete",
        arguments: [
            "Content-Length: 10\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n",
        ]
    )
    func truncated(_ rest: String) async throws {
        let outcome = ServerSignal(of: String.self)
        try await withHTTPServer { request in
            do {
                outcome.send("complete: \(try await request.body.collectText())")
            } catch {
                outcome.send("\(error)")
            }
            return .plain("seen")
        } _: { address in
            let half = try await RawClient.connect(to: address)
            try await half.send("PUT / HTTP/1.1\r\nHost: h\r\n\(rest)")
            try await half.closeOutput()
            #expect(try await outcome.wait() == "connectionLost")
            #expect(try await half.receiveResponse().body == "seen")
            await half.close()
            let gone = try await RawClient.connect(to: address)
            try await gone.send("PUT / HTTP/1.1\r\nHost: h\r\n\(rest)")
            await gone.close()
            #expect(try await outcome.wait() == "connectionLost")
        }
    }

    @Test("the announced length and coding are known before the body")
    func announcement() async throws {
        try await withHTTPServer { request in
            .plain("\(request.body.declaredLength ?? -1) \(request.body.isChunked)")
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabcde")
                #expect(try await client.receiveResponse().body == "5 false")
                try await client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n")
                #expect(try await client.receiveResponse().body == "0 false")
                try await client.send("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                #expect(try await client.receiveResponse().body == "-1 true")
                try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(try await client.receiveResponse().body == "-1 false")
            }
        }
    }

    @Test("the body goes on where the last reader stopped, and ends only once")
    func singlePass() async throws {
        try await withHTTPServer { request in
            do {
                var first = request.body.makeAsyncIterator()
                let head = try await first.next().map { String(buffer: $0) } ?? "none"
                let rest = try await request.body.collectText()
                let again = try await request.body.collectText()
                return .plain("\(head)+\(rest)+\(again)")
            } catch {
                return .plain("\(error)")
            }
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
                try await client.send("1\r\na\r\n")
                try await client.send("2\r\nbc\r\n0\r\n\r\n")
                let parts = try await client.receiveResponse().body.split(
                    separator: "+",
                    omittingEmptySubsequences: false
                )
                #expect(parts.prefix(2).joined() == "abc")
                #expect(parts.last == "")
            }
        }
    }

    @Test("a small unread body is thrown away and the connection kept")
    func smallUnreadBody() async throws {
        try await withHTTPServer {
            .plain($0.head.path ?? "?")
        } _: { address in
            try await withRawClient(address) { client in
                let body = String(repeating: "x", count: 64 * 1024)
                try await client.send("PUT /1 HTTP/1.1\r\nHost: h\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
                let response = try await client.receiveResponse()
                #expect(response.body == "/1")
                #expect(response.fields("Connection").isEmpty)
                try await client.send(body + "GET /2 HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(try await client.receiveResponse().body == "/2")
                try await client.send("PUT /3 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
                #expect(try await client.receiveResponse().body == "/3")
                try await client.send("3\r\nabc\r\n0\r\n\r\nGET /4 HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(try await client.receiveResponse().body == "/4")
            }
        }
    }

    @Test("a body that was not read to its end is thrown away from there")
    func partlyRead() async throws {
        try await withHTTPServer { request in
            var iterator = request.body.makeAsyncIterator()
            let first = try? await iterator.next()
            return .plain("\(request.head.path ?? "?") \(first == nil)")
        } _: { address in
            try await withRawClient(address) { client in
                let body = String(repeating: "x", count: 40_000)
                try await client.send("PUT /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 40000\r\n\r\n\(body)")
                #expect(try await client.receiveResponse().body == "/1 false")
                try await client.send("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(try await client.receiveResponse().body == "/2 true")
            }
        }
    }

    @Test("an unread body of 10 GB is answered at once, and the client that sends on gets the answer")
    func hugeUnreadBody() async throws {
        try await withHTTPServer { _ in
            OutgoingResponse(status: .notFound, body: .bytes(ByteBuffer(string: "no such vault")))
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("PUT /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 10000000000\r\n\r\n")
                for _ in 0..<8 { client.offer(bytes: [UInt8](repeating: 0, count: 1 << 20)) }
                let response = try await client.receiveResponse()
                #expect(response.status == "HTTP/1.1 404 Not Found")
                #expect(response.field("Connection") == "close")
                #expect(response.body == "no such vault")
                #expect(try await client.receiveToEnd() == "")
                #expect(try await client.end() == .orderly)
            }
        }
    }

    @Test("an unread chunked body beyond the limit ends the connection after the answer")
    func longUnreadChunks() async throws {
        try await withHTTPServer { _ in
            .plain("early")
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("PUT /1 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
                #expect(try await client.receiveResponse().body == "early")
                let chunk = "10000\r\n" + String(repeating: "x", count: 65536) + "\r\n"
                client.offer(bytes: Array((chunk + chunk).utf8))
                #expect(try await client.receiveToEnd() == "")
                #expect(try await client.end() == .orderly)
            }
        }
    }

    @Test("reading a body after its request was answered fails and does not touch the next request")
    func lateReader() async throws {
        let bodies = ServerSignal(of: IncomingBody.self)
        try await withHTTPServer { request in
            if request.head.path == "/1" { bodies.send(request.body) }
            return .plain((try? await request.body.collectText()) ?? "?")
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("PUT /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc")
                #expect(try await client.receiveResponse().body == "abc")
                let late = try await bodies.wait()
                await #expect(throws: IncomingBodyError.connectionLost) { try await late.collectText() }
                try await client.send("PUT /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\ndef")
                #expect(try await client.receiveResponse().body == "def")
            }
        }
    }

    @Test("a cancelled read loses nothing")
    func cancelledRead() async throws {
        let reading = ServerSignal<Void>()
        try await withHTTPServer { request in
            let failure = await withTaskGroup(of: String.self) { group in
                group.addTask {
                    do {
                        return "\(try await request.body.collectText())"
                    } catch {
                        return "\(type(of: error))"
                    }
                }
                group.cancelAll()
                return await group.next() ?? "none"
            }
            reading.send()
            return .plain("\(failure) \((try? await request.body.collectText()) ?? "?")")
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("PUT /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n")
                try await reading.wait()
                try await client.send("abc")
                #expect(try await client.receiveResponse().body == "CancellationError abc")
            }
        }
    }

    @Test("the socket is read no faster than the body is taken")
    func readingBackPressure() async throws {
        var settings = ServerSettings.patient
        settings.receiveBufferBytes = 64 * 1024
        let proceed = ServerSignal<Void>()
        let total = 64 << 20
        try await withHTTPServer(settings: settings) { request in
            guard request.head.method == .put else { return .plain("small") }
            var bytes = 0
            do {
                var iterator = request.body.makeAsyncIterator()
                while let chunk = try await iterator.next() {
                    if bytes == 0 { try await proceed.wait() }
                    bytes += chunk.readableBytes
                }
            } catch {
                return .plain("\(error)")
            }
            return .plain("\(bytes)")
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("PUT /1 HTTP/1.1\r\nHost: h\r\nContent-Length: \(total)\r\n\r\n")
                for _ in 0..<64 { client.offer(bytes: [UInt8](repeating: 7, count: total / 64)) }
                try await withRawClient(address) { try await $0.keepServerBusy() }
                // The system's buffers hold a few MiB; the rest must still be with the client.
                #expect(try await client.waitingBytes() > total / 2)
                proceed.send()
                #expect(try await client.receiveResponse().body == "\(total)")
            }
        }
    }
}
