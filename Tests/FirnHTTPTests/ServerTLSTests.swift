import Foundation
import HTTPTypes
import NIOCore
import NIOSSL
import Testing

@testable import FirnHTTP

@Suite("TLS", .timeLimit(.minutes(10)))
struct ServerTLSTests {
    /// A self-signed certificate for `localhost` on a P-256 key made for these tests; it protects nothing.
    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBfzCCASWgAwIBAgIUQh7npNH4FlUlb1ppII8h9gEGf2owCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzA1NDA1OFoYDzIxMjYxMDMw
        MDU0MDU4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAS/0D8ZJ/1cVIe+a4mOnQKv0k/heNIz05PWxRPA3A9YgPBvruNZ3ul8
        uW5QQTkOuzXWwfW4Y18JJyBtgnzfgrWoo1MwUTAdBgNVHQ4EFgQUd+tLjYRbkMY0
        tH6X42pU7P2JerkwHwYDVR0jBBgwFoAUd+tLjYRbkMY0tH6X42pU7P2JerkwDwYD
        VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiA+C/84ukwA5PHD8Skipm+C
        2odtG+pacTZXOTsRjEdQyQIhALnCoIlQjIM81/p9j5/Xe2fYSqMDYS8NN66Pv0Pj
        S8c6
        -----END CERTIFICATE-----
        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgK1/38pZBpqlZKD/V
        +4P49/NcibSfNb5eiuJlIsOsDNGhRANCAAS/0D8ZJ/1cVIe+a4mOnQKv0k/heNIz
        05PWxRPA3A9YgPBvruNZ3ul8uW5QQTkOuzXWwfW4Y18JJyBtgnzfgrWo
        -----END PRIVATE KEY-----
        """

    /// A server of HTTPS whose identity lies in files for as long as it runs.
    private func withTLSServer(
        settings: ServerSettings = ServerSettings.patient,
        handler: @escaping RequestHandler,
        _ body: @escaping @Sendable (SocketAddress, NIOSSLContext) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let certificate = folder.appending(path: "certificate.pem")
        let key = folder.appending(path: "key.pem")
        try Self.certificate.write(to: certificate, atomically: false, encoding: .utf8)
        try Self.key.write(to: key, atomically: false, encoding: .utf8)
        var settings = settings
        settings.tls = .init(certificateChainFile: certificate.path, privateKeyFile: key.path)
        var client = TLSConfiguration.makeClientConfiguration()
        client.certificateVerification = .none
        let context = try NIOSSLContext(configuration: client)
        try await withHTTPServer(settings: settings, handler: handler) { try await body($0, context) }
    }

    @Test("requests over TLS are known as secure; bodies pass in both directions")
    func secure() async throws {
        let size = 8 << 20
        try await withTLSServer { request in
            var count = 0
            do {
                for try await chunk in request.body { count += chunk.readableBytes }
            } catch {
                return .plain("\(error)")
            }
            let text = "\(request.isSecure) \(count) "
            return OutgoingResponse(
                status: .ok,
                body: .stream(length: Int64(text.utf8.count + size)) { writer in
                    try await writer.write(ByteBuffer(string: text))
                    for _ in 0..<8 { try await writer.write(ByteBuffer(repeating: 0x61, count: size / 8)) }
                }
            )
        } _: { address, tls in
            let client = try await RawClient.connect(to: address, tls: tls)
            for _ in 0..<2 {
                try await client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: \(size)\r\n\r\n")
                try await client.send(bytes: [UInt8](repeating: 1, count: size))
                let body = try await client.receiveResponse().body
                #expect(body.hasPrefix("true \(size) aaa"))
                #expect(body.utf8.count == size + "true \(size) ".utf8.count)
            }
            await client.close()
        }
    }

    @Test("a refused upload is answered although the client still sends")
    func earlyRefusal() async throws {
        try await withTLSServer(handler: { _ in OutgoingResponse(status: .notFound) }) { address, tls in
            let client = try await RawClient.connect(to: address, tls: tls)
            try await client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 10000000000\r\n\r\n")
            for _ in 0..<8 { client.offer(bytes: [UInt8](repeating: 0, count: 1 << 20)) }
            let response = try await client.receiveResponse()
            #expect(response.status == "HTTP/1.1 404 Not Found")
            #expect(response.field("Connection") == "close")
            #expect(try await client.receiveToEnd() == "")
            #expect(try await client.end() == .orderly)
            await client.close()
        }
    }

    @Test("a client that half-closes after its request gets the whole response")
    func halfClose() async throws {
        try await withTLSServer { _ in
            OutgoingResponse(status: .ok, body: .bytes(ByteBuffer(repeating: 0x61, count: 4 << 20)))
        } _: { address, tls in
            let client = try await RawClient.connect(to: address, tls: tls)
            try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            try await client.closeOutput()
            #expect(try await client.receiveResponse().body.utf8.count == 4 << 20)
            await client.close()
        }
    }

    @Test("a handshake that does not end in time ends the connection")
    func handshakeTimeout() async throws {
        var settings = ServerSettings.patient
        settings.headerTimeout = .milliseconds(50)
        try await withTLSServer(settings: settings, handler: { _ in .plain("x") }) { address, _ in
            try await withRawClient(address) { client in
                let received = try await client.receiveToEnd()
                #expect(received == "")
            }
        }
    }

    @Test("plain text on the TLS port is not served, and does not disturb others")
    func plainText() async throws {
        try await withTLSServer(handler: { _ in .plain("x") }) { address, tls in
            try await withRawClient(address) { client in
                client.offer(bytes: Array("GET / HTTP/1.1\r\nHost: h\r\n\r\n".utf8))
                let received = try await client.receiveToEnd()
                #expect(!received.contains("HTTP/1.1 200"))
            }
            let client = try await RawClient.connect(to: address, tls: tls)
            try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try await client.receiveResponse().body == "x")
            await client.close()
        }
    }

    @Test("a server whose identity cannot be read does not start")
    func missingFiles() async {
        var settings = ServerSettings.patient
        settings.tls = .init(certificateChainFile: "/nonexistent/c.pem", privateKeyFile: "/nonexistent/k.pem")
        await #expect(throws: (any Error).self) {
            try await withHTTPServer(settings: settings, handler: { _ in .plain("x") }) { _ in }
        }
    }
}
