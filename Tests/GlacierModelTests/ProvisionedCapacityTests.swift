import GlacierModel
import Testing

@Suite("Provisioned capacity")
struct ProvisionedCapacityTests {
    @Test(
        "a unit lasts one calendar month from its start, in whole seconds",
        arguments: [
            // The example of the API's documentation.
            (1_478_983_125_999, "2016-11-12T20:38:45.000Z", "2016-12-12T20:38:45.000Z"),
            (1_788_220_799_001, "2026-08-31T23:59:59.000Z", "2026-09-30T23:59:59.000Z"),
            (1_769_817_600_000, "2026-01-31T00:00:00.000Z", "2026-02-28T00:00:00.000Z"),
            (1_706_702_400_500, "2024-01-31T12:00:00.000Z", "2024-02-29T12:00:00.000Z"),
            (4_104_972_000_000, "2100-01-30T06:00:00.000Z", "2100-02-28T06:00:00.000Z"),
            (1_767_225_599_999, "2025-12-31T23:59:59.000Z", "2026-01-31T23:59:59.000Z"),
            (1_772_272_800_000, "2026-02-28T10:00:00.000Z", "2026-03-28T10:00:00.000Z"),
            (1_774_918_923_004, "2026-03-31T01:02:03.000Z", "2026-04-30T01:02:03.000Z"),
            (-500, "1969-12-31T23:59:59.000Z", "1970-01-31T23:59:59.000Z"),
        ] as [(Int64, String, String)]
    )
    func lastsAMonth(_ milliseconds: Int64, _ start: String, _ end: String) throws {
        let unit = ProvisionedCapacityUnit(
            id: try CapacityID("zSaq7NzHFQDANTfQkDen4V7z"),
            purchasedAt: Timestamp(milliseconds: milliseconds)
        )
        #expect(unit.startDate.millisecondsText == start)
        #expect(unit.expirationDate.millisecondsText == end)
    }

    @Test("the ends of time have a month later too", arguments: [Int64.min, .min + 1, .max])
    func clamps(_ milliseconds: Int64) {
        let moment = Timestamp(milliseconds: milliseconds)
        #expect(moment.wholeSecond <= moment)
        #expect(moment.wholeSecond.oneMonthLater > moment || moment.oneMonthLater == Timestamp(milliseconds: .max))
    }
}
