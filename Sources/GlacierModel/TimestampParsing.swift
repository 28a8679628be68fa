/// The forms in which the API takes dates.
extension Timestamp {
    /// Reads an ISO 8601 date-time with `Z`, an offset, the letters `UTC` or nothing (then UTC), with or without a
    /// fraction of seconds; or a bare date, which is its midnight in UTC. Digits behind the milliseconds are dropped.
    ///
    /// Nil for any other text, and for days and times that no calendar and no clock has.
    /// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-initiate-job-post.html
    public init?(iso8601 text: String) {
        var reader = DateReader(text)
        guard let day = reader.takeDay() else { return nil }
        var milliseconds = day * 86_400_000
        if !reader.isAtEnd {
            guard reader.take("T") || reader.take("t"), let time = reader.takeTime(), let zone = reader.takeZone()
            else { return nil }
            milliseconds += time - zone
        }
        guard reader.isAtEnd else { return nil }
        self.init(milliseconds: milliseconds)
    }
}

/// Takes the fields of a date off the beginning of a text.
private struct DateReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    /// `yyyy-MM-dd` as days since 1970-01-01.
    mutating func takeDay() -> Int64? {
        guard let year = takeDigits(4), take("-"), let month = takeDigits(2), take("-"), let day = takeDigits(2)
        else { return nil }
        return CivilCalendar.day(year: year, month: month, day: day)
    }

    /// `HH:mm`, `HH:mm:ss` or `HH:mm:ss.fraction` as milliseconds since midnight.
    mutating func takeTime() -> Int64? {
        guard let hour = takeDigits(2), hour < 24, take(":"), let minute = takeDigits(2), minute < 60 else {
            return nil
        }
        var milliseconds = (hour * 60 + minute) * 60_000
        guard take(":") else { return milliseconds }
        guard let second = takeDigits(2), second < 60 else { return nil }
        milliseconds += second * 1000
        guard take(".") else { return milliseconds }
        guard let fraction = takeFraction() else { return nil }
        return milliseconds + fraction
    }

    /// Milliseconds that local time is ahead of UTC.
    mutating func takeZone() -> Int64? {
        if isAtEnd || take("Z") || take("z") || take("UTC") { return 0 }
        let sign: Int64 = take("-") ? -1 : 1
        guard sign < 0 || take("+"), let hours = takeDigits(2), hours < 24 else { return nil }
        if isAtEnd { return sign * hours * 3_600_000 }
        _ = take(":")
        guard let minutes = takeDigits(2), minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes) * 60_000
    }

    private mutating func takeDigits(_ count: Int) -> Int64? {
        let digits = rest.prefix(count)
        guard digits.count == count, let number = Int64(decimalDigits: Substring(digits)) else { return nil }
        rest = rest.dropFirst(count)
        return number
    }

    /// One digit or more behind the point, as milliseconds.
    private mutating func takeFraction() -> Int64? {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        return digits.prefix(3).reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
            * [100, 10, 1][min(digits.count, 3) - 1]
    }
}
