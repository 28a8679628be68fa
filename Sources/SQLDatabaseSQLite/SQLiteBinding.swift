import GRDBSQLite
import SQLDatabase

extension SQLValue {
    /// `SQLITE_TRANSIENT`, a macro that is not imported: SQLite copies what it is given before the call returns. The
    /// value is the one sqlite3.h defines, the address -1, which SQLite compares and never calls.
    ///
    /// Source: https://www.sqlite.org/c3ref/c_static.html
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    /// Binds the value to a parameter, counted from 1.
    func bind(to statement: OpaquePointer, at index: Int32, _ sql: String) throws(SQLDatabaseError) {
        let code =
            switch self {
            case .null: sqlite3_bind_null(statement, index)
            case .integer(let integer): sqlite3_bind_int64(statement, index, integer)
            case .text(let text): try Self.bind(text, to: statement, at: index, sql)
            case .bytes(let bytes): Self.bind(bytes, to: statement, at: index)
            }
        guard code == SQLITE_OK else {
            let message = code == SQLITE_TOOBIG ? "the value of $\(index) is too large" : "$\(index) cannot be bound"
            throw SQLDatabaseError(.unsupportedType, message, sql: sql, cause: "SQLite \(code)")
        }
    }

    private static func bind(
        _ text: String,
        to statement: OpaquePointer,
        at index: Int32,
        _ sql: String
    ) throws(SQLDatabaseError) -> Int32 {
        var text = text
        let code: Int32? = text.withUTF8 { utf8 in
            guard !utf8.contains(0) else { return nil }
            // A null pointer would bind null in place of the empty text.
            guard let start = utf8.baseAddress, !utf8.isEmpty else {
                return sqlite3_bind_text64(statement, index, "", 0, copied, UInt8(SQLITE_UTF8))
            }
            return start.withMemoryRebound(to: CChar.self, capacity: utf8.count) { start in
                sqlite3_bind_text64(statement, index, start, UInt64(utf8.count), copied, UInt8(SQLITE_UTF8))
            }
        }
        guard let code else {
            throw SQLDatabaseError(.unsupportedType, "the text of $\(index) holds U+0000", sql: sql)
        }
        return code
    }

    private static func bind(_ bytes: [UInt8], to statement: OpaquePointer, at index: Int32) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            // A null pointer would bind null in place of no bytes.
            guard let start = buffer.baseAddress, !buffer.isEmpty else {
                return sqlite3_bind_zeroblob(statement, index, 0)
            }
            return sqlite3_bind_blob64(statement, index, start, UInt64(buffer.count), copied)
        }
    }
}
