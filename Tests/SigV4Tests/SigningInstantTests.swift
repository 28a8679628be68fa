import SigV4
import Testing

@Suite("Moments of signing")
struct SigningInstantTests {
    /// Seconds from `date -u -d … +%s`.
    @Test(
        "the basic form is read and written",
        arguments: [
            ("19700101T000000Z", 0), ("20120525T002453Z", 1_337_905_493), ("20000229T235959Z", 951_868_799),
            ("19691231T235959Z", -1), ("20240301T000000Z", 1_709_251_200), ("21000301T000000Z", 4_107_542_400),
            ("99991231T235959Z", 253_402_300_799), ("00010101T000000Z", -62_135_596_800),
        ] as [(String, Int64)]
    )
    func readsBasicForm(_ text: String, _ seconds: Int64) throws {
        let instant = try #require(SigningInstant(basic: text))
        #expect(instant.secondsSince1970 == seconds)
        #expect(instant.basic == text)
        #expect(instant.day == text.prefix(8))
        #expect(SigningInstant(basic: text[...]) == instant)
    }

    @Test(
        "anything but the strict basic form is refused",
        arguments: [
            "", "20120525T002453", "20120525t002453z", "20120525T002453Z ", " 20120525T002453Z", "2012-05-25T00:24:53Z",
            "20120525 002453Z", "20121325T002453Z", "20120025T002453Z", "20120532T002453Z", "20120500T002453Z",
            "20120230T000000Z", "20110229T000000Z", "19000229T000000Z", "20120525T240000Z", "20120525T006000Z",
            "20120525T000060Z", "+0120525T002453Z", "2012052xT002453Z", "20120525T002453Z0", "２0120525T002453Z",
            String(repeating: "2", count: 100_000),
        ]
    )
    func refusesOtherForms(_ text: String) {
        #expect(SigningInstant(basic: text) == nil)
    }

    @Test(
        "RFC 1123 dates are read",
        arguments: [
            "Fri, 25 May 2012 00:24:53 GMT", "Fri, 25 May 2012 00:24:53 -0000", "Fri, 25 May 2012 00:24:53 +0000",
            "Fri, 25 May 2012 00:24:53 UTC", "Mon, 25 May 2012 00:24:53 UT",
        ]
    )
    func readsHTTPDate(_ text: String) {
        #expect(SigningInstant(httpDate: text)?.secondsSince1970 == 1_337_905_493)
    }

    @Test("a day of an RFC 1123 date may have one digit")
    func readsShortDay() {
        #expect(SigningInstant(httpDate: "Sun, 6 Nov 1994 08:49:37 GMT")?.basic == "19941106T084937Z")
        #expect(SigningInstant(httpDate: "Sun, 06 Nov 1994 08:49:37 GMT")?.basic == "19941106T084937Z")
    }

    @Test(
        "what is not an RFC 1123 date is refused",
        arguments: [
            "", "20120525T002453Z", "Fri, 25 May 2012 00:24:53", "Fri, 25 May 2012 00:24:53 PST",
            "Fri, 25 May 2012 00:24:53 +0100", "25 May 2012 00:24:53 GMT", "Fri 25 May 2012 00:24:53 GMT",
            "Fri, 25 may 2012 00:24:53 GMT", "Fri, 31 Apr 2012 00:24:53 GMT", "Fri, 25 May 12 00:24:53 GMT",
            "Fri, 25 May 2012 24:24:53 GMT", "Fri, 25 May 2012 0:24:53 GMT", "Fri, 25 May 2012 00:24 GMT",
            "Fri,  25 May 2012 00:24:53 GMT", "Fri, 025 May 2012 00:24:53 GMT", "Friday, 25-May-12 00:24:53 GMT",
            "Fri May 25 00:24:53 2012", String(repeating: " ", count: 100_000),
        ]
    )
    func refusesOtherDates(_ text: String) {
        #expect(SigningInstant(httpDate: text) == nil)
    }

    @Test("every day of four centuries is the one after the day before")
    func countsDays() throws {
        var previous = ""
        for day in Int64(0)..<146_097 {
            let instant = SigningInstant(secondsSince1970: day * 86_400)
            #expect(instant.day > previous)
            #expect(try #require(SigningInstant(basic: instant.basic)) == instant)
            previous = instant.day
        }
        #expect(previous == "23691231")
    }

    @Test("moments compare by time, and the ends of the scale have texts too")
    func comparesMoments() {
        #expect(SigningInstant(secondsSince1970: 1) < SigningInstant(secondsSince1970: 2))
        #expect(SigningInstant(secondsSince1970: .min) < SigningInstant(secondsSince1970: .max))
        #expect(!SigningInstant(secondsSince1970: .min).basic.isEmpty)
        #expect(!SigningInstant(secondsSince1970: .max).day.isEmpty)
    }
}
