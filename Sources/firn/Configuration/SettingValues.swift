import GlacierModel
import Logging

/// Reads typed values from texts and remembers every mistake.
struct SettingValues {
    private let sources: SettingSources
    private(set) var mistakes: [String] = []

    init(_ sources: SettingSources) { self.sources = sources }

    func text(_ setting: Setting) -> String? { sources.value(of: setting) }

    func text(_ setting: Setting, default standard: String) -> String { text(setting) ?? standard }

    mutating func address(_ setting: Setting, default standard: ListenAddress) -> ListenAddress {
        parse(setting, "HOST:PORT, as 127.0.0.1:8410 or [::1]:8410", ListenAddress.init) ?? standard
    }

    /// A span within bounds, as `90s`, `15m`, `24h`, `2d`, `500ms` or `0`.
    mutating func span(
        _ setting: Setting,
        default standard: Span,
        in bounds: ClosedRange<Span> = .zero...longestSpan
    ) -> Span {
        let wanted =
            bounds.lowerBound == .zero
            ? "a time of at most 10 years, as 90s, 15m, 24h, 2d or 0"
            : "a time of at least \(bounds.lowerBound.milliseconds) ms and at most 10 years, as 90s, 15m, 24h or 2d"
        return parse(setting, wanted) { text in Span(setting: text).flatMap { bounds.contains($0) ? $0 : nil } }
            ?? standard
    }

    mutating func count(_ setting: Setting, default standard: Int, in bounds: ClosedRange<Int>) -> Int {
        parse(setting, "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)") { text in
            Int64(decimalDigits: text).flatMap { Int(exactly: $0) }.flatMap { bounds.contains($0) ? $0 : nil }
        } ?? standard
    }

    mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ setting: Setting,
        default standard: Value
    ) -> Value where Value.RawValue == String {
        let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return parse(setting, "one of \(names)", Value.init(rawValue:)) ?? standard
    }

    /// A value that is refused under the words that say what it must be.
    mutating func parse<Value>(_ setting: Setting, _ wanted: String, _ read: (String) -> Value?) -> Value? {
        guard let text = text(setting) else { return nil }
        guard let value = read(text) else {
            mistakes.append("\(setting.rawValue) is \"\(text)\", but must be \(wanted)")
            return nil
        }
        return value
    }

    /// As ``parse(_:_:_:)``, but what is refused is not shown.
    mutating func secret<Value>(_ setting: Setting, _ wanted: String, _ read: (String) -> Value?) -> Value? {
        guard let text = text(setting) else { return nil }
        guard let value = read(text) else {
            mistakes.append("\(setting.rawValue) must be \(wanted)")
            return nil
        }
        return value
    }

    mutating func refuse(_ mistake: String) { mistakes.append(mistake) }

    static let longestSpan = Span.hours(24 * 3650)
}

/// Where a server listens.
struct ListenAddress: Hashable {
    let host: String
    let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Nil unless the text is `HOST:PORT`, or `[ADDRESS]:PORT` for IPv6.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = Int64(decimalDigits: text[text.index(after: colon)...]), port <= 65_535
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self.init(host: String(host), port: Int(port))
    }
}

extension Span {
    /// Nil unless the text is a whole number with one of the units ms, s, m, h, d, or a bare 0.
    init?(setting text: String) {
        if text == "0" {
            self = .zero
            return
        }
        let units: [(suffix: String, milliseconds: Int64)] = [
            ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
        ]
        guard let unit = units.first(where: { text.hasSuffix($0.suffix) }),
            let count = Int64(decimalDigits: text.dropLast(unit.suffix.count))
        else { return nil }
        let (milliseconds, overflow) = count.multipliedReportingOverflow(by: unit.milliseconds)
        guard !overflow else { return nil }
        self.init(milliseconds: milliseconds)
    }
}
