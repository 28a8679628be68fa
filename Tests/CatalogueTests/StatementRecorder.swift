import SQLDatabase
import Synchronization

/// The statements that went through a database, each with values it was run with.
final class StatementLog: Sendable {
    private let seen = Mutex<[String: [SQLValue]]>([:])

    var statements: [String: [SQLValue]] { seen.withLock { $0 } }

    func note(_ sql: String, _ values: [SQLValue]) {
        seen.withLock { $0[sql] = values }
    }
}

/// A database that notes what runs on the one behind it.
struct StatementRecorder: SQLDatabase {
    let base: any SQLDatabase
    let log: StatementLog

    var dialect: SQLDialect { base.dialect }

    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        try await base.read { [log] tx in try body(RecordedTransaction(base: tx, log: log)) }
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        try await base.write { [log] tx in try body(RecordedTransaction(base: tx, log: log)) }
    }
}

private struct RecordedTransaction: SQLTransaction {
    let base: any SQLTransaction
    let log: StatementLog

    var dialect: SQLDialect { base.dialect }

    func execute(_ sql: String, _ values: [SQLValue]) throws(SQLDatabaseError) -> Int {
        log.note(sql, values)
        return try base.execute(sql, values)
    }

    func forEach(_ sql: String, _ values: [SQLValue], _ body: (SQLRow) throws -> Void) throws {
        log.note(sql, values)
        try base.forEach(sql, values, body)
    }
}
