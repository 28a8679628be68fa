import DatabaseTesting
import SQLDatabase
import SQLDatabasePostgres
import Testing

@Suite("connections that break", .timeLimit(.minutes(5)), .enabled(if: PostgresServer.isAvailable))
struct BrokenConnectionTests {
    private func end(_ process: Int64, of table: CounterTable) throws {
        // With a second argument it waits until the process is gone.
        try table.outside("SELECT pg_terminate_backend(\(process), 10000)")
    }

    @Test("between two transactions, nobody notices")
    func between() async throws {
        let table = try await CounterTable()
        let first = try await table.database.read { try $0.serverProcess() }
        try end(first, of: table)
        let second = try await table.database.read { try $0.serverProcess() }
        #expect(second != first)
        try end(second, of: table)
        try await table.database.write { try $0.execute("UPDATE counters SET n = n + 1 WHERE name = 'a'") }
        #expect(try table.counter() == "1")
    }

    @Test("in a read, that fails, and the next one does not")
    func inRead() async throws {
        let table = try await CounterTable()
        let calls = Count()
        let error = await #expect(throws: SQLDatabaseError.self) {
            try await table.database.read { transaction in
                calls.up()
                try end(try transaction.serverProcess(), of: table)
                return try transaction.integer("SELECT n FROM counters WHERE name = 'a'")
            }
        }
        #expect(error?.code == .io)
        #expect(calls.value == 1)
        #expect(try await table.database.read { try $0.integer("SELECT n FROM counters WHERE name = 'a'") } == 0)
    }

    @Test("in a write before its commit, that is begun again on another one and done once")
    func inWrite() async throws {
        let table = try await CounterTable()
        let attempts = Count()
        try await table.database.write { transaction in
            try transaction.execute("UPDATE counters SET n = n + 1 WHERE name = 'a'")
            if attempts.up() == 1 { try end(try transaction.serverProcess(), of: table) }
            try transaction.execute("UPDATE counters SET n = n + 1 WHERE name = 'b'")
        }
        #expect(attempts.value == 2)
        #expect(try table.counter("a") == "1")
        #expect(try table.counter("b") == "1")
    }

    @Test("in a write again and again, that fails in the end")
    func everyTime() async throws {
        let table = try await CounterTable()
        let attempts = Count()
        let error = await #expect(throws: SQLDatabaseError.self) {
            try await table.database.write { transaction in
                attempts.up()
                try end(try transaction.serverProcess(), of: table)
                try transaction.execute("UPDATE counters SET n = n + 1 WHERE name = 'a'")
            }
        }
        #expect(error?.code == .io)
        #expect(attempts.value == 4)
        #expect(try table.counter() == "0")
    }

    /// What the server runs within the commit: a deferred trigger with the given body.
    private func atCommit(_ body: String, in table: CounterTable) throws {
        try table.outside(
            """
            CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql
            AS $body$ BEGIN \(body); RETURN NULL; END $body$
            """
        )
        try table.outside(
            """
            CREATE CONSTRAINT TRIGGER at_commit AFTER UPDATE ON counters DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION at_commit()
            """
        )
    }

    @Test("in the commit, the outcome is not known, and nothing is done twice")
    func inCommit() async throws {
        let table = try await CounterTable()
        try atCommit("PERFORM pg_terminate_backend(pg_backend_pid())", in: table)
        let attempts = Count()
        let error = await #expect(throws: SQLDatabaseError.self) {
            try await table.database.write { transaction in
                attempts.up()
                try transaction.execute("UPDATE counters SET n = n + 1 WHERE name = 'a'")
            }
        }
        #expect(error?.code == .io)
        #expect(error?.message.contains("not known") == true)
        #expect(attempts.value == 1)
        #expect(try await table.database.read { try $0.integer("SELECT n FROM counters WHERE name = 'a'") } == 0)
    }

    /// As a server does that stops waiting for its standbys.
    @Test("a commit that the server warns of is not taken for a safe one")
    func warnedCommit() async throws {
        let table = try await CounterTable()
        try atCommit("RAISE WARNING 'canceling wait for synchronous replication'", in: table)
        let error = await #expect(throws: SQLDatabaseError.self) {
            try await table.database.write { try $0.execute("UPDATE counters SET n = n + 1 WHERE name = 'a'") }
        }
        #expect(error?.code == .io)
        #expect(error?.message.contains("not known") == true)
    }

    @Test("a commit that the server refuses has changed nothing")
    func refusedCommit() async throws {
        let table = try await CounterTable()
        try atCommit("RAISE unique_violation", in: table)
        let error = await #expect(throws: SQLDatabaseError.self) {
            try await table.database.write { try $0.execute("UPDATE counters SET n = n + 1 WHERE name = 'a'") }
        }
        #expect(error?.code == .uniqueViolation)
        #expect(try table.counter() == "0")
    }
}
