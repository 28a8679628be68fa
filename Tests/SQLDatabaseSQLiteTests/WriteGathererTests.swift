import GRDB
import SQLDatabase
import Testing

@testable import SQLDatabaseSQLite

@Suite("gathering of writes", .timeLimit(.minutes(10)))
struct WriteGathererTests {
    /// A database in memory with a table of numbers.
    private func database() async throws -> SQLiteDatabase {
        let database = try SQLiteDatabase.inMemory()
        try await database.write { try $0.execute("CREATE TABLE a (n INTEGER PRIMARY KEY, t TEXT) STRICT") }
        return database
    }

    private func numbers(in database: SQLiteDatabase) async throws -> [Int64] {
        try await database.read { try $0.query("SELECT n FROM a ORDER BY n") { try $0.integer(0) } }
    }

    @Test(
        "writes that wait for one another share a commit, up to the limit",
        arguments: [(100, 1), (255, 1), (600, 3)]
    )
    func shared(waiting: Int, commits: Int) async throws {
        let database = try await database()
        let journal = try await database.observeCommits()
        let held = await HeldWriter(of: database)
        var writes: [Task<Int, any Error>] = []
        for number in 1...waiting {
            writes.append(await held.queue { try $0.execute("INSERT INTO a (n) VALUES ($1)", [SQLValue(number)]) })
        }
        try await held.release()
        for write in writes { #expect(try await write.value == 1) }
        // The write that held the connection is in the first of them.
        #expect(journal.all == Array(repeating: "commit", count: commits))
        #expect(try await numbers(in: database).count == waiting)
        try await database.close()
    }

    @Test("a write alone is a commit of its own")
    func alone() async throws {
        let database = try await database()
        let journal = try await database.observeCommits()
        for _ in 1...3 { try await database.write { try $0.execute("INSERT INTO a (t) VALUES ('a')") } }
        #expect(journal.all == ["commit", "commit", "commit"])
        try await database.close()
    }

    @Test("thousands of waiting writes are all carried out")
    func thousands() async throws {
        let database = try await database()
        let held = await HeldWriter(of: database)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...5000 {
                group.addTask { _ = try await database.write { try $0.execute("INSERT INTO a DEFAULT VALUES") } }
            }
            while database.gatherer.waitingCount < 5000 { await Task.yield() }
            try await held.release()
            try await group.waitForAll()
        }
        #expect(try await numbers(in: database).count == 5000)
        try await database.close()
    }

    @Test("a write that throws takes nothing of its neighbours with it")
    func neighbourThrows() async throws {
        let database = try await database()
        let journal = try await database.observeCommits()
        let held = await HeldWriter(of: database)
        let first = await held.queue { try $0.execute("INSERT INTO a (n) VALUES (1)") }
        let second = await held.queue { transaction in
            try transaction.execute("INSERT INTO a (n) VALUES (2)")
            throw CancellationError()
        }
        let third = await held.queue { try $0.execute("INSERT INTO a (n) VALUES (1)") }
        let fourth = await held.queue { try $0.execute("INSERT INTO a (n) VALUES (4)") }
        try await held.release()
        #expect(try await first.value == 1)
        await #expect(throws: CancellationError.self) { try await second.value }
        let error = await #expect(throws: SQLDatabaseError.self) { try await third.value }
        #expect(error?.code == .uniqueViolation)
        #expect(try await fourth.value == 1)
        #expect(try await numbers(in: database) == [1, 4])
        #expect(journal.all == ["commit"])
        try await database.close()
    }

    @Test("cancelling a task that waits in the queue disturbs neither its write nor its neighbours'")
    func cancelled() async throws {
        let database = try await database()
        let held = await HeldWriter(of: database)
        let first = await held.queue { try $0.execute("INSERT INTO a (n) VALUES (1)") }
        let second = await held.queue { try $0.execute("INSERT INTO a (n) VALUES (2)") }
        first.cancel()
        try await held.release()
        #expect(try await first.value == 1)
        #expect(try await second.value == 1)
        #expect(try await numbers(in: database) == [1, 2])
        try await database.close()
    }

    @Test("a write lock that another process holds is reported, and no longer once it is released")
    func busy() async throws {
        try await withDatabaseFile { path in
            let database = try SQLiteDatabase(path: path)
            try await database.write { try $0.execute("CREATE TABLE a (n INTEGER PRIMARY KEY, t TEXT) STRICT") }
            try await database.pragma("busy_timeout = 0")
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: path, configuration: configuration)
            try await other.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
            let error = await #expect(throws: SQLDatabaseError.self) {
                try await database.write { try $0.execute("INSERT INTO a (n) VALUES (1)") }
            }
            #expect(error?.code == .busy)
            try await other.writeWithoutTransaction { try $0.rollback() }
            try await database.write { try $0.execute("INSERT INTO a (n) VALUES (2)") }
            #expect(try await numbers(in: database) == [2])
            try other.close()
            try await database.close()
        }
    }
}
