import CoreMetrics
import Logging
import NIOCore
import Synchronization
import Testing

@testable import FirnHTTP

@Suite("The operator's listener", .timeLimit(.minutes(10)))
struct ServerOperatorTests {
    private func withOperatorServer(
        health: HealthStatus,
        metrics: PrometheusMetrics = PrometheusMetrics(),
        _ body: @escaping @Sendable (RawClient) async throws -> Void
    ) async throws {
        let ready = ServerSignal(of: SocketAddress.self)
        let server = OperatorServer(
            settings: ServerSettings.patient,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            requestID: { "id" },
            date: { ServerFixture.date },
            health: { health },
            ready: { .failing(reason: "not \"yet\"\n") },
            metrics: metrics,
            onReady: { ready.send($0) }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            try await withRawClient(try await ready.wait(), body)
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    @Test("a healthy node answers 200 with its details")
    func healthy() async throws {
        try await withOperatorServer(health: .ok(details: ["version": "1.0", "data": "/var/lib/firn"])) { client in
            try await client.send("GET /health?verbose HTTP/1.1\r\nHost: h\r\n\r\n")
            let response = try await client.receiveResponse()
            #expect(response.status == "HTTP/1.1 200 OK")
            #expect(response.field("Content-Type") == "application/json")
            #expect(response.body == #"{"data":"/var/lib/firn","status":"ok","version":"1.0"}"#)
        }
    }

    @Test("a failing check answers 503 with the reason")
    func failing() async throws {
        try await withOperatorServer(health: .failing(reason: "disk full")) { client in
            try await client.send("GET /health HTTP/1.1\r\nHost: h\r\n\r\n")
            let health = try await client.receiveResponse()
            #expect(health.status == "HTTP/1.1 503 Service Unavailable")
            #expect(health.body == #"{"reason":"disk full","status":"failing"}"#)
            try await client.send("GET /ready HTTP/1.1\r\nHost: h\r\n\r\n")
            let ready = try await client.receiveResponse()
            #expect(ready.status == "HTTP/1.1 503 Service Unavailable")
            #expect(ready.body == #"{"reason":"not \"yet\"\n","status":"failing"}"#)
        }
    }

    @Test("metrics are rendered, other paths and methods refused")
    func paths() async throws {
        let metrics = PrometheusMetrics()
        Counter(label: "jobs_total", dimensions: [("kind", "archive")], factory: metrics).increment(by: 7)
        try await withOperatorServer(health: .ok(), metrics: metrics) { client in
            try await client.send("GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n")
            let response = try await client.receiveResponse()
            #expect(response.field("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
            #expect(response.body.contains("# TYPE jobs_total counter\njobs_total{kind=\"archive\"} 7\n"))
            try await client.send("GET /other HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try await client.receiveResponse().status == "HTTP/1.1 404 Not Found")
            try await client.send("POST /health HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n")
            let refused = try await client.receiveResponse()
            #expect(refused.status == "HTTP/1.1 405 Method Not Allowed")
            #expect(refused.field("Allow") == "GET, HEAD")
        }
    }
}

@Suite("Metrics as Prometheus reads them")
struct ServerPrometheusTests {
    @Test("counters, gauges and summaries")
    func simpleKinds() {
        let metrics = PrometheusMetrics()
        Counter(label: "a_total", dimensions: [("z", "1"), ("b", "2")], factory: metrics).increment(by: 3)
        Counter(label: "a_total", dimensions: [("b", "2"), ("z", "1")], factory: metrics).increment()
        FloatingPointCounter(label: "f_total", dimensions: [], factory: metrics).increment(by: 2.5)
        Meter(label: "m", dimensions: [], factory: metrics).set(1.5)
        Gauge(label: "g", dimensions: [], factory: metrics).record(-4)
        let recorder = Recorder(label: "s", dimensions: [], factory: metrics)
        recorder.record(2)
        recorder.record(0.25)
        #expect(
            metrics.render() == """
                # TYPE a_total counter
                a_total{b="2",z="1"} 4
                # TYPE f_total counter
                f_total 2
                # TYPE g gauge
                g -4
                # TYPE m gauge
                m 1.5
                # TYPE s summary
                s_sum 2.25
                s_count 2
                # TYPE firn_metrics_dropped_series_total counter
                firn_metrics_dropped_series_total 0

                """
        )
    }

    @Test("timers become cumulative histograms in seconds")
    func histogram() {
        let metrics = PrometheusMetrics()
        let timer = CoreMetrics.Timer(label: "t_seconds", dimensions: [("op", "x")], factory: metrics)
        for milliseconds in [1, 3, 40, 400_000] { timer.recordMilliseconds(milliseconds) }
        let lines = metrics.render().split(separator: "\n").map(String.init)
        #expect(lines.first == "# TYPE t_seconds histogram")
        for expected in [
            #"t_seconds_bucket{op="x",le="0.001"} 1"#, #"t_seconds_bucket{op="x",le="0.0025"} 1"#,
            #"t_seconds_bucket{op="x",le="0.005"} 2"#, #"t_seconds_bucket{op="x",le="0.05"} 3"#,
            #"t_seconds_bucket{op="x",le="1"} 3"#, #"t_seconds_bucket{op="x",le="300"} 3"#,
            #"t_seconds_bucket{op="x",le="+Inf"} 4"#, #"t_seconds_sum{op="x"} 400.044"#,
            #"t_seconds_count{op="x"} 4"#,
        ] {
            #expect(lines.contains(expected), "\(expected)")
        }
    }

    @Test("names are cleaned and label values escaped")
    func escaping() {
        let metrics = PrometheusMetrics()
        let dimensions = [("a-b", "x\"y\\z\nw"), ("le", "1"), ("a_b", "again"), ("9", "é")]
        Counter(label: "9 a.b:c", dimensions: dimensions, factory: metrics).increment()
        #expect(metrics.render().contains("_9_a_b:c{_9=\"é\",a_b=\"x\\\"y\\\\z\\nw\",le_=\"1\"} 1\n"))
    }

    @Test("the number of series is bounded, and a name has one kind")
    func bounds() {
        let metrics = PrometheusMetrics(maximumSeries: 3)
        for number in 0..<10 {
            Counter(label: "n_total", dimensions: [("n", "\(number)")], factory: metrics).increment()
        }
        Meter(label: "n_total", dimensions: [], factory: metrics).set(1)
        let text = metrics.render()
        #expect(text.split(separator: "\n").count { $0.hasPrefix("n_total{") } == 3)
        #expect(text.hasSuffix("firn_metrics_dropped_series_total 8\n"))
    }

    @Test("a destroyed series makes room for another")
    func destroy() {
        let metrics = PrometheusMetrics(maximumSeries: 1)
        let first = Counter(label: "a_total", dimensions: [], factory: metrics)
        first.increment()
        first.destroy()
        Counter(label: "b_total", dimensions: [], factory: metrics).increment()
        let text = metrics.render()
        #expect(!text.contains("a_total"))
        #expect(text.contains("b_total 1\n"))
    }

    @Test("not-a-number and infinite values have their names")
    func unusualValues() {
        let metrics = PrometheusMetrics()
        Gauge(label: "a", dimensions: [], factory: metrics).record(Double.nan)
        Gauge(label: "b", dimensions: [], factory: metrics).record(Double.infinity)
        Gauge(label: "c", dimensions: [], factory: metrics).record(-Double.infinity)
        let text = metrics.render()
        #expect(text.contains("a NaN\n"))
        #expect(text.contains("b +Inf\n"))
        #expect(text.contains("c -Inf\n"))
    }
}
