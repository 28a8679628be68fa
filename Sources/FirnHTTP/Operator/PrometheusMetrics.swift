public import CoreMetrics
import Synchronization

/// Keeps the process's metrics in memory and renders them in the text format that Prometheus scrapes.
///
/// Counters stay counters, meters and non-aggregating recorders become gauges, timers become histograms in seconds with
/// fixed buckets, and aggregating recorders become summaries of count and sum. The number of series is bounded: what
/// would exceed it is counted in `firn_metrics_dropped_series_total` and otherwise lost, as is a name that was used for
/// another kind of metric before.
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
public final class PrometheusMetrics: MetricsFactory {
    /// Upper bounds of the buckets of timers, in seconds.
    public static let timerBuckets = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300,
    ]

    private struct State {
        var families: [String: MetricFamily] = [:]
        var seriesCount = 0
        var droppedCount = 0
    }

    private let maximumSeries: Int
    private let state = Mutex(State())

    /// At most `maximumSeries` combinations of a name and labels are kept.
    public init(maximumSeries: Int = 5000) {
        self.maximumSeries = maximumSeries
    }

    /// A counter.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(.counter, label, dimensions) { CounterSeries() }
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(.gauge, label, dimensions) { GaugeSeries() }
    }

    /// A summary, or a gauge if `aggregate` is false.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate {
            series(.summary, label, dimensions) { SummarySeries() }
        } else {
            series(.gauge, label, dimensions) { GaugeSeries() }
        }
    }

    /// A histogram in seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(.histogram, label, dimensions) { HistogramSeries(bounds: Self.timerBuckets) }
    }

    /// Forgets a series.
    public func destroyCounter(_ handler: any CounterHandler) { forget(handler) }
    /// Forgets a series.
    public func destroyMeter(_ handler: any MeterHandler) { forget(handler) }
    /// Forgets a series.
    public func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }
    /// Forgets a series.
    public func destroyTimer(_ handler: any TimerHandler) { forget(handler) }

    /// All metrics as text, ordered by name and labels.
    public func render() -> String {
        let (families, dropped) = state.withLock { ($0.families, $0.droppedCount) }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) { family.render(name, into: &text) }
        text += "# TYPE firn_metrics_dropped_series_total counter\nfirn_metrics_dropped_series_total \(dropped)\n"
        return text
    }

    /// The series of these labels, made on first use. One that cannot be kept works, but is never rendered.
    private func series<Series: MetricSeries>(
        _ kind: MetricFamily.Kind,
        _ label: String,
        _ dimensions: [(String, String)],
        _ make: () -> Series
    ) -> Series {
        let name = MetricFamily.name(label)
        let labels = MetricFamily.labels(dimensions)
        return state.withLock { state in
            var family = state.families[name] ?? MetricFamily(kind: kind)
            if family.kind == kind, let series = family.series[labels] as? Series { return series }
            let series = make()
            guard family.kind == kind, state.seriesCount < maximumSeries else {
                state.droppedCount += 1
                return series
            }
            family.series[labels] = series
            state.families[name] = family
            state.seriesCount += 1
            return series
        }
    }

    private func forget(_ handler: AnyObject) {
        state.withLock { state in
            for (name, var family) in state.families {
                guard let labels = family.series.first(where: { $0.value === handler })?.key else { continue }
                family.series[labels] = nil
                state.families[name] = family.series.isEmpty ? nil : family
                state.seriesCount -= 1
                return
            }
        }
    }
}
