import HTTPTypes
import NIOCore
import Synchronization
import Testing

@testable import FirnHTTP

@Suite("Streamed responses", .timeLimit(.minutes(10)))
struct ServerStreamTests {
    private struct Broken: Error {}

    private static func stream(
        _ length: Int64,
        _ write: @escaping @Sendable (any OutgoingBodyWriter) async throws -> Void
    ) -> OutgoingResponse {
        OutgoingResponse(status: .ok, body: .stream(length: length, write))
    }

    @Test("a streamed body comes complete and in order, and the connection is kept")
    func complete() async throws {
        try await withHTTPServer { _ in
            Self.stream(6) { writer in
                for piece in ["ab", "", "cd", "ef", ""] { try await writer.write(ByteBuffer(string: piece)) }
            }
        } _: { address in
            try await withRawClient(address) { client in
                for _ in 0..<2 {
                    try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                    let response = try await client.receiveResponse()
                    #expect(response.field("Content-Length") == "6")
                    #expect(response.body == "abcdef")
                }
            }
        }
    }

    @Test("an empty streamed body has the length 0")
    func empty() async throws {
        try await withHTTPServer { _ in
            Self.stream(0) { _ in }
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(try await client.receiveResponse().field("Content-Length") == "0")
                #expect(try await client.receiveResponse().field("Content-Length") == "0")
            }
        }
    }

    @Test("HEAD does not run the stream")
    func head() async throws {
        try await withHTTPServer { _ in
            Self.stream(6) { _ in throw Broken() }
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\nHEAD / HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(try await client.receiveResponse(toHead: true).field("Content-Length") == "6")
                #expect(try await client.receiveResponse(toHead: true).field("Content-Length") == "6")
            }
        }
    }

    @Test("a body that is too short, too long or fails, at whatever byte, never arrives complete", arguments: 0..<5)
    func broken(_ kind: Int) async throws {
        try await withHTTPServer { _ in
            Self.stream(6) { writer in
                switch kind {
                case 0: try await writer.write(ByteBuffer(string: "abcde"))
                case 1:
                    try await writer.write(ByteBuffer(string: "abc"))
                    throw Broken()
                case 2:
                    try await writer.write(ByteBuffer(string: "abc"))
                    try? await writer.write(ByteBuffer(string: "defg"))
                case 3:
                    try await writer.write(ByteBuffer(string: "abcdef"))
                    throw Broken()
                default:
                    try await writer.write(ByteBuffer(string: "abcdef"))
                    try? await writer.write(ByteBuffer(string: "g"))
                }
            }
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                let all = try await client.receiveToEnd()
                let body = all.components(after: "\r\n\r\n")
                #expect(body.count < 6)
                #expect("abcdef".hasPrefix(body))
            }
        }
    }

    @Test("writing too much tells the writer")
    func overrun() async throws {
        let outcome = ServerSignal(of: String.self)
        try await withHTTPServer { _ in
            Self.stream(3) { writer in
                do {
                    try await writer.write(ByteBuffer(string: "abcd"))
                } catch {
                    outcome.send("\(error)")
                }
            }
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(try await outcome.wait() == "wrongLength")
            }
        }
    }

    @Test("no more is produced than the client takes and a few buffers hold")
    func backPressure() async throws {
        let produced = Mutex(0)
        let chunk = 1 << 20
        let total = 256
        let started = ServerSignal<Void>()
        try await withHTTPServer { request in
            guard request.head.path == "/large" else { return .plain("small") }
            return Self.stream(Int64(total * chunk)) { writer in
                for _ in 0..<total {
                    try await writer.write(ByteBuffer(repeating: 1, count: chunk))
                    if produced.withLock({
                        $0 += 1; return $0 == 1
                    }) {
                        started.send()
                    }
                }
            }
        } _: { address in
            try await withRawClient(address, reads: false, receiveBuffer: 64 * 1024) { client in
                try await client.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n")
                try await started.wait()
                try await withRawClient(address) { try await $0.keepServerBusy() }
                // At most 2 MiB in the server and 6 MiB in the system's buffers.
                #expect(produced.withLock { $0 } <= 10)
                try await client.startReading()
                let head = try await client.receive(through: "\r\n\r\n")
                #expect(head.contains("Content-Length: \(total * chunk)\r\n"))
                #expect(try await client.receive(count: total * chunk).readableBytes == total * chunk)
                #expect(produced.withLock { $0 } == total)
            }
        }
    }

    @Test("a client that asks again and again without reading is not answered without end")
    func pipelinedBackPressure() async throws {
        let answered = Mutex(0)
        try await withHTTPServer { request in
            guard request.head.path == "/large" else { return .plain("small") }
            answered.withLock { $0 += 1 }
            return OutgoingResponse(status: .ok, body: .bytes(ByteBuffer(repeating: 1, count: 1 << 20)))
        } _: { address in
            try await withRawClient(address, reads: false, receiveBuffer: 64 * 1024) { client in
                client.offer(bytes: Array(String(repeating: "GET /large HTTP/1.1\r\nHost: h\r\n\r\n", count: 100).utf8))
                try await withRawClient(address) { try await $0.keepServerBusy() }
                #expect(answered.withLock { $0 } <= 10)
                try await client.startReading()
                for _ in 0..<100 { _ = try await client.receiveResponse() }
            }
        }
    }

    @Test("a client that goes away ends the stream")
    func clientGone() async throws {
        let outcome = ServerSignal(of: String.self)
        try await withHTTPServer { _ in
            Self.stream(1 << 40) { writer in
                do {
                    while true { try await writer.write(ByteBuffer(repeating: 1, count: 1 << 20)) }
                } catch {
                    outcome.send("\(error)")
                    throw error
                }
            }
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                _ = try await client.receive(count: 1 << 20)
            }
            #expect(try await outcome.wait() == "connectionLost")
        }
    }
}

extension String {
    /// What follows the first `marker`.
    fileprivate func components(after marker: String) -> String {
        guard let range = firstRange(of: marker) else { return "" }
        return String(self[range.upperBound...])
    }
}
