/// A moment of the years 0 to 9999.
struct PolicyDate: Hashable, Sendable {
    /// Since 1970-01-01T00:00:00Z, leap seconds not counted; rounded down.
    let seconds: Int64
    /// 0–999,999,999 after that.
    let nanoseconds: Int64

    private static let range: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

    /// Reads `2026-01-02`, which is midnight UTC, `2026-01-02T03:04Z`, `2026-01-02T03:04:05.678+01:00` (the offset may
    /// lack its colon), or seconds since 1970 with an optional `-`. Seconds may have a fraction of up to 9 digits.
    ///
    /// Source: https://www.w3.org/TR/NOTE-datetime
    init?(_ text: String) {
        var reader = DateReader(text)
        guard let moment = reader.date() ?? reader.unixTime(), Self.range.contains(moment.seconds) else { return nil }
        self = moment
    }

    fileprivate init(seconds: Int64, nanoseconds: Int64) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }
}

extension PolicyDate: Comparable {
    static func < (left: PolicyDate, right: PolicyDate) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}

private struct DateReader {
    private let text: ArraySlice<UInt8>
    private var rest: ArraySlice<UInt8>

    private static let secondsPerDay: Int64 = 86_400

    init(_ text: String) {
        self.text = Array(text.utf8)[...]
        rest = self.text
    }

    mutating func date() -> PolicyDate? {
        rest = text
        guard let year = take(4), take("-"), let month = take(2), take("-"), let day = take(2),
            let days = Self.daysSince1970(year: year, month: month, day: day)
        else { return nil }
        let midnight = days * Self.secondsPerDay
        if rest.isEmpty { return PolicyDate(seconds: midnight, nanoseconds: 0) }
        guard take("T"), let hour = take(2), hour < 24, take(":"), let minute = take(2), minute < 60 else { return nil }
        var second: Int64 = 0, nanoseconds: Int64 = 0
        if take(":") {
            guard let taken = take(2), taken < 60, let fraction = takeFraction() else { return nil }
            (second, nanoseconds) = (taken, fraction)
        }
        guard let offset = takeOffset(), rest.isEmpty else { return nil }
        return PolicyDate(seconds: midnight + hour * 3600 + minute * 60 + second - offset, nanoseconds: nanoseconds)
    }

    mutating func unixTime() -> PolicyDate? {
        rest = text
        let isNegative = take("-")
        let digits = rest.takeDigits()
        guard (1...12).contains(digits.count), let fraction = takeFraction(), rest.isEmpty else { return nil }
        let seconds = digits.decimal
        guard isNegative else { return PolicyDate(seconds: seconds, nanoseconds: fraction) }
        return fraction == 0
            ? PolicyDate(seconds: -seconds, nanoseconds: 0)
            : PolicyDate(seconds: -seconds - 1, nanoseconds: 1_000_000_000 - fraction)
    }

    /// Nanoseconds; 0 when there is no point, nil when something else than 1 to 9 digits follows it.
    private mutating func takeFraction() -> Int64? {
        guard take(".") else { return 0 }
        let digits = rest.takeDigits()
        guard (1...9).contains(digits.count) else { return nil }
        return (digits.count..<9).reduce(digits.decimal) { value, _ in value * 10 }
    }

    /// Seconds east of UTC.
    private mutating func takeOffset() -> Int64? {
        if take("Z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = take(2), hours < 24 else { return nil }
        _ = take(":")
        guard let minutes = take(2), minutes < 60 else { return nil }
        return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    /// A number of exactly so many digits.
    private mutating func take(_ count: Int) -> Int64? {
        var rest = rest.prefix(count)
        let digits = rest.takeDigits()
        guard digits.count == count else { return nil }
        self.rest = self.rest.dropFirst(count)
        return digits.decimal
    }

    /// Of the proleptic Gregorian calendar; nil for a day that does not exist.
    ///
    /// Source: https://howardhinnant.github.io/date_algorithms.html
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard (1...12).contains(month) else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length: Int64 =
            switch month {
            case 2: isLeap ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        guard (1...length).contains(day) else { return nil }
        // Shifted by 400 years, which are 146,097 days, so that nothing is negative.
        let shifted = year + 400 - (month <= 2 ? 1 : 0)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468 - 146_097
    }
}
