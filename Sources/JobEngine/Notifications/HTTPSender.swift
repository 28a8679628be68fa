import AsyncHTTPClient
package import GlacierModel
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Sends deliveries over HTTP/1.1, with TLS verified against the system's authorities.
///
/// It connects to the URL it is given and to nothing else: redirects are answers like others, and no proxy of the
/// environment is used.
package struct HTTPSender: Sendable {
    /// Bytes of an answer that are read, and dropped, so that its connection can be used again.
    static let maximumAnswerBytes = 64 << 10
    /// Time for them, once the status is known.
    static let bodyTimeLimit = Span.seconds(1)

    private let client: HTTPClient
    private let timeLimit: Span
    private let sleep: @Sendable (Span) async throws -> Void

    /// Runs `body` with a sender, and closes its connections when `body` is over.
    ///
    /// - Parameters:
    ///   - timeLimit: from the beginning, which may be a connection to be made, to the head of the answer.
    ///   - sleep: waits for the limits.
    package static func with(
        timeLimit: Span = .seconds(10),
        sleep: @escaping @Sendable (Span) async throws -> Void,
        _ body: (HTTPSender) async throws -> Void
    ) async throws {
        try await HTTPClient.withHTTPClient(configuration: configuration(timeLimit)) { client in
            try await body(HTTPSender(client: client, timeLimit: timeLimit, sleep: sleep))
        }
    }

    /// - Returns: the status of the answer.
    /// - Throws: `DeliveryTimedOut` when there is no answer within the time limit, or what stands in the way of one.
    package func send(_ delivery: Delivery) async throws -> Int {
        let request = HTTPClientRequest(delivery)
        let response = try await within(timeLimit) { try await client.execute(request, deadline: .distantFuture) }
        // The status tells already whether it was delivered: what becomes of the body changes nothing.
        try? await within(Self.bodyTimeLimit) { try await drop(response.body) }
        return Int(response.status.code)
    }

    private func within<Value: Sendable>(
        _ limit: Span,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await sleep(limit)
                return nil
            }
            group.addTask { try await work() }
            guard let value = try await group.next() ?? nil else { throw DeliveryTimedOut() }
            return value
        }
    }

    private func drop(_ body: HTTPClientResponse.Body) async throws {
        var bytes = 0
        for try await chunk in body {
            bytes += chunk.readableBytes
            if bytes >= Self.maximumAnswerBytes { return }
        }
    }

    private static func configuration(_ timeLimit: Span) -> HTTPClient.Configuration {
        var pool = HTTPClient.Configuration.ConnectionPool(idleTimeout: .seconds(10))
        // A refused connection is a failed delivery: the outbox has its own way to try again.
        pool.retryConnectionEstablishment = false
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(connect: .milliseconds(timeLimit.milliseconds)),
            connectionPool: pool
        )
        configuration.httpVersion = .http1Only
        return configuration
    }
}

/// There was no answer within the time limit.
package struct DeliveryTimedOut: Error, CustomStringConvertible {
    package var description: String { "no answer in time" }
}

extension HTTPClientRequest {
    fileprivate init(_ delivery: Delivery) {
        let head = delivery.head, authority = head.authority ?? ""
        self.init(url: "\(head.scheme ?? "")://\(authority)\(head.path ?? "")")
        method = .POST
        // The very text that was signed.
        headers.add(name: "Host", value: authority)
        for field in head.headerFields { headers.add(name: field.name.rawName, value: field.value) }
        body = .bytes(ByteBuffer(bytes: delivery.body))
    }
}
