import SQLDatabase

/// The statements of one closure on one connection. It holds the connection only while its closure runs.
final class PostgresTransaction: SQLTransaction {
    let dialect = SQLDialect.postgreSQL

    private let texts: StatementTexts
    private let cancellation: ReadCancellation?
    private var connection: PostgresConnection?
    private var isIterating = false

    /// The first failure of a statement; it ends the use of the transaction.
    private(set) var failure: StatementFailure?

    /// - Parameter cancellation: what may stop the statements, of a read.
    init(_ connection: PostgresConnection, _ texts: StatementTexts, _ cancellation: ReadCancellation? = nil) {
        self.connection = connection
        self.texts = texts
        self.cancellation = cancellation
    }

    /// Makes transactions that outlived their closure refuse to be used.
    func end() {
        connection = nil
    }

    func execute(_ sql: String, _ values: [SQLValue]) throws(SQLDatabaseError) -> Int {
        try failing(sql) { try run(sql, values) { _ in } }
    }

    func forEach(_ sql: String, _ values: [SQLValue], _ body: (SQLRow) throws -> Void) throws {
        let columns = PostgresColumns(sql)
        let row = SQLRow(columns)
        var refusal: (any Error)?
        defer { columns.end() }
        try failing(sql) {
            _ = try run(sql, values) { result in
                guard refusal == nil else { return }
                columns.move(to: result)
                isIterating = true
                defer { isIterating = false }
                // The rows left are received and dropped: the server would take a statement that is broken off for
                // a failed one. An error of the body does not fail the transaction, one of a statement does.
                do { try body(row) } catch { refusal = error }
            }
        }
        if let refusal { throw refusal }
    }

    private func run(_ sql: String, _ values: [SQLValue], row: (_ result: OpaquePointer) -> Void) throws -> Int {
        let connection = try usableConnection(for: sql)
        let text = try texts.text(of: sql)
        guard values.count == text.parameterCount else {
            let counts = "\(values.count) values for \(text.parameterCount) parameters"
            throw SQLDatabaseError(.statement, counts, sql: sql)
        }
        return try connection.run(sql, try ParameterValues(values, sql), isKept: text.isKept, row: row)
    }

    /// Notes and maps what goes wrong inside.
    private func failing<T>(_ sql: String, _ body: () throws -> T) throws(SQLDatabaseError) -> T {
        do {
            return try body()
        } catch {
            let failure = self.failure ?? StatementFailure(mapping: error, sql)
            self.failure = failure
            throw failure.error
        }
    }

    private func usableConnection(for sql: String) throws -> PostgresConnection {
        guard let connection else { throw SQLDatabaseError(.closed, "the transaction is over", sql: sql) }
        if let failure { throw failure }
        guard !isIterating else {
            throw SQLDatabaseError(.statement, "another statement's rows are being read", sql: sql)
        }
        if cancellation?.isCancelled == true { throw SQLDatabaseError.readCancelled(sql) }
        guard connection.isInTransaction else {
            throw SQLDatabaseError(.other, "the transaction was ended", sql: sql)
        }
        return connection
    }
}

extension StatementFailure {
    fileprivate init(mapping error: any Error, _ sql: String) {
        switch error {
        case let error as StatementFailure: self = error
        case let error as SQLDatabaseError: self.init(error)
        default: self.init(SQLDatabaseError(.other, "unexpected error", sql: sql, cause: "\(type(of: error))"))
        }
    }
}
