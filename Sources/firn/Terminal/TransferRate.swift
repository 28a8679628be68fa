import Glacier
import GlacierModel

/// Bytes per second over the last seconds, from a count that grows.
struct TransferRate: Sendable {
    /// How far back the rate looks.
    private static let window = Span.seconds(8)
    /// Two readings that are kept lie at least so far apart, which bounds their number.
    private static let spacing = Span(milliseconds: 250)
    /// Less than this tells nothing yet.
    private static let shortest = Span(milliseconds: 500)

    private struct Reading {
        let moment: Timestamp
        let bytes: Int64
    }

    private var readings: [Reading] = []

    /// Takes the count as it is at a moment.
    mutating func read(_ bytes: Int64, at moment: Timestamp) {
        if let last = readings.last, moment < last.moment || bytes < last.bytes { readings.removeAll() }
        if let last = readings.last, moment < last.moment + Self.spacing { return }
        readings.append(Reading(moment: moment, bytes: bytes))
        // The reading at the window's edge stays: the rate is that of the whole window.
        while readings.count > 2, readings[1].moment + Self.window <= moment { readings.removeFirst() }
    }

    /// Nil while there is nothing to tell.
    func bytesPerSecond(_ bytes: Int64, at moment: Timestamp) -> Double? {
        guard let first = readings.first, first.moment + Self.shortest <= moment else { return nil }
        let milliseconds = moment.milliseconds - first.moment.milliseconds
        return Double(max(0, bytes - first.bytes)) * 1000 / Double(milliseconds)
    }
}
