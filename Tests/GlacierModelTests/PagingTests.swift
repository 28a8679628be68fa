import GlacierModel
import Testing

@Suite("Pages")
struct PagingTests {
    @Test(
        "a limit is clamped to the maximum, which is also the default",
        arguments: [
            (nil, 50), ("1", 1), ("2", 2), ("49", 49), ("50", 50), ("51", 50), ("1000", 50), ("007", 7),
            ("9223372036854775807", 50), ("9223372036854775808", 50), ("99999999999999999999999", 50),
        ] as [(String?, Int)]
    )
    func clampsLimit(_ text: String?, _ count: Int) throws {
        #expect(try PageLimit(query: text, maximum: 50).count == count)
    }

    @Test(
        "a limit below 1, or that is no whole number, is refused as sent",
        arguments: ["", "0", "000", "-1", "-0", "+1", "1.0", " 1", "1 ", "ten", "1e1", "0x1", "٣", "1\u{301}"]
    )
    func refusesLimit(_ text: String) {
        #expect(throws: ServiceError.invalidLimit(text)) { try PageLimit(query: text, maximum: 50) }
    }

    @Test(
        "a page names the first item that it leaves out, and none when it is exactly full",
        arguments: [(0, [], nil), (1, [1], nil), (2, [1, 2], nil), (3, [1, 2, 3], nil), (4, [1, 2, 3], 4)]
            as [(Int, [Int], Int?)]
    )
    func cutsPage(_ count: Int, _ items: [Int], _ next: Int?) {
        let page = Page(found: Array(1...4).prefix(count).map(\.self), limit: 3)
        #expect(page.items == items)
        #expect(page.next == next)
    }
}
