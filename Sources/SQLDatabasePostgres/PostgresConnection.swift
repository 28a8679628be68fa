import CPQ
import SQLDatabase

/// One connection to the server, used by one thread at a time.
final class PostgresConnection {
    /// What a statement is prepared for: its text and the types of its values.
    private struct Prepared: Hashable {
        let sql: String
        let types: [Oid]
    }

    /// Statements kept prepared; further ones are prepared anew each time.
    static let preparedLimit = 300

    let cancelKey: CancelKey
    private let pointer: OpaquePointer
    private let warnings: Warnings
    private var prepared: [Prepared: String] = [:]

    /// Opens a connection and demands of it what the guarantees rest on.
    init(_ url: ConnectionURL, _ settings: PostgresSettings) throws(SQLDatabaseError) {
        guard let pointer = Self.connect(url.parameters) else {
            throw SQLDatabaseError(.outOfSpace, "no memory for a connection")
        }
        let message = singleLine(PQerrorMessage(pointer))
        guard PQstatus(pointer) == CONNECTION_OK, let cancelKey = CancelKey(of: pointer) else {
            PQfinish(pointer)
            throw SQLDatabaseError(.io, url.redacting(message))
        }
        self.pointer = pointer
        self.cancelKey = cancelKey
        warnings = Warnings(of: pointer)
        try prepareSession(settings)
    }

    deinit { PQfinish(pointer) }

    private static func connect(_ parameters: [String: String]) -> OpaquePointer? {
        let names = Array(parameters.keys)
        let values = names.map { parameters[$0] ?? "" }
        return withCStrings(names) { names in withCStrings(values) { PQconnectdbParams(names, $0, 0) } }
    }

    /// Whether it can serve another transaction.
    var isUsable: Bool { PQstatus(pointer) == CONNECTION_OK && PQtransactionStatus(pointer) == PQTRANS_IDLE }

    /// Whether a transaction is under way in it, in which no statement has failed.
    var isInTransaction: Bool { PQtransactionStatus(pointer) == PQTRANS_INTRANS }

    /// Runs statements of the driver's own.
    ///
    /// - Returns: the server's word for what the last of them did, and its first row.
    @discardableResult
    func command(_ sql: String) throws(StatementFailure) -> (tag: String, row: [String]) {
        warnings.clear()
        guard let result = PQexec(pointer, sql) else { throw lost(nil) }
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: break
        default: throw failure(result, nil)
        }
        let columns = PQntuples(result) > 0 ? 0..<PQnfields(result) : 0..<0
        let row = columns.map { column in string(PQgetvalue(result, 0, column)) ?? "" }
        return (string(PQcmdStatus(result)) ?? "", row)
    }

    /// Whether the server warned of something while it carried out the last command.
    var hasWarned: Bool { !warnings.isEmpty }

    /// Runs one statement to its end.
    ///
    /// - Parameter row: is handed the result that holds a row, which lives as long as the call.
    /// - Returns: rows inserted, updated or deleted.
    func run(
        _ sql: String,
        _ values: ParameterValues,
        isKept: Bool,
        row: (_ result: OpaquePointer) -> Void
    ) throws(StatementFailure) -> Int {
        try send(sql, values, isKept: isKept)
        PQsetSingleRowMode(pointer)
        var changes = 0
        var failure: StatementFailure?
        while let result = PQgetResult(pointer) {
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_SINGLE_TUPLE: row(result)
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK: changes = Self.changes(of: result)
            case PGRES_EMPTY_QUERY:
                failure = failure ?? StatementFailure(SQLDatabaseError(.statement, "there is no statement", sql: sql))
            default: failure = failure ?? self.failure(result, sql)
            }
        }
        if let failure { throw failure }
        return changes
    }

    private func send(_ sql: String, _ values: ParameterValues, isKept: Bool) throws(StatementFailure) {
        let name = isKept ? try prepare(sql, values.types) : nil
        let count = Int32(values.types.count)
        let isSent = values.withPointers { addresses, lengths, formats in
            if let name { return PQsendQueryPrepared(pointer, name, count, addresses, lengths, formats, 1) }
            return PQsendQueryParams(pointer, sql, count, values.types, addresses, lengths, formats, 1)
        }
        guard isSent == 1 else { throw lost(sql) }
    }

    /// The name of the prepared statement; nil where no more are kept.
    private func prepare(_ sql: String, _ types: [Oid]) throws(StatementFailure) -> String? {
        let key = Prepared(sql: sql, types: types)
        if let name = prepared[key] { return name }
        guard prepared.count < Self.preparedLimit else { return nil }
        let name = "s\(prepared.count)"
        guard let result = PQprepare(pointer, name, sql, Int32(types.count), types) else { throw lost(sql) }
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure(result, sql) }
        prepared[key] = name
        return name
    }

    private func failure(_ result: OpaquePointer, _ sql: String?) -> StatementFailure {
        PQstatus(pointer) == CONNECTION_OK ? StatementFailure(result, sql) : lost(sql)
    }

    private func lost(_ sql: String?) -> StatementFailure {
        StatementFailure(SQLDatabaseError(.io, "the connection to the database broke", sql: sql), .connectionLost)
    }

    /// The server counts the rows of a query too, which are no changes.
    private static func changes(of result: OpaquePointer) -> Int {
        let tag = string(PQcmdStatus(result)) ?? ""
        guard ["INSERT", "UPDATE", "DELETE", "MERGE"].contains(tag.prefix { $0 != " " }) else { return 0 }
        return string(PQcmdTuples(result)).flatMap { Int($0) } ?? 0
    }
}
