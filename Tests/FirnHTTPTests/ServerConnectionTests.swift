import HTTPTypes
import NIOCore
import Testing

@testable import FirnHTTP

@Suite("Connections and plain responses", .timeLimit(.minutes(10)))
struct ServerConnectionTests {
    @Test("a response carries the request id, the date, its length and nothing about chunks")
    func responseHead() async throws {
        try await withHTTPServer { _ in
            OutgoingResponse(
                status: .created,
                headers: [.contentType: "application/json", .location: "/111122223333/vaults/v"],
                body: .bytes(ByteBuffer(string: "{}"))
            )
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("PUT /-/vaults/v HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n")
                let response = try await client.receiveResponse()
                #expect(
                    response.head == """
                        HTTP/1.1 201 Created\r
                        x-amzn-RequestId: request-1\r
                        Date: Fri, 10 Feb 2017 12:00:00 GMT\r
                        Content-Type: application/json\r
                        Location: /111122223333/vaults/v\r
                        Content-Length: 2\r
                        \r

                        """
                )
                #expect(response.body == "{}")
            }
        }
    }

    @Test("204 has no body, no type and no length, whatever the handler says")
    func noContent() async throws {
        try await withHTTPServer { _ in
            OutgoingResponse(
                status: .noContent,
                headers: [.contentType: "application/json", .contentLength: "3"],
                body: .bytes(ByteBuffer(string: "no!"))
            )
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("DELETE /a HTTP/1.1\r\nHost: h\r\n\r\nDELETE /b HTTP/1.1\r\nHost: h\r\n\r\n")
                for number in 1...2 {
                    let head = try await client.receive(through: "\r\n\r\n")
                    #expect(
                        head == """
                            HTTP/1.1 204 No Content\r
                            x-amzn-RequestId: request-\(number)\r
                            Date: Fri, 10 Feb 2017 12:00:00 GMT\r
                            \r

                            """
                    )
                }
            }
        }
    }

    @Test("fields that the server sets itself are not taken from the handler")
    func ownFields() async throws {
        try await withHTTPServer { _ in
            var response = OutgoingResponse.plain("abc")
            response.headers = [
                .contentLength: "99", .transferEncoding: "chunked", .connection: "close", .date: "never",
            ]
            if let name = HTTPField.Name("X-AMZN-REQUESTID") {
                response.headers.append(HTTPField(name: name, value: "mine"))
            }
            return response
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                let response = try await client.receiveResponse()
                #expect(response.field("Content-Length") == "3")
                #expect(response.field("Date") == ServerFixture.date)
                #expect(response.field("x-amzn-RequestId") == "request-1")
                #expect(response.fields("Transfer-Encoding").isEmpty)
                #expect(response.fields("Connection").isEmpty)
            }
        }
    }

    @Test("pipelined requests are answered in their order, also when they come byte by byte")
    func pipelining() async throws {
        try await withHTTPServer { request in
            let body = (try? await request.body.collectText()) ?? "?"
            return .plain("\(request.head.path ?? "?")=\(body)")
        } _: { address in
            let requests =
                "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\na"
                + "GET /2 HTTP/1.1\r\nHost: h\r\n\r\n"
                + "POST /3 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbc\r\n0\r\n\r\n"
            try await withRawClient(address) { client in
                try await client.send(requests)
                #expect(try await client.receiveResponse().body == "/1=a")
                #expect(try await client.receiveResponse().body == "/2=")
                #expect(try await client.receiveResponse().body == "/3=bc")
                for byte in requests.utf8 { try await client.send(bytes: [byte]) }
                #expect(try await client.receiveResponse().body == "/1=a")
                #expect(try await client.receiveResponse().body == "/2=")
                #expect(try await client.receiveResponse().body == "/3=bc")
            }
        }
    }

    @Test(
        "the target reaches the handler as it was sent",
        arguments: [
            "/-/vaults//%41%2f?b=2&a=%7e", "http://other:80/x?y", "*", "//", "/a?b?c",
        ]
    )
    func rawTarget(_ target: String) async throws {
        try await withHTTPServer { request in
            .plain("\(request.head.path ?? "none") \(request.head.authority ?? "none") \(request.isSecure)")
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("OPTIONS \(target) HTTP/1.1\r\nhOsT: example.com:8080\r\n\r\n")
                #expect(try await client.receiveResponse().body == "\(target) example.com:8080 false")
            }
        }
    }

    @Test("HTTP/1.0 is answered and closed, with or without Host", arguments: ["", "Host: h\r\n"])
    func oldVersion(_ host: String) async throws {
        try await withHTTPServer { request in
            .plain(request.head.authority ?? "none")
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\(host)\r\n")
                let response = try await client.receiveResponse()
                #expect(response.status == "HTTP/1.1 200 OK")
                #expect(response.field("Connection") == "close")
                #expect(response.body == (host.isEmpty ? "none" : "h"))
                #expect(try await client.receiveToEnd() == "")
            }
        }
    }

    @Test(
        "the connection is closed after the response when the client or the handler wants it",
        arguments: [
            ("Connection: close\r\n", false), ("", true), ("Connection: Upgrade\r\nUpgrade: h2c\r\n", false),
        ]
    )
    func closing(_ field: String, handlerCloses: Bool) async throws {
        try await withHTTPServer { _ in
            var response = OutgoingResponse.plain("x")
            response.closesConnection = handlerCloses
            return response
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\(field)\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n")
                let response = try await client.receiveResponse()
                #expect(response.field("Connection") == "close")
                #expect(try await client.receiveToEnd() == "")
                #expect(try await client.end() == .orderly)
            }
        }
    }

    @Test("HEAD gets the head of the response and keeps the connection")
    func head() async throws {
        try await withHTTPServer { _ in
            .plain("12345")
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(try await client.receiveResponse(toHead: true).field("Content-Length") == "5")
                try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(try await client.receiveResponse().body == "12345")
            }
        }
    }

    @Test("a client that closes its sending side still gets its answers")
    func halfClose() async throws {
        try await withHTTPServer {
            .plain($0.head.path ?? "?")
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n")
                try await client.closeOutput()
                #expect(try await client.receiveResponse().body == "/1")
                let last = try await client.receiveResponse()
                #expect(last.body == "/2")
                #expect(try await client.receiveToEnd() == "")
            }
        }
    }

    @Test("a client that closes its sending side while a large response is on its way gets all of it")
    func halfCloseDuringResponse() async throws {
        let size = 16 << 20
        let proceed = ServerSignal<Void>()
        var settings = ServerSettings.patient
        settings.sendBufferBytes = 2 * size
        try await withHTTPServer(settings: settings) { _ in
            OutgoingResponse(
                status: .ok,
                body: .stream(length: Int64(size)) { writer in
                    try await writer.write(ByteBuffer(repeating: 0x61, count: 1))
                    try await proceed.wait()
                    try await writer.write(ByteBuffer(repeating: 0x61, count: size - 1))
                }
            )
        } _: { address in
            try await withRawClient(address, receiveBuffer: 64 * 1024) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                let head = try await client.receive(through: "\r\n\r\n")
                #expect(!head.contains("close"))
                try await client.closeOutput()
                proceed.send()
                let body = try await client.receiveToEnd()
                #expect(body.utf8.count == size)
            }
        }
    }

    @Test("no more connections are served at once than allowed; the next one waits")
    func connectionLimit() async throws {
        var settings = ServerSettings.patient
        settings.maximumConnections = 2
        try await withHTTPServer(settings: settings, handler: { .plain($0.requestID) }) { address in
            let first = try await RawClient.connect(to: address)
            let second = try await RawClient.connect(to: address)
            try await first.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try await first.receiveResponse().body == "request-1")
            try await second.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try await second.receiveResponse().body == "request-2")
            let third = try await RawClient.connect(to: address)
            try await third.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            try await first.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try await first.receiveResponse().body == "request-3")
            await first.close()
            #expect(try await third.receiveResponse().body == "request-4")
            await second.close()
            await third.close()
        }
    }
}
