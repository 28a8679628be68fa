import DatabaseTesting
import SQLDatabase
import SQLDatabasePostgres
import Synchronization

/// A table of two counters in a schema of its own, and what others do to it behind the database's back.
struct CounterTable: Sendable {
    let schema: PostgresSchema
    let database: PostgresDatabase

    init(_ settings: PostgresSettings = PostgresSettings(), options: String = "") async throws {
        schema = try PostgresSchema(options: options)
        database = try await schema.open(settings)
        try outside("CREATE TABLE counters (name TEXT PRIMARY KEY, n BIGINT NOT NULL)")
        try outside("INSERT INTO counters (name, n) VALUES ('a', 0), ('b', 0)")
    }

    /// Runs a statement over a connection of its own.
    @discardableResult
    func outside(_ statement: String) throws -> String? {
        try PostgresServer.run([statement], at: schema.url)
    }

    func counter(_ name: String = "a") throws -> String? {
        try outside("SELECT n FROM counters WHERE name = '\(name)'")
    }
}

/// Any bytes.
let chance: @Sendable (Int) -> [UInt8] = { count in (0..<count).map { _ in UInt8.random(in: .min ... .max) } }

extension SQLTransaction {
    /// The one integer of a statement that returns one.
    func integer(_ sql: String, _ values: [SQLValue] = []) throws -> Int64? {
        try first(sql, values) { try $0.integer(0) }
    }

    /// The number of the server's process that works for this transaction.
    func serverProcess() throws -> Int64 {
        try integer("SELECT pg_backend_pid()") ?? 0
    }
}

/// How often something happened, counted from anywhere.
final class Count: Sendable {
    private let number = Mutex(0)

    var value: Int { number.withLock { $0 } }

    /// - Returns: how often it happened, this time included.
    @discardableResult
    func up() -> Int {
        number.withLock {
            $0 += 1
            return $0
        }
    }
}
