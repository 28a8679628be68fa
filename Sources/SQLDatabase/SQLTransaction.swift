/// The statements of one transaction, handed to the closure of ``SQLDatabase/SQLDatabase/read(_:)`` or
/// ``SQLDatabase/SQLDatabase/write(_:)`` and useless after it.
///
/// Parameters are written `$1`, `$2`, … in any order and as often as needed, without gaps, and bound to the values by
/// number. A parameter has the type of its value, and a null the type that its place has. In results, integers of every
/// width are integers, and what is true is 1, what is false 0.
///
/// One text is one statement. Transactions are begun and ended by the database alone: `BEGIN`, `COMMIT`, `ROLLBACK`,
/// `SAVEPOINT`, `RELEASE`, `SET`, `PRAGMA` and their like are refused, and so are comments that databases end in
/// different places.
///
/// A statement that fails ends the use of the transaction: each later statement throws the same error, and a write
/// transaction is rolled back. Whoever expects a conflict writes `ON CONFLICT` instead of catching the violation.
public protocol SQLTransaction {
    /// The spelling of the statements this transaction understands.
    var dialect: SQLDialect { get }

    /// Runs a statement to its end and drops any rows it returns.
    ///
    /// - Returns: rows inserted, updated or deleted by an `INSERT`, `UPDATE` or `DELETE` itself, not by what it
    ///   cascades to; 0 for any other statement.
    /// - Throws: ``SQLDatabaseError``, also for too few or too many values and for a text that holds U+0000, which not
    ///   every database can store.
    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) throws(SQLDatabaseError) -> Int

    /// Runs a statement that returns rows (`SELECT`, or any with `RETURNING`) and hands them over one by one, in memory
    /// independent of their number.
    ///
    /// A row is valid during its call of `body` only, and `body` runs no other statement of the transaction. A throw of
    /// `body` stops the iteration and is rethrown; the changes of a statement with `RETURNING` are made all the same.
    ///
    /// - Throws: ``SQLDatabaseError`` as ``execute(_:_:)`` does, or what `body` throws.
    func forEach(_ sql: String, _ values: [SQLValue], _ body: (SQLRow) throws -> Void) throws
}

extension SQLTransaction {
    /// Runs a statement without parameters. See ``execute(_:_:)``.
    @discardableResult
    public func execute(_ sql: String) throws(SQLDatabaseError) -> Int {
        try execute(sql, [])
    }

    /// Runs a statement without parameters that returns rows. See ``forEach(_:_:_:)``.
    public func forEach(_ sql: String, _ body: (SQLRow) throws -> Void) throws {
        try forEach(sql, [], body)
    }

    /// All rows of a statement, in memory: the statement bounds their number, usually by `LIMIT`.
    ///
    /// - Throws: ``SQLDatabaseError``, or what `row` throws.
    public func query<T>(_ sql: String, _ values: [SQLValue] = [], _ row: (SQLRow) throws -> T) throws -> [T] {
        var rows: [T] = []
        try forEach(sql, values) { rows.append(try row($0)) }
        return rows
    }

    /// The first row of a statement, or nil where it returns none. Further rows are not read.
    ///
    /// - Throws: ``SQLDatabaseError``, or what `row` throws.
    public func first<T>(_ sql: String, _ values: [SQLValue] = [], _ row: (SQLRow) throws -> T) throws -> T? {
        var found: T?
        do {
            try forEach(sql, values) {
                found = try row($0)
                throw FirstRowFound()
            }
        } catch is FirstRowFound {
            return found
        }
        return nil
    }
}

/// Stops an iteration that has what it looked for.
private struct FirstRowFound: Error {}
