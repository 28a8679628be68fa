import GRDB
import SQLDatabase
import Testing

@testable import SQLDatabaseSQLite

@Suite("transactions of SQLite")
struct SQLiteTransactionTests {
    private func onConnection<T>(_ body: (Database) throws -> T) throws -> T {
        try DatabaseQueue().write(body)
    }

    @Test("a transaction kept beyond its closure refuses")
    func keptTransaction() throws {
        try onConnection { connection in
            let kept = try SQLiteTransaction.run(on: connection, StatementTexts()) { $0 }
            let error = #expect(throws: SQLDatabaseError.self) { try kept.execute("CREATE TABLE a (n INTEGER)") }
            #expect(error?.code == .closed)
        }
    }

    @Test("a row kept beyond its iteration refuses")
    func keptRow() throws {
        try onConnection { connection in
            try SQLiteTransaction.run(on: connection, StatementTexts()) { transaction in
                let kept = try #require(try transaction.first("SELECT 'text'") { $0 })
                let error = #expect(throws: SQLDatabaseError.self) { try kept.text(0) }
                #expect(error?.code == .closed)
            }
        }
    }

    @Test("a foreign key violated by a statement whose rows are not read is found at once")
    func unreadRows() throws {
        let connection = try DatabaseQueue()
        try connection.writeWithoutTransaction { connection in
            try connection.execute(sql: "CREATE TABLE a (n INTEGER PRIMARY KEY, up INTEGER REFERENCES a (n)) STRICT")
            try connection.beginTransaction()
            let insert = "INSERT INTO a (n, up) VALUES (1, 9), (2, 9) RETURNING n"
            _ = try? SQLiteTransaction.run(on: connection, StatementTexts()) { transaction in
                let error = #expect(throws: SQLDatabaseError.self) {
                    try transaction.first(insert) { try $0.integer(0) }
                }
                #expect(error?.code == .foreignKeyViolation)
            }
            try connection.rollback()
        }
    }

    @Test("what the seam has no type for is an error, not a guess", arguments: ["SELECT 1.5", "SELECT 9e999"])
    func floatingPoint(_ statement: String) throws {
        let error = #expect(throws: SQLDatabaseError.self) {
            try onConnection { connection in
                try SQLiteTransaction.run(on: connection, StatementTexts()) { transaction in
                    try transaction.query(statement) { try $0.value(0) }
                }
            }
        }
        #expect(error?.code == .unsupportedType)
    }

    @Test("text in the file that is not UTF-8 is damage; text with U+0000 comes back whole")
    func oddText() throws {
        try onConnection { connection in
            let whole = try SQLiteTransaction.run(on: connection, StatementTexts()) { transaction in
                try transaction.first("SELECT CAST(x'610062' AS TEXT)") { try $0.text(0) }
            }
            #expect(whole == "a\u{0}b")
        }
        let error = #expect(throws: SQLDatabaseError.self) {
            try onConnection { connection in
                try SQLiteTransaction.run(on: connection, StatementTexts()) { transaction in
                    try transaction.first("SELECT CAST(x'61ff' AS TEXT)") { try $0.text(0) }
                }
            }
        }
        #expect(error?.code == .corrupt)
    }

    @Test("a statement that failed can be run again in a later transaction")
    func afterFailure() throws {
        let texts = StatementTexts()
        try onConnection { connection in
            try connection.execute(sql: "CREATE TABLE a (n INTEGER PRIMARY KEY) STRICT")
            let insert = "INSERT INTO a (n) VALUES ($1)"
            try SQLiteTransaction.run(on: connection, texts) { _ = try $0.execute(insert, [1]) }
            #expect(throws: SQLDatabaseError.self) {
                try SQLiteTransaction.run(on: connection, texts) { _ = try $0.execute(insert, [1]) }
            }
            try SQLiteTransaction.run(on: connection, texts) { _ = try $0.execute(insert, [2]) }
            #expect(try Int.fetchOne(connection, sql: "SELECT count(*) FROM a") == 2)
        }
    }

    @Test("more statements than are kept all run")
    func unkept() async throws {
        let database = try SQLiteDatabase.inMemory()
        let sum = try await database.read { transaction in
            try (0..<StatementTexts.limit + 100).reduce(0) { sum, number in
                sum + (try transaction.first("SELECT \(number)") { try $0.integer(0) } ?? 0)
            }
        }
        #expect(sum == 1099 * 1100 / 2)
        try await database.close()
    }
}
