import SQLDatabase
import Testing

@Suite("rows")
struct SQLRowTests {
    /// A row that is there without a database.
    private struct Columns: SQLRowSource {
        let values: [SQLValue]
        let sql = "SELECT a FROM b"
        var columnCount: Int { values.count }

        func value(at column: Int) throws(SQLDatabaseError) -> SQLValue { values[column] }
    }

    private let row = SQLRow(Columns(values: [.integer(.max), .text("é"), .bytes([0]), .null]))

    @Test("a column is read as what it holds")
    func reads() throws {
        #expect(row.columnCount == 4)
        #expect(try row.integer(0) == .max)
        #expect(try row.integerOrNull(0) == .max)
        #expect(try row.text(1) == "é")
        #expect(try row.textOrNull(1) == "é")
        #expect(try row.bytes(2) == [0])
        #expect(try row.bytesOrNull(2) == [0])
        #expect(try row.value(2) == .bytes([0]))
    }

    @Test("null is nil where nil is allowed")
    func nulls() throws {
        #expect(try row.integerOrNull(3) == nil)
        #expect(try row.textOrNull(3) == nil)
        #expect(try row.bytesOrNull(3) == nil)
    }

    @Test("an unexpected null, type or column is an error that names the statement")
    func mismatches() {
        let wrong: [(SQLRow) throws -> Void] = [
            { _ = try $0.integer(1) }, { _ = try $0.integer(2) }, { _ = try $0.integer(3) },
            { _ = try $0.text(0) }, { _ = try $0.text(2) }, { _ = try $0.text(3) },
            { _ = try $0.bytes(0) }, { _ = try $0.bytes(1) }, { _ = try $0.bytes(3) },
            { _ = try $0.integerOrNull(1) }, { _ = try $0.textOrNull(0) }, { _ = try $0.bytesOrNull(1) },
            { _ = try $0.value(4) }, { _ = try $0.value(-1) }, { _ = try $0.textOrNull(.max) },
        ]
        for read in wrong {
            let error = #expect(throws: SQLDatabaseError.self) { try read(row) }
            #expect(error?.code == .unsupportedType)
            #expect(error?.sql == "SELECT a FROM b")
            #expect(error?.message.contains("é") == false)
        }
    }
}
