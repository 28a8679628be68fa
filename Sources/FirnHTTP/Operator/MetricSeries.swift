import CoreMetrics
import Synchronization

/// A number that only grows.
final class CounterSeries: MetricSeries, CounterHandler {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }

    func reset() { value.store(0, ordering: .relaxed) }

    func render(_ name: String, _ labels: String, into text: inout String) {
        text += MetricFamily.line(name, labels, value.load(ordering: .relaxed))
    }
}

/// A number that goes up and down.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }

    func render(_ name: String, _ labels: String, into text: inout String) {
        text += MetricFamily.line(name, labels, MetricValue(value.withLock { $0 }))
    }
}

/// How many values there were, and their sum.
final class SummarySeries: MetricSeries, RecorderHandler {
    private let state = Mutex((count: 0, sum: 0.0))

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        state.withLock { state in
            state.count += 1
            state.sum += value
        }
    }

    func render(_ name: String, _ labels: String, into text: inout String) {
        let (count, sum) = state.withLock { $0 }
        text += MetricFamily.line(name + "_sum", labels, MetricValue(sum))
        text += MetricFamily.line(name + "_count", labels, count)
    }
}

/// How many durations there were up to each bound, in seconds.
final class HistogramSeries: MetricSeries, TimerHandler {
    private struct State {
        /// For each bound, and one more for what exceeds them all; not cumulative.
        var counts: [Int]
        var nanoseconds: Int64 = 0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    /// `bounds` rise.
    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(duration) / 1e9
        let place = bounds.firstIndex { seconds <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[place] += 1
            state.nanoseconds &+= duration
        }
    }

    func render(_ name: String, _ labels: String, into text: inout String) {
        let state = state.withLock { $0 }
        let prefix = labels.isEmpty ? "" : labels + ","
        var total = 0
        for (place, count) in state.counts.enumerated() {
            total += count
            let bound = place < bounds.count ? "\(MetricValue(bounds[place]))" : "+Inf"
            text += MetricFamily.line(name + "_bucket", "\(prefix)le=\"\(bound)\"", total)
        }
        text += MetricFamily.line(name + "_sum", labels, MetricValue(Double(state.nanoseconds) / 1e9))
        text += MetricFamily.line(name + "_count", labels, total)
    }
}

/// A number as the text format writes it: whole ones without fraction, `NaN`, `+Inf`, `-Inf`.
private struct MetricValue: CustomStringConvertible {
    private let value: Double

    init(_ value: Double) {
        self.value = value
    }

    var description: String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if let whole = Int64(exactly: value) { return "\(whole)" }
        return "\(value)"
    }
}
