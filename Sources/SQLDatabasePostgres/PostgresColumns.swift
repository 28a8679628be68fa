import CPQ
import SQLDatabase

/// The columns of the row that was received last. One object serves all rows of an iteration and is cut off after it.
///
/// Integers of every width are integers, and truth values are 1 and 0, as they are where a database has no type for
/// them.
final class PostgresColumns: SQLRowSource {
    let sql: String
    private(set) var columnCount = 0

    /// Nil once the iteration is over.
    private var result: OpaquePointer?

    init(_ sql: String) {
        self.sql = sql
    }

    /// Goes to a row, which has a result of its own.
    func move(to result: OpaquePointer) {
        self.result = result
        columnCount = Int(PQnfields(result))
    }

    /// Makes rows that outlived their iteration refuse to be read.
    func end() {
        result = nil
    }

    func value(at column: Int) throws(SQLDatabaseError) -> SQLValue {
        guard let result else { throw SQLDatabaseError(.closed, "the row was read after its iteration", sql: sql) }
        let index = Int32(column)
        if PQgetisnull(result, 0, index) == 1 { return .null }
        let length = Int(PQgetlength(result, 0, index))
        let bytes = UnsafeRawBufferPointer(start: PQgetvalue(result, 0, index), count: length)
        switch (PQftype(result, index), length) {
        case (ServerType.int8, 8): return .integer(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        case (ServerType.int4, 4): return .integer(Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
        case (ServerType.int2, 2): return .integer(Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
        case (ServerType.bool, 1): return .integer(bytes[0] == 0 ? 0 : 1)
        case (ServerType.bytea, _): return .bytes([UInt8](bytes))
        case (ServerType.text, _), (ServerType.varchar, _), (ServerType.bpchar, _), (ServerType.name, _):
            return .text(try text(bytes, column))
        case (let type, _):
            let message = "column \(column) holds a type that is none of the four"
            throw SQLDatabaseError(.unsupportedType, message, sql: sql, cause: "type \(type)")
        }
    }

    private func text(_ bytes: UnsafeRawBufferPointer, _ column: Int) throws(SQLDatabaseError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SQLDatabaseError(.corrupt, "the text of column \(column) is not UTF-8", sql: sql)
        }
        return text
    }
}
