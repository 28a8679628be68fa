/// Calendar arithmetic in UTC.
extension Timestamp {
    /// The moment cut to a whole second, towards the past.
    public var wholeSecond: Timestamp {
        self - Span(milliseconds: (milliseconds % 1000 + 1000) % 1000)
    }

    /// The same day of the next month at the same time of day, or the last day of a month that is too short.
    public var oneMonthLater: Timestamp {
        let date = CivilTime(self)
        let (year, month) = date.month == 12 ? (date.year + 1, 1) : (date.year, date.month + 1)
        let day = min(date.day, daysInMonth(month, of: year))
        return self + .hours(24 * (daysInMonth(date.month, of: date.year) - date.day + day))
    }
}

/// - Parameter month: 1 for January.
private func daysInMonth(_ month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
}
