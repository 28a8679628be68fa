import CoreMetrics
import HTTPTypes
import Logging
import NIOCore
import Synchronization

/// One answered request, for the log and the metrics.
struct RequestRecord: Sendable {
    /// `nil` for a request that could not be understood.
    let request: HTTPRequest?
    let requestID: String
    let remoteAddress: SocketAddress?
    let response: OutgoingResponse
    let outcome: ResponseOutcome
    let duration: TimeAmount
}

/// Writes one log line for each request and counts it.
final class RequestRecorder: Sendable {
    private struct Outcome: Hashable {
        let operation: String
        let status: Int
    }

    private struct Instruments {
        var requests: [Outcome: Counter] = [:]
        var durations: [String: CoreMetrics.Timer] = [:]
    }

    private let logger: Logger
    private let level: Logger.Level
    private let operations: Set<String>
    private let factory: any MetricsFactory
    private let instruments = Mutex(Instruments())
    private let receivedBytes: Counter
    private let sentBytes: Counter
    private let openConnections: Meter

    /// `operations` are the values that the label `operation` may have, beside `other` and `malformed`.
    init(logger: Logger, level: Logger.Level, operations: Set<String>, factory: any MetricsFactory) {
        self.logger = logger
        self.level = level
        self.operations = operations
        self.factory = factory
        receivedBytes = Counter(label: "firn_http_received_body_bytes_total", dimensions: [], factory: factory)
        sentBytes = Counter(label: "firn_http_sent_body_bytes_total", dimensions: [], factory: factory)
        openConnections = Meter(label: "firn_http_open_connections", dimensions: [], factory: factory)
    }

    func connectionOpened() { openConnections.increment() }

    func connectionClosed() { openConnections.decrement() }

    func record(_ record: RequestRecord) {
        count(record)
        logger.log(level: level, "Request answered", metadata: metadata(of: record))
    }

    private func count(_ record: RequestRecord) {
        let operation = record.request == nil ? "malformed" : label(record.response.operation)
        let outcome = Outcome(operation: operation, status: record.response.status.code)
        let (requests, durations) = instruments.withLock { instruments in
            (counter(outcome, &instruments), timer(operation, &instruments))
        }
        requests.increment()
        durations.recordNanoseconds(record.duration.nanoseconds)
        receivedBytes.increment(by: record.outcome.summary.receivedBytes)
        sentBytes.increment(by: record.outcome.summary.sentBytes)
    }

    private func label(_ operation: String?) -> String {
        guard let operation, operations.contains(operation) else { return "other" }
        return operation
    }

    private func counter(_ outcome: Outcome, _ instruments: inout Instruments) -> Counter {
        if let counter = instruments.requests[outcome] { return counter }
        let dimensions = [("operation", outcome.operation), ("status", String(outcome.status))]
        let counter = Counter(label: "firn_http_requests_total", dimensions: dimensions, factory: factory)
        instruments.requests[outcome] = counter
        return counter
    }

    private func timer(_ operation: String, _ instruments: inout Instruments) -> CoreMetrics.Timer {
        if let timer = instruments.durations[operation] { return timer }
        let dimensions = [("operation", operation)]
        let timer = CoreMetrics.Timer(
            label: "firn_http_request_duration_seconds",
            dimensions: dimensions,
            factory: factory
        )
        instruments.durations[operation] = timer
        return timer
    }

    /// The path goes without its query, which may hold the signature of a presigned request.
    private func metadata(of record: RequestRecord) -> Logger.Metadata {
        var metadata = record.response.logMetadata
        if let request = record.request {
            metadata["method"] = "\(request.method.rawValue)"
            metadata["path"] = "\(request.path?.prefix { $0 != "?" } ?? "")"
        }
        if let operation = record.response.operation { metadata["operation"] = "\(operation)" }
        metadata["status"] = "\(record.response.status.code)"
        metadata["bytesIn"] = "\(record.outcome.summary.receivedBytes)"
        metadata["bytesOut"] = "\(record.outcome.summary.sentBytes)"
        metadata["durationMilliseconds"] = "\(record.duration.nanoseconds / 1_000_000)"
        metadata["requestID"] = "\(record.requestID)"
        if let address = record.remoteAddress { metadata["remoteAddress"] = "\(Self.text(address))" }
        if let failure = record.outcome.failure { metadata["brokenOff"] = "\(failure)" }
        return metadata
    }

    private static func text(_ address: SocketAddress) -> String {
        guard let host = address.ipAddress, let port = address.port else { return "\(address)" }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
