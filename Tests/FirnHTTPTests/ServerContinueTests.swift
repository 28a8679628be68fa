import HTTPTypes
import NIOCore
import Testing

@testable import FirnHTTP

@Suite("Expect: 100-continue", .timeLimit(.minutes(10)))
struct ServerContinueTests {
    private static let head = "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-Continue\r\n\r\n"

    @Test("100 Continue is sent when the body is asked for, once, and not before")
    func sentOnRead() async throws {
        let arrived = ServerSignal<Void>()
        let proceed = ServerSignal<Void>()
        try await withHTTPServer { request in
            guard request.head.method == .put else { return .plain("small") }
            arrived.send()
            try? await proceed.wait()
            let body = (try? await request.body.collectText()) ?? "?"
            return .plain(body + ((try? await request.body.collectText()) ?? "?"))
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send(Self.head)
                try await arrived.wait()
                try await withRawClient(address) { try await $0.keepServerBusy() }
                #expect(try await client.receivedBytes() == 0)
                proceed.send()
                #expect(try await client.receive(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
                try await client.send("abc")
                let response = try await client.receiveResponse()
                #expect(response.status == "HTTP/1.1 200 OK")
                #expect(response.body == "abc")
                #expect(response.fields("Connection").isEmpty)
            }
        }
    }

    @Test("a refusal comes at once, without 100 Continue, and ends the connection")
    func refusal() async throws {
        try await withHTTPServer { _ in
            OutgoingResponse(status: .forbidden)
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send(Self.head)
                let response = try await client.receiveResponse()
                #expect(response.status == "HTTP/1.1 403 Forbidden")
                #expect(response.field("Connection") == "close")
                #expect(response.field("Content-Length") == "0")
                #expect(try await client.receiveToEnd() == "")
            }
        }
    }

    @Test("a client that sends without waiting keeps its connection when its small body was not read")
    func impatientClient() async throws {
        try await withHTTPServer { _ in
            OutgoingResponse(status: .forbidden)
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send(Self.head + "abc")
                let response = try await client.receiveResponse()
                #expect(response.status == "HTTP/1.1 403 Forbidden")
                #expect(response.fields("Connection").isEmpty)
                try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(try await client.receiveResponse().status == "HTTP/1.1 403 Forbidden")
            }
        }
    }

    @Test(
        "nothing is announced to old clients, to those without a body, or for other expectations",
        arguments: [
            "PUT / HTTP/1.0\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc",
            "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n",
            "PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n",
            "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: something\r\n\r\nabc",
        ]
    )
    func notSent(_ request: String) async throws {
        try await withHTTPServer { request in
            .plain((try? await request.body.collectText()) ?? "?")
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send(request)
                let response = try await client.receiveResponse()
                #expect(response.status == "HTTP/1.1 200 OK")
                #expect(response.body == (request.hasSuffix("abc") ? "abc" : ""))
            }
        }
    }
}
