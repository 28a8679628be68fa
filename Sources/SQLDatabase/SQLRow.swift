/// One row of a statement's result, valid during the call that hands it over.
///
/// Columns are counted from 0, in the order of the statement. A column of another type, a column that does not exist
/// and a null where a value was asked for are errors: what a database holds is input like any other.
public struct SQLRow {
    private let source: any SQLRowSource

    /// A row that reads its columns from a driver.
    public init(_ source: any SQLRowSource) {
        self.source = source
    }

    /// How many columns the row has.
    public var columnCount: Int { source.columnCount }

    /// The column's value, whatever its type.
    public func value(_ column: Int) throws(SQLDatabaseError) -> SQLValue {
        guard 0..<source.columnCount ~= column else {
            throw SQLDatabaseError(.unsupportedType, "the row has no column \(column)", sql: source.sql)
        }
        return try source.value(at: column)
    }

    /// The column's integer.
    public func integer(_ column: Int) throws(SQLDatabaseError) -> Int64 {
        guard let value = try integerOrNull(column) else { throw unexpectedNull(column) }
        return value
    }

    /// The column's integer, or nil for null.
    public func integerOrNull(_ column: Int) throws(SQLDatabaseError) -> Int64? {
        switch try value(column) {
        case .integer(let integer): return integer
        case .null: return nil
        case .text, .bytes: throw mismatch(column, "an integer")
        }
    }

    /// The column's text.
    public func text(_ column: Int) throws(SQLDatabaseError) -> String {
        guard let value = try textOrNull(column) else { throw unexpectedNull(column) }
        return value
    }

    /// The column's text, or nil for null.
    public func textOrNull(_ column: Int) throws(SQLDatabaseError) -> String? {
        switch try value(column) {
        case .text(let text): return text
        case .null: return nil
        case .integer, .bytes: throw mismatch(column, "text")
        }
    }

    /// The column's bytes.
    public func bytes(_ column: Int) throws(SQLDatabaseError) -> [UInt8] {
        guard let value = try bytesOrNull(column) else { throw unexpectedNull(column) }
        return value
    }

    /// The column's bytes, or nil for null.
    public func bytesOrNull(_ column: Int) throws(SQLDatabaseError) -> [UInt8]? {
        switch try value(column) {
        case .bytes(let bytes): return bytes
        case .null: return nil
        case .integer, .text: throw mismatch(column, "bytes")
        }
    }

    private func unexpectedNull(_ column: Int) -> SQLDatabaseError {
        SQLDatabaseError(.unsupportedType, "column \(column) is null", sql: source.sql)
    }

    private func mismatch(_ column: Int, _ wanted: String) -> SQLDatabaseError {
        SQLDatabaseError(.unsupportedType, "column \(column) does not hold \(wanted)", sql: source.sql)
    }
}

/// What a driver implements for ``SQLRow``: the columns of the row its statement stands on.
public protocol SQLRowSource {
    /// The statement the row comes from, for errors.
    var sql: String { get }

    /// How many columns the row has.
    var columnCount: Int { get }

    /// The value of a column in `0..<columnCount`.
    ///
    /// - Throws: ``SQLDatabaseError/Code/unsupportedType`` for a type that is not one of ``SQLValue``'s,
    ///   ``SQLDatabaseError/Code/corrupt`` for text that is not UTF-8, ``SQLDatabaseError/Code/closed`` once the
    ///   iteration is over.
    func value(at column: Int) throws(SQLDatabaseError) -> SQLValue
}
