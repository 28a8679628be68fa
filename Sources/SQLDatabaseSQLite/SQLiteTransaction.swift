import GRDB
import GRDBSQLite
import SQLDatabase

/// The statements of one closure on one connection.
///
/// It lives on the connection's queue and holds the connection only while its closure runs.
final class SQLiteTransaction: SQLTransaction {
    let dialect = SQLDialect.sqlite

    private let texts: StatementTexts
    private var connection: Database?
    private var isIterating = false

    /// The first failure of a statement; it ends the use of the transaction.
    private var failure: SQLDatabaseError?

    private init(_ connection: Database, _ texts: StatementTexts) {
        self.connection = connection
        self.texts = texts
    }

    /// Runs a closure in the connection's current transaction, and throws where one of its statements failed even
    /// though the closure went on.
    static func run<T>(
        on connection: Database,
        _ texts: StatementTexts,
        _ body: (any SQLTransaction) throws -> T
    ) throws -> T {
        let transaction = SQLiteTransaction(connection, texts)
        defer { transaction.connection = nil }
        let result = try body(transaction)
        if let failure = transaction.failure { throw failure }
        return result
    }

    func execute(_ sql: String, _ values: [SQLValue]) throws(SQLDatabaseError) -> Int {
        try failing(sql) {
            let connection = try usableConnection(for: sql)
            let statement = try prepare(sql, values, on: connection)
            let before = connection.totalChangesCount
            try statement.execute()
            // A statement that changes no rows by its nature leaves the count of the one before.
            return connection.totalChangesCount == before ? 0 : connection.changesCount
        }
    }

    func forEach(_ sql: String, _ values: [SQLValue], _ body: (SQLRow) throws -> Void) throws {
        let statement = try failing(sql) { try prepare(sql, values, on: try usableConnection(for: sql)) }
        let cursor = try failing(sql) { try Row.fetchCursor(statement) }
        let columns = SQLiteColumns(of: statement.sqliteStatement, sql)
        let row = SQLRow(columns)
        isIterating = true
        defer {
            isIterating = false
            columns.end()
        }
        while try failing(sql, { try cursor.next() != nil }) {
            do {
                try body(row)
            } catch {
                // The end of a statement that writes is where SQLite checks foreign keys.
                while !statement.isReadonly, try failing(sql, { try cursor.next() != nil }) {}
                throw error
            }
        }
    }

    /// Notes and maps what goes wrong inside.
    private func failing<T>(_ sql: String, _ body: () throws -> T) throws(SQLDatabaseError) -> T {
        do {
            return try body()
        } catch {
            let failure = self.failure ?? SQLDatabaseError(error, in: sql)
            self.failure = failure
            throw failure
        }
    }

    private func usableConnection(for sql: String) throws(SQLDatabaseError) -> Database {
        guard let connection else { throw SQLDatabaseError(.closed, "the transaction is over", sql: sql) }
        if let failure { throw failure }
        guard !isIterating else {
            throw SQLDatabaseError(.statement, "another statement's rows are being read", sql: sql)
        }
        guard connection.isInsideTransaction else {
            throw SQLDatabaseError(.other, "the transaction was rolled back", sql: sql)
        }
        return connection
    }

    private func prepare(_ sql: String, _ values: [SQLValue], on connection: Database) throws -> Statement {
        let text = try texts.text(of: sql)
        guard values.count == text.parameterCount else {
            let counts = "\(values.count) values for \(text.parameterCount) parameters"
            throw SQLDatabaseError(.statement, counts, sql: sql)
        }
        let statement =
            text.isKept
            ? try connection.cachedStatement(sql: text.withQuestionMarks)
            : try connection.makeStatement(sql: text.withQuestionMarks)
        // Values are bound behind GRDB's back: it would cut texts at U+0000, and would keep the values for its errors.
        // It is told that the arguments, none that it knows of, are in place. Resetting the statement first makes the
        // reset inside that call, which must not fail, a repetition.
        sqlite3_reset(statement.sqliteStatement)
        statement.setUncheckedArguments([])
        for (index, value) in zip(Int32(1)..., values) { try value.bind(to: statement.sqliteStatement, at: index, sql) }
        return statement
    }
}
