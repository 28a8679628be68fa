import HTTPTypes
import NIOCore
import Testing

@testable import FirnHTTP

@Suite("Requests that cannot be understood", .timeLimit(.minutes(10)))
struct ServerMalformedTests {
    /// Sends a request that is to be refused, and expects the reason and an orderly end.
    private func expect(
        _ reason: MalformedRequest,
        for request: [UInt8],
        settings: ServerSettings = ServerSettings.patient,
        _ location: SourceLocation = #_sourceLocation
    ) async throws {
        try await withHTTPServer(settings: settings) { _ in
            .plain("accepted")
        } _: { address in
            try await withRawClient(address) { client in
                client.offer(bytes: request)
                let response = try await client.receiveResponse()
                #expect(response.status == "HTTP/1.1 400 Bad Request", sourceLocation: location)
                #expect(response.body == "\(reason)", sourceLocation: location)
                #expect(response.field("Connection") == "close", sourceLocation: location)
                #expect(response.field("x-amzn-RequestId") == "request-1", sourceLocation: location)
                #expect(try await client.receiveToEnd() == "", sourceLocation: location)
                #expect(try await client.end() == .orderly, sourceLocation: location)
            }
        }
    }

    @Test(
        "not HTTP at all",
        arguments: [
            "hello\r\n\r\n", "\u{16}\u{03}\u{01}\u{02}\u{00}\u{01}\u{00}", "GET\r\n\r\n",
            "get / HTTP/1.1\r\nHost: h\r\n\r\n",
            "BREW / HTTP/1.1\r\nHost: h\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\nbad name: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: h\r\n: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\nA: b\rc\r\n\r\n",
            "GET / HTTP/1.1\r\n Host: h\r\n\r\n", "GET / HTTP/1.1\r\nHost : h\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n folded\r\n\r\n",
        ]
    )
    func syntax(_ request: String) async throws {
        try await expect(.syntax, for: Array(request.utf8))
    }

    @Test("control characters in a field value", arguments: Array(UInt8(0)...8) + [11, 12, 14, 27, 31, 127])
    func controlInField(_ byte: UInt8) async throws {
        let request = Array("GET / HTTP/1.1\r\nHost: h\r\nX-Amz-Date: 2012".utf8) + [byte] + Array("x\r\n\r\n".utf8)
        try await expect(.syntax, for: request)
    }

    @Test("control characters in the target", arguments: Array(UInt8(0)...8) + [11, 12, 27, 31, 127])
    func controlInTarget(_ byte: UInt8) async throws {
        try await expect(.target, for: Array("GET /a".utf8) + [byte] + Array("b HTTP/1.1\r\nHost: h\r\n\r\n".utf8))
    }

    @Test(
        "other versions of HTTP",
        arguments: [
            "GET / HTTP/2.0\r\nHost: h\r\n\r\n", "GET / HTTP/1.2\r\nHost: h\r\n\r\n",
            "GET / HTTP/0.9\r\nHost: h\r\n\r\n",
        ]
    )
    func version(_ request: String) async throws {
        try await expect(.version, for: Array(request.utf8))
    }

    @Test(
        "a missing, repeated or impossible Host",
        arguments: [
            "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: user@a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        ]
    )
    func host(_ request: String) async throws {
        try await expect(.host, for: Array(request.utf8))
    }

    @Test(
        "a body whose length is ambiguous",
        arguments: [
            "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
            "Content-Length: 3\r\nContent-Length: 4\r\n", "Content-Length: 3\r\nContent-Length: 3\r\n",
            "Content-Length: 3, 4\r\n", "Content-Length: -1\r\n", "Content-Length: +3\r\n", "Content-Length: 0x3\r\n",
            "Content-Length: three\r\n", "Content-Length: \r\n", "Content-Length: 99999999999999999999\r\n",
            "Content-Length: 9223372036854775808\r\n", "Transfer-Encoding: gzip\r\n",
            "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: chunked, chunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: xchunked\r\n",
        ]
    )
    func bodyLength(_ fields: String) async throws {
        try await withHTTPServer { _ in
            .plain("accepted")
        } _: { address in
            try await withRawClient(address) { client in
                client.offer(bytes: Array("PUT / HTTP/1.1\r\nHost: h\r\n\(fields)\r\n3\r\nabc\r\n0\r\n\r\n".utf8))
                let response = try await client.receiveResponse()
                #expect(response.status == "HTTP/1.1 400 Bad Request")
                #expect(["bodyLength", "syntax"].contains(response.body))
                #expect(response.field("Connection") == "close")
                #expect(try await client.receiveToEnd() == "")
            }
        }
    }

    @Test("a chunked body from an old client")
    func oldChunked() async throws {
        try await expect(
            .bodyLength,
            for: Array("PUT / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".utf8)
        )
    }

    @Test("a header that is too large: one field, all fields, the target, their number", arguments: 0..<4)
    func headerTooLarge(_ kind: Int) async throws {
        var settings = ServerSettings.patient
        settings.maximumHeaderBytes = 8192
        settings.maximumHeaderFields = 100
        let start = "GET / HTTP/1.1\r\nHost: h\r\n"
        let requests = [
            start + "A: " + String(repeating: "x", count: 1 << 20),
            start + String(repeating: "A: 0123456789\r\n", count: 99) + "B: " + String(repeating: "x", count: 8000),
            "GET /" + String(repeating: "x", count: 1 << 20),
            start + String(repeating: "A: 1\r\n", count: 1000),
        ]
        try await expect(.headerTooLarge, for: Array(requests[kind].utf8), settings: settings)
    }

    @Test("endless empty lines before a request")
    func emptyLines() async throws {
        var settings = ServerSettings.patient
        settings.maximumHeaderBytes = 8192
        try await expect(
            .headerTooLarge,
            for: Array(String(repeating: "\r\n", count: 100_000).utf8),
            settings: settings
        )
    }

    @Test("a header just within its bounds is fine")
    func largeHeader() async throws {
        try await withHTTPServer {
            .plain("\($0.head.headerFields.count)")
        } _: { address in
            try await withRawClient(address) { client in
                let token = String(repeating: "t", count: 60_000)
                try await client.send("GET / HTTP/1.1\r\nHost: h\r\nX-Amz-Security-Token: \(token)\r\n")
                try await client.send(String(repeating: "A: 1\r\n", count: 200) + "\r\n")
                #expect(try await client.receiveResponse().body == "201")
            }
        }
    }

    @Test("what is wrong after a good request is refused after the good one's answer")
    func afterGoodRequest() async throws {
        try await withHTTPServer { _ in
            .plain("good")
        } _: { address in
            try await withRawClient(address) { client in
                client.offer(bytes: Array("GET / HTTP/1.1\r\nHost: h\r\n\r\nnonsense\r\n\r\n".utf8))
                #expect(try await client.receiveResponse().body == "good")
                let response = try await client.receiveResponse()
                #expect(response.status == "HTTP/1.1 400 Bad Request")
                #expect(response.field("x-amzn-RequestId") == "request-2")
                #expect(try await client.receiveToEnd() == "")
            }
        }
    }

    @Test("no random change of a valid request does more than end its connection", arguments: [1, 2, 3, 4] as [UInt64])
    func mutations(_ seed: UInt64) async throws {
        let valid = Array(
            ("PUT /-/vaults/v?x=%41 HTTP/1.1\r\nHost: h:80\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n"
                + "5;x=y\r\nabcde\r\n0\r\nT: u\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nxy").utf8
        )
        try await withHTTPServer { request in
            .plain((try? await request.body.collectText()) ?? "?")
        } _: { address in
            var random = SplitMix(state: seed)
            for _ in 0..<150 {
                var request = valid
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let place = Int.random(in: 0..<request.count, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: request[place] = UInt8.random(in: 0...255, using: &random)
                    case 1: request.insert("\r\n\0 :;,0aF-".utf8.randomElement(using: &random) ?? 0, at: place)
                    case 2: request.remove(at: place)
                    default: request.insert(contentsOf: request[place...].prefix(20), at: place)
                    }
                }
                try await withRawClient(address) { client in
                    client.offer(bytes: request)
                    try? await client.closeOutput()
                    _ = try await client.receiveToEnd()
                }
            }
            try await withRawClient(address) { client in
                try await client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nalive")
                #expect(try await client.receiveResponse().body == "alive", "seed \(seed)")
            }
        }
    }
}

/// A small generator of repeatable numbers. Source: https://prng.di.unimi.it/splitmix64.c
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
