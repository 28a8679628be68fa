import CoreMetrics
import Foundation
import HTTPTypes
public import Logging
public import NIOCore
public import ServiceLifecycle

/// The outcome of a check of this node.
public enum HealthStatus: Hashable, Sendable {
    /// All is well; `details` are shown as they are.
    case ok(details: [String: String] = [:])
    /// The node cannot do its work, and why.
    case failing(reason: String)
}

/// The second listener, for whoever runs this node: health, readiness and metrics. It asks for no credentials, so it
/// belongs on an address that only operators reach.
///
/// - `GET /health`: 200 `{"status":"ok"}` with the check's details beside it, or 503 with the reason.
/// - `GET /ready`: the same for readiness: whether a load balancer should send requests here.
/// - `GET /metrics`: the metrics as Prometheus scrapes them.
public struct OperatorServer: Service {
    private let server: HTTPServer

    /// - Parameters:
    ///   - settings: where to listen, and the bounds.
    ///   - logger: gets one line for each request at `debug`.
    ///   - requestID: makes the id of the next request.
    ///   - date: the time now, as the `Date` field has it.
    ///   - health: whether the node works. It runs for each request, so it must be quick and bound its own time.
    ///   - ready: whether the node wants requests; the same holds.
    ///   - metrics: what `/metrics` renders.
    ///   - onReady: told the address once the server accepts connections.
    public init(
        settings: ServerSettings,
        logger: Logger,
        requestID: @escaping @Sendable () -> String,
        date: @escaping @Sendable () -> String,
        health: @escaping @Sendable () async -> HealthStatus,
        ready: @escaping @Sendable () async -> HealthStatus,
        metrics: PrometheusMetrics,
        onReady: @escaping @Sendable (SocketAddress) async -> Void = { _ in }
    ) {
        server = HTTPServer(
            settings: settings,
            logger: logger,
            requestLogLevel: .debug,
            metrics: NOOPMetricsHandler.instance,
            requestID: requestID,
            date: date,
            malformed: { reason, _ in Self.json(.badRequest, ["reason": reason.reason, "status": "refused"]) },
            handler: { request in
                guard request.head.method == .get || request.head.method == .head else {
                    var response = Self.json(.methodNotAllowed, ["status": "refused"])
                    response.headers[.allow] = "GET, HEAD"
                    return response
                }
                switch request.head.path.map({ $0.prefix { $0 != "?" } }) {
                case "/health": return Self.response(to: await health())
                case "/ready": return Self.response(to: await ready())
                case "/metrics": return Self.response(with: metrics.render())
                default: return Self.json(.notFound, ["status": "unknown"])
                }
            },
            onReady: onReady
        )
    }

    /// Serves until graceful shutdown or cancellation.
    public func run() async throws {
        try await server.run()
    }

    private static func response(to status: HealthStatus) -> OutgoingResponse {
        switch status {
        case .ok(let details): json(.ok, details.merging(["status": "ok"]) { $1 })
        case .failing(let reason): json(.serviceUnavailable, ["reason": reason, "status": "failing"])
        }
    }

    private static func response(with metrics: String) -> OutgoingResponse {
        OutgoingResponse(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: .bytes(ByteBuffer(string: metrics))
        )
    }

    private static func json(_ status: HTTPResponse.Status, _ object: [String: String]) -> OutgoingResponse {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A dictionary of strings always has a JSON form.
        let bytes = (try? encoder.encode(object)) ?? Data()
        return OutgoingResponse(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .bytes(ByteBuffer(bytes: bytes))
        )
    }
}
