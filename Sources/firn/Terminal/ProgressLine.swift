import Glacier
import GlacierModel

/// How far one transfer has come, in words that fit into a line.
struct ProgressLine: Sendable {
    /// What is transferred, as people know it.
    let name: String
    /// As `2 of 5`, where several are transferred one after another.
    let number: String?
    let progress: TransferProgress
    /// Nil while it is not known.
    let bytesPerSecond: Double?
    /// Since the phase began.
    let elapsed: Span

    private static let widestName = 40
    private static let narrowestName = 8
    private static let widestBar = 40
    private static let narrowestBar = 8

    /// The line for a log.
    var text: String { "\(label): \(([percent] + facts).compactMap(\.self).joined(separator: ", "))" }

    /// The line for a terminal, of at most so many columns. What matters least is left out first: the bar, the time
    /// left, the rate, the beginning of the name.
    func text(columns: Int, _ style: Style) -> String {
        var facts = ([percent] + facts).compactMap(\.self)
        while facts.count > 1, Self.columns(facts) + Self.narrowestName + 2 > columns { facts.removeLast() }
        let room = columns - Self.columns(facts) - 2
        guard room > 0 else { return (facts.first ?? "").shortened(to: columns) }
        let shown = label.shortened(to: min(room, Self.widestName))
        let left = room - shown.columns - 2
        let bar = left >= Self.narrowestBar ? bar(columns: min(left, Self.widestBar), style).map { $0 + "  " } : nil
        return "\(style.bold(shown))  \(bar ?? "")\(facts.joined(separator: "  "))"
    }

    private static func columns(_ facts: [String]) -> Int {
        facts.reduce(-2) { $0 + 2 + $1.columns }
    }

    private var label: String { number.map { "[\($0)] \(name)" } ?? name }

    /// Between 0 and 1; nil where the end is not known.
    private var share: Double? {
        guard let total = progress.totalBytes else { return nil }
        return total > 0 ? min(1, max(0, Double(progress.completedBytes) / Double(total))) : 1
    }

    private var percent: String? {
        guard progress.phase != .waiting, let share else { return nil }
        // 100 % is said when everything is there, and not before.
        return "\(Int(share * 100))%"
    }

    private var facts: [String] {
        switch progress.phase {
        case .waiting: ["waiting for the job", "\(HumanDuration(elapsed.duration))"]
        case .comparing: [bytes, "comparing with what is there"]
        case .transferring: [bytes, rate, timeLeft].compactMap(\.self)
        case .finishing: [bytes, "finishing"]
        }
    }

    private var bytes: String {
        let done = "\(HumanSize(progress.completedBytes))"
        return progress.totalBytes.map { "\(done) of \(HumanSize($0))" } ?? done
    }

    private var rate: String? { bytesPerSecond.map { "\(HumanSize(Int64($0)))/s" } }

    private var timeLeft: String? {
        guard let total = progress.totalBytes, let bytesPerSecond else { return nil }
        let missing = total - progress.completedBytes
        guard missing > 0 else { return nil }
        guard bytesPerSecond >= 1 else { return "stalled" }
        let seconds = (Double(missing) / bytesPerSecond).rounded(.up)
        guard seconds < 100 * 86_400 else { return nil }
        return "\(HumanDuration(.seconds(Int64(seconds)))) left"
    }

    private func bar(columns: Int, _ style: Style) -> String? {
        guard progress.phase != .waiting, let share else { return nil }
        let inside = columns - 2
        let filled = Int(share * Double(inside))
        let done = String(repeating: "=", count: filled), rest = String(repeating: " ", count: inside - filled)
        return "[\(style.good(done))\(rest)]"
    }
}
