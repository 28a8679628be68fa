/// The three written forms of a date in the API.
extension Timestamp {
    /// `2012-03-20T17:03:43.221Z`: dates in the JSON of the API, always three digits of milliseconds.
    public var millisecondsText: String {
        let fields = CivilTime(self)
        return "\(fields.dateText)T\(fields.timeText).\(padded(fields.millisecond, 3))Z"
    }

    /// `2012-03-20T17:03:43Z`: dates inside inventories and in the echo of a job's date range.
    public var secondsText: String {
        let fields = CivilTime(self)
        return "\(fields.dateText)T\(fields.timeText)Z"
    }

    /// `Tue, 20 Mar 2012 17:03:43 GMT`: the `Date` header.
    ///
    /// Source: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
    public var httpDate: String {
        let fields = CivilTime(self)
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = days[Int(((fields.daysSinceEpoch % 7) + 7) % 7)]
        let month = months[Int(fields.month - 1)]
        return "\(day), \(padded(fields.day, 2)) \(month) \(padded(fields.year, 4)) \(fields.timeText) GMT"
    }
}

/// A moment cut into calendar fields of UTC in the proleptic Gregorian calendar.
///
/// Source of the day-number arithmetic: https://howardhinnant.github.io/date_algorithms.html
struct CivilTime {
    let daysSinceEpoch: Int64
    let year: Int64
    let month: Int64
    let day: Int64
    let secondOfDay: Int64
    let millisecond: Int64

    init(_ moment: Timestamp) {
        let seconds = moment.seconds
        daysSinceEpoch = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        secondOfDay = seconds - daysSinceEpoch * 86_400
        millisecond = (moment.milliseconds % 1000 + 1000) % 1000
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var dateText: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    var timeText: String {
        "\(padded(secondOfDay / 3600, 2)):\(padded(secondOfDay / 60 % 60, 2)):\(padded(secondOfDay % 60, 2))"
    }
}

private func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
}
