import GRDBSQLite
import SQLDatabase

/// The columns of the row a statement stands on. One object serves all rows of an iteration and is cut off after it.
final class SQLiteColumns: SQLRowSource {
    let sql: String
    let columnCount: Int

    /// Nil once the iteration is over, when the statement may be gone.
    private var statement: OpaquePointer?

    init(of statement: OpaquePointer, _ sql: String) {
        self.statement = statement
        self.sql = sql
        self.columnCount = Int(sqlite3_column_count(statement))
    }

    /// Makes rows that outlived their iteration refuse to be read.
    func end() {
        statement = nil
    }

    func value(at column: Int) throws(SQLDatabaseError) -> SQLValue {
        guard let statement else { throw SQLDatabaseError(.closed, "the row was read after its iteration", sql: sql) }
        let index = Int32(column)
        switch sqlite3_column_type(statement, index) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, index))
        case SQLITE_TEXT: return .text(try text(statement, index))
        case SQLITE_BLOB: return .bytes(bytes(statement, index))
        default: throw SQLDatabaseError(.unsupportedType, "column \(column) holds a floating-point number", sql: sql)
        }
    }

    private func text(_ statement: OpaquePointer, _ index: Int32) throws(SQLDatabaseError) -> String {
        // The length is asked for after the text, as https://www.sqlite.org/c3ref/column_blob.html prescribes.
        guard let start = sqlite3_column_text(statement, index) else {
            throw SQLDatabaseError(.other, "out of memory", sql: sql)
        }
        let utf8 = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
        guard let text = String(validating: utf8, as: UTF8.self) else {
            throw SQLDatabaseError(.corrupt, "the text of column \(index) is not UTF-8", sql: sql)
        }
        return text
    }

    private func bytes(_ statement: OpaquePointer, _ index: Int32) -> [UInt8] {
        // Null for no bytes at all.
        guard let start = sqlite3_column_blob(statement, index) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index))))
    }
}
