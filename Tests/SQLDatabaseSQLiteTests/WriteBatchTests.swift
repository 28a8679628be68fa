import GRDB
import SQLDatabase
import Testing

@testable import SQLDatabaseSQLite

/// One batch at a time, on a connection of its own, everything noted in order.
@Suite("a batch of writes")
struct WriteBatchTests {
    private let journal = Journal()
    private let connection: DatabaseQueue
    private let texts = StatementTexts()

    init() throws {
        connection = try DatabaseQueue()
        try connection.inDatabase { connection in
            try connection.execute(
                sql: """
                    CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT;
                    CREATE TABLE a (
                        n INTEGER PRIMARY KEY,
                        parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED,
                        b BLOB
                    ) STRICT
                    """
            )
            connection.add(transactionObserver: CommitObserver(journal), extent: .databaseLifetime)
        }
    }

    private func write(
        _ name: String,
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Void
    ) -> PendingWrite {
        PendingWrite(
            attempt: { [journal] transaction in
                journal.note("\(name) runs")
                try body(transaction)
                return { journal.note("\(name) done") }
            },
            fail: { [journal] error in
                let code = (error as? SQLDatabaseError).map { "\($0.code)" }
                journal.note("\(name) failed: \(code ?? "\(error)")")
            }
        )
    }

    private func insert(_ number: Int64) -> PendingWrite {
        write("\(number)") { try $0.execute("INSERT INTO a (n) VALUES ($1)", [.integer(number)]) }
    }

    private func run(_ writes: [PendingWrite]) throws -> [String] {
        connection.inDatabase { connection in
            var waiting = writes[...]
            WriteBatch(connection, texts).run { count in
                defer { waiting = waiting.dropFirst(count) }
                return waiting.prefix(count)
            }
        }
        return journal.all
    }

    private func numbers() throws -> [Int64] {
        try connection.read { try Int64.fetchAll($0, sql: "SELECT n FROM a ORDER BY n") }
    }

    @Test("nobody is told anything before the commit")
    func order() throws {
        let refused = write("2") { _ in throw CancellationError() }
        let events = try run([insert(1), refused, insert(3)])
        #expect(
            events == ["1 runs", "2 runs", "3 runs", "commit", "1 done", "2 failed: CancellationError()", "3 done"]
        )
        #expect(try numbers() == [1, 3])
    }

    @Test("when the commit fails, each write is run again alone, also one that had thrown because of a neighbour")
    func commitFails() throws {
        let orphan = write("2") { try $0.execute("INSERT INTO a (n, parent) VALUES (2, 99)") }
        let watcher = write("3") { transaction in
            let seen = try transaction.first("SELECT count(*) FROM a WHERE n = 2") { try $0.integer(0) }
            if seen != 0 { throw CancellationError() }
            try transaction.execute("INSERT INTO a (n) VALUES (3)")
        }
        let events = try run([insert(1), orphan, watcher])
        #expect(
            events == [
                "1 runs", "2 runs", "3 runs", "rollback",
                "1 runs", "commit", "1 done",
                "2 runs", "rollback", "2 failed: foreignKeyViolation",
                "3 runs", "commit", "3 done",
            ]
        )
        #expect(try numbers() == [1, 3])
    }

    @Test("a statement that rolls the whole transaction back costs its neighbours nothing")
    func rollbackByStatement() throws {
        let breaker = write("2") { transaction in
            _ = try? transaction.execute("INSERT OR ROLLBACK INTO a (n) VALUES (1)")
            _ = try? transaction.execute("INSERT INTO a (n) VALUES (22)")
        }
        let events = try run([insert(1), breaker, insert(3)])
        #expect(
            events == [
                "1 runs", "2 runs",
                "1 runs", "commit", "1 done",
                "2 runs", "2 failed: uniqueViolation",
                "3 runs", "commit", "3 done",
            ]
        )
        #expect(try numbers() == [1, 3])
    }

    @Test(
        "a closure that tries to end the transaction ends only itself",
        arguments: ["COMMIT", "ROLLBACK", "RELEASE one_write"]
    )
    func transactionControl(_ statement: String) throws {
        let breaker = write("2") { transaction in
            try transaction.execute("INSERT INTO a (n) VALUES (2)")
            _ = try? transaction.execute(statement)
        }
        let events = try run([insert(1), breaker, insert(3)])
        #expect(events == ["1 runs", "2 runs", "3 runs", "commit", "1 done", "2 failed: statement", "3 done"])
        #expect(try numbers() == [1, 3])
    }

    @Test("a full database fails the write that does not fit and no other")
    func full() throws {
        try connection.inDatabase { connection in
            let pages = try Int.fetchOne(connection, sql: "PRAGMA page_count") ?? 0
            try connection.execute(sql: "PRAGMA max_page_count = \(pages + 4)")
        }
        let large = write("2") { transaction in
            try transaction.execute(
                "INSERT INTO a (n, b) VALUES (2, $1)",
                [.bytes(Array(repeating: 7, count: 1 << 20))]
            )
        }
        let events = try run([insert(1), large, insert(3)])
        #expect(events.filter { $0.hasSuffix("done") } == ["1 done", "3 done"])
        #expect(events.filter { $0.contains("failed") } == ["2 failed: outOfSpace"])
        #expect(try numbers() == [1, 3])
    }

    @Test("when no transaction can be begun, the waiting writes are told so")
    func cannotBegin() throws {
        try connection.inDatabase { try $0.execute(sql: "PRAGMA query_only = 1") }
        let events = try run([insert(1), insert(2)])
        #expect(events == ["1 failed: readOnly", "2 failed: readOnly"])
    }
}
