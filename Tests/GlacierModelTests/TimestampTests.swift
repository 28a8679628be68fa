import Testing

@testable import GlacierModel

@Suite("Dates")
struct TimestampTests {
    @Test(
        "a moment is written as in the API, in inventories and in the Date header",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (1, "1970-01-01T00:00:00.001Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            // The example of RFC 9110, section 5.6.7.
            (784_111_777_000, "1994-11-06T08:49:37.000Z", "Sun, 06 Nov 1994 08:49:37 GMT"),
            (1_000_000_000_000, "2001-09-09T01:46:40.000Z", "Sun, 09 Sep 2001 01:46:40 GMT"),
            (1_234_567_890_123, "2009-02-13T23:31:30.123Z", "Fri, 13 Feb 2009 23:31:30 GMT"),
            (1_332_263_023_221, "2012-03-20T17:03:43.221Z", "Tue, 20 Mar 2012 17:03:43 GMT"),
            (1_704_067_199_999, "2023-12-31T23:59:59.999Z", "Sun, 31 Dec 2023 23:59:59 GMT"),
            (2_147_483_648_000, "2038-01-19T03:14:08.000Z", "Tue, 19 Jan 2038 03:14:08 GMT"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] as [(Int64, String, String)]
    )
    func writesMoments(_ milliseconds: Int64, _ text: String, _ header: String) {
        let moment = Timestamp(milliseconds: milliseconds)
        #expect(moment.millisecondsText == text)
        #expect(moment.secondsText == text.prefix(19) + "Z")
        #expect(moment.httpDate == header)
    }

    @Test(
        "leap days are where the Gregorian calendar has them",
        arguments: [
            (951_868_799_999, "2000-02-29T23:59:59.999Z"), (951_868_800_000, "2000-03-01T00:00:00.000Z"),
            (-2_203_891_200_001, "1900-02-28T23:59:59.999Z"), (-2_203_891_200_000, "1900-03-01T00:00:00.000Z"),
            (4_107_499_200_001, "2100-02-28T12:00:00.001Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (1_709_164_800_010, "2024-02-29T00:00:00.010Z"), (-11_670_976_371_991, "1600-02-29T06:07:08.009Z"),
        ] as [(Int64, String)]
    )
    func knowsLeapDays(_ milliseconds: Int64, _ text: String) {
        #expect(Timestamp(milliseconds: milliseconds).millisecondsText == text)
    }

    @Test("every day of two centuries follows the one before, date and weekday")
    func countsDays() {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        // 1 January 1900 was a Monday.
        var (year, month, day, count) = (1900, 1, 1, 0)
        while year < 2101 {
            let moment = Timestamp(seconds: -2_208_988_800 + Int64(count) * 86_400)
            let date = [(year, 4), (month, 2), (day, 2)].map { number, width in
                String(String(100_000 + number).suffix(width))
            }
            guard moment.secondsText == date.joined(separator: "-") + "T00:00:00Z",
                moment.httpDate.hasPrefix("\(weekdays[count % 7]), \(date[2]) ")
            else {
                Issue.record("\(date) came out as \(moment.secondsText), \(moment.httpDate)")
                return
            }
            let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let length = month == 2 && isLeapYear ? 29 : lengths[month - 1]
            (day, count) = (day + 1, count + 1)
            if day > length { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect(count == 73_414)
    }

    @Test("before 1970 seconds are rounded towards the past")
    func roundsTowardsThePast() {
        #expect(Timestamp(milliseconds: -1).millisecondsText == "1969-12-31T23:59:59.999Z")
        #expect(Timestamp(milliseconds: -1).seconds == -1)
        #expect(Timestamp(milliseconds: -1000).seconds == -1)
        #expect(Timestamp(milliseconds: -1001).seconds == -2)
        #expect(Timestamp(milliseconds: 999).seconds == 0)
        #expect(Timestamp(seconds: -62_135_596_800).millisecondsText == "0001-01-01T00:00:00.000Z")
    }

    @Test("no number of milliseconds is beyond writing", arguments: [Int64.min, .min + 1, -1, .max - 1, .max])
    func writesExtremes(_ milliseconds: Int64) {
        let moment = Timestamp(milliseconds: milliseconds)
        // Lower digits do not depend on the calendar: 2⁶³ milliseconds end in …807 or …808.
        let fraction = ["192", "193", "999", "806", "807"]
        let index = [Int64.min, .min + 1, -1, .max - 1, .max].firstIndex(of: milliseconds) ?? 0
        #expect(moment.millisecondsText.hasSuffix(".\(fraction[index])Z"))
        #expect(moment.httpDate.hasSuffix(" GMT"))
    }

    @Test("sums and differences stop at the ends of time")
    func clampsSums() {
        let late = Timestamp(milliseconds: .max - 1)
        let early = Timestamp(milliseconds: .min + 1)
        #expect(late + Span(milliseconds: 1) == Timestamp(milliseconds: .max))
        #expect(late + Span(milliseconds: 2) == Timestamp(milliseconds: .max))
        #expect(early - Span(milliseconds: 2) == Timestamp(milliseconds: .min))
        #expect(Timestamp(milliseconds: 5) - Span(milliseconds: 7) == Timestamp(milliseconds: -2))
        #expect(Timestamp(milliseconds: 5) + .hours(24) == Timestamp(milliseconds: 86_400_005))
        #expect(early < late)
    }

    @Test("a span is never negative and never overflows")
    func clampsSpans() {
        #expect(Span(milliseconds: -1) == .zero)
        #expect(Span.seconds(-1) == .zero)
        #expect(Span.hours(.min) == .zero)
        #expect(Span.hours(.max) == Span(milliseconds: .max))
        #expect(Span.seconds(90) == Span(milliseconds: 90_000))
        #expect(Span.minutes(15) == Span(milliseconds: 900_000))
        #expect(Span.hours(2) == Span.minutes(120))
        #expect(Span.minutes(1) < Span.hours(1))
        #expect(Span.seconds(3).duration == .seconds(3))
    }
}
