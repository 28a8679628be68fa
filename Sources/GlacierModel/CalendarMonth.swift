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
        let day = min(date.day, CivilCalendar.daysOfMonth(month, year: year))
        return self + .hours(24 * (CivilCalendar.daysOfMonth(date.month, year: date.year) - date.day + day))
    }
}
