import Foundation
import GlacierModel

/// A moment for people: `2026-01-31 18:07:21 UTC`.
struct HumanTime: CustomStringConvertible {
    let description: String

    init(_ moment: Timestamp) {
        let text = moment.secondsText
        // As the API writes it, `2026-01-31T18:07:21Z`, with the marks of machines taken out.
        description = text.replacing("T", with: " ").replacing("Z", with: " UTC")
    }
}

/// A length of time for people, in the two largest units that it has: `45 s`, `3 h 12 min`, `2 d`.
struct HumanDuration: CustomStringConvertible {
    let description: String

    /// - Parameter duration: a negative one counts as none. Parts of a second are left out.
    init(_ duration: Duration) {
        var rest = max(duration.components.seconds, 0), parts: [String] = []
        for (unit, seconds) in Self.units {
            let count = rest / seconds
            rest %= seconds
            if count > 0 { parts.append("\(count) \(unit)") } else if !parts.isEmpty { break }
            if parts.count == 2 { break }
        }
        description = parts.isEmpty ? "0 s" : parts.joined(separator: " ")
    }

    private static let units: [(String, Int64)] = [("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)]
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
