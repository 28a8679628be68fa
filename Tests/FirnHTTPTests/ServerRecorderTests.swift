import CoreMetrics
import HTTPTypes
import Logging
import NIOCore
import Testing

@testable import FirnHTTP

@Suite("The record of requests", .timeLimit(.minutes(10)))
struct ServerRecorderTests {
    private struct Broken: Error {}

    @Test("one line for each request says what happened, without the query")
    func logLine() async throws {
        let log = ServerLogCollector()
        try await withHTTPServer(logger: log.logger) { request in
            let body = (try? await request.body.collectText()) ?? ""
            return OutgoingResponse(
                status: .created,
                body: .bytes(ByteBuffer(string: body + body)),
                operation: "UploadArchive",
                logMetadata: ["code": "None", "account": "111122223333"]
            )
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send(
                    "POST /-/v?X-Amz-Signature=secret HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                )
                _ = try await client.receiveResponse()
                let line = try await log.next()
                #expect(line.level == .info)
                #expect(line.message == "Request answered")
                var metadata = line.metadata
                let remote = metadata.removeValue(forKey: "remoteAddress")
                #expect(remote?.hasPrefix("127.0.0.1:") == true)
                let duration = metadata.removeValue(forKey: "durationMilliseconds")
                #expect(duration.flatMap { Int($0) } != nil)
                #expect(
                    metadata == [
                        "method": "POST", "path": "/-/v", "operation": "UploadArchive", "status": "201",
                        "bytesIn": "3", "bytesOut": "6", "requestID": "request-1", "code": "None",
                        "account": "111122223333",
                    ]
                )
            }
        }
    }

    @Test("malformed requests and broken responses are logged too")
    func unusualLines() async throws {
        let log = ServerLogCollector()
        try await withHTTPServer(logger: log.logger) { _ in
            OutgoingResponse(
                status: .ok,
                body: .stream(length: 10) { writer in
                    try await writer.write(ByteBuffer(string: "abc"))
                    throw Broken()
                }
            )
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("GET /broken HTTP/1.1\r\nHost: h\r\n\r\n")
                _ = try await client.receiveToEnd()
                let line = try await log.next().metadata
                #expect(line["status"] == "200")
                #expect(line["bytesOut"] == "3")
                #expect(line["brokenOff"] == "Broken()")
            }
            try await withRawClient(address) { client in
                try await client.send("nonsense\r\n\r\n")
                _ = try await client.receiveToEnd()
                let line = try await log.next().metadata
                #expect(line["status"] == "400")
                #expect(line["path"] == nil)
                #expect(line["requestID"] == "request-2")
            }
        }
    }

    @Test("metrics count requests by operation and status, bytes, durations and open connections")
    func metrics() async throws {
        let metrics = PrometheusMetrics()
        let log = ServerLogCollector()
        try await withHTTPServer(logger: log.logger, metrics: metrics, operations: ["ListVaults"]) { request in
            var response = OutgoingResponse.plain((try? await request.body.collectText()) ?? "?")
            response.operation = request.head.path.map { String($0.dropFirst()) }
            return response
        } _: { address in
            try await withRawClient(address) { client in
                for operation in ["ListVaults", "ListVaults", "Invented1", "Invented2"] {
                    try await client.send("PUT /\(operation) HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc")
                    _ = try await client.receiveResponse()
                    _ = try await log.next()
                }
                #expect(metrics.render().contains("firn_http_open_connections 1\n"))
                try await withRawClient(address) { other in
                    try await other.send("nonsense\r\n\r\n")
                    _ = try await other.receiveResponse()
                    _ = try await log.next()
                }
                try await client.send("PUT /ListVaults HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n")
                _ = try await client.receiveResponse()
                _ = try await log.next()
                let lines = Set(metrics.render().split(separator: "\n").map(String.init))
                for expected in [
                    #"firn_http_requests_total{operation="ListVaults",status="200"} 3"#,
                    #"firn_http_requests_total{operation="other",status="200"} 2"#,
                    #"firn_http_requests_total{operation="malformed",status="400"} 1"#,
                    #"firn_http_request_duration_seconds_count{operation="ListVaults"} 3"#,
                    "firn_http_received_body_bytes_total 12",
                ] {
                    #expect(lines.contains(expected), "\(expected)")
                }
            }
        }
    }

    @Test("a client that goes away before its answer is seen in the log")
    func lostClient() async throws {
        let log = ServerLogCollector()
        let arrived = ServerSignal<Void>()
        let outcome = ServerSignal<Void>()
        try await withHTTPServer(logger: log.logger) { request in
            arrived.send()
            _ = try? await request.body.collectText()
            outcome.send()
            return .plain("x")
        } _: { address in
            try await withRawClient(address) { client in
                try await client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc")
                // A reset that overtakes the head leaves nothing to record: the connection just ends.
                try await arrived.wait()
                try await client.resetConnection()
            }
            try await outcome.wait()
            let line = try await log.next().metadata
            #expect(line["brokenOff"] == "connectionLost")
            #expect(line["bytesOut"] == "0")
        }
    }
}
