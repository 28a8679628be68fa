import SQLDatabase
import Testing

@Suite("values")
struct SQLValueTests {
    @Test("what is absent becomes null")
    func absent() {
        #expect(SQLValue(nil as Int64?) == .null)
        #expect(SQLValue(nil as Int?) == .null)
        #expect(SQLValue(nil as Bool?) == .null)
        #expect(SQLValue(nil as String?) == .null)
        #expect(SQLValue(nil as [UInt8]?) == .null)
    }

    @Test("what is present becomes itself, truth 1 and 0")
    func present() {
        #expect(SQLValue(Int64.min) == .integer(.min))
        #expect(SQLValue(7 as Int) == .integer(7))
        #expect(SQLValue(true) == .integer(1))
        #expect(SQLValue(false) == .integer(0))
        #expect(SQLValue("text" as String?) == .text("text"))
        #expect(SQLValue([1, 2] as [UInt8]) == .bytes([1, 2]))
    }

    @Test("empty is not null")
    func empty() {
        #expect(SQLValue("") == .text(""))
        #expect(SQLValue([] as [UInt8]) == .bytes([]))
    }

    @Test("literals are values")
    func literals() {
        let values: [SQLValue] = [1, "a", .null]
        #expect(values == [.integer(1), .text("a"), .null])
    }
}
