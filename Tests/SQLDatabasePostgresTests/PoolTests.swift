import DatabaseTesting
import SQLDatabase
import Testing

@testable import SQLDatabasePostgres

@Suite("the connections of a database", .timeLimit(.minutes(5)), .enabled(if: PostgresServer.isAvailable))
struct PoolTests {
    /// A database of one connection, which is busy until the door is opened.
    private func busyTable(longestWait: Duration) async throws -> (CounterTable, Door, Task<Void, any Error>) {
        var settings = PostgresSettings()
        settings.connections = 1
        settings.longestWait = longestWait
        let table = try await CounterTable(settings)
        let begun = Door()
        let done = Door()
        let holder = Task {
            try await table.database.read { _ in
                begun.open()
                done.wait()
            }
        }
        await begun.opened()
        return (table, done, holder)
    }

    @Test("no more are open than allowed, however many want one")
    func bound() async throws {
        var settings = PostgresSettings()
        settings.connections = 3
        let table = try await CounterTable(settings)
        let processes = try await withThrowingTaskGroup(of: Int64.self) { group in
            for _ in 0..<100 { group.addTask { try await table.database.read { try $0.serverProcess() } } }
            return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
        }
        #expect((1...3).contains(processes.count))
    }

    @Test("whoever waits for one is served in the order of coming")
    func order() async throws {
        let (table, done, holder) = try await busyTable(longestWait: .seconds(60))
        let (served, continuation) = AsyncStream.makeStream(of: Int.self)
        let tasks = await (0..<5).asyncMap { number in
            let task = Task { try await table.database.write { _ in _ = continuation.yield(number) } }
            while table.database.pool.waitingCount <= number { await Task.yield() }
            return task
        }
        done.open()
        for task in tasks { try await task.value }
        try await holder.value
        continuation.finish()
        #expect(await served.reduce(into: []) { $0.append($1) } == [0, 1, 2, 3, 4])
    }

    @Test("whoever waits too long is refused as busy, and the next one is served")
    func patience() async throws {
        let (table, done, holder) = try await busyTable(longestWait: .milliseconds(20))
        for _ in 0..<2 {
            let error = await #expect(throws: SQLDatabaseError.self) { try await table.database.write { _ in } }
            #expect(error?.code == .busy)
        }
        done.open()
        try await holder.value
        try await table.database.write { _ in }
    }

    @Test("a read that waits for one can be cancelled")
    func cancelledWait() async throws {
        let (table, done, holder) = try await busyTable(longestWait: .seconds(60))
        let waiter = Task { try await table.database.read { _ in } }
        while table.database.pool.waitingCount == 0 { await Task.yield() }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        done.open()
        try await holder.value
    }

    @Test("a statement that runs is stopped when its task is cancelled, and the connection serves on")
    func cancelledStatement() async throws {
        var settings = PostgresSettings()
        settings.connections = 1
        let table = try await CounterTable(settings)
        let before = try await table.database.read { try $0.serverProcess() }
        let reader = Task { try await table.database.read { try $0.execute("SELECT pg_sleep(300)") } }
        while try table.outside("SELECT state FROM pg_stat_activity WHERE pid = \(before)") != "active" {
            await Task.yield()
        }
        reader.cancel()
        await #expect(throws: CancellationError.self) { try await reader.value }
        #expect(try await table.database.read { try $0.serverProcess() } == before)
    }

    @Test("a closed database has carried out what came before, refuses what comes after, and has no connections")
    func close() async throws {
        let (table, done, holder) = try await busyTable(longestWait: .seconds(60))
        let writer = Task {
            _ = try await table.database.write { try $0.execute("UPDATE counters SET n = 7 WHERE name = 'a'") }
        }
        while table.database.pool.waitingCount == 0 { await Task.yield() }
        let closer = Task { await table.database.close() }
        done.open()
        await closer.value
        try await holder.value
        try await writer.value
        #expect(try table.counter() == "7")
        let error = await #expect(throws: SQLDatabaseError.self) { try await table.database.read { _ in } }
        #expect(error?.code == .closed)
        await table.database.close()
    }

    @Test("more statements than are kept prepared all run")
    func manyStatements() async throws {
        let table = try await CounterTable()
        let (sum, kept) = try await table.database.read { transaction in
            let sum = try (0..<PostgresConnection.preparedLimit + 50).reduce(0) { sum, number in
                sum + (try transaction.integer("SELECT \(number)") ?? 0)
            }
            return (sum, try transaction.integer("SELECT count(*) FROM pg_prepared_statements"))
        }
        #expect(sum == 349 * 350 / 2)
        #expect(kept == Int64(PostgresConnection.preparedLimit))
    }
}

extension Range<Int> {
    fileprivate func asyncMap<T>(_ transform: (Int) async throws -> T) async rethrows -> [T] {
        var values: [T] = []
        for number in self { values.append(try await transform(number)) }
        return values
    }
}
