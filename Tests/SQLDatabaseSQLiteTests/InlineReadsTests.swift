import Dispatch
import Foundation
import GRDB
import SQLDatabase
import Synchronization
import Testing

@testable import SQLDatabaseSQLite

@Suite("reads on the thread that asks")
struct InlineReadsTests {
    private func withDatabase(_ body: (SQLiteDatabase) async throws -> Void) async throws {
        try await withDatabaseFile { path in
            let database = try SQLiteDatabase(path: path, inlineReads: 1)
            try await database.write { transaction in
                try transaction.execute("CREATE TABLE numbers (n INTEGER NOT NULL) STRICT")
                try transaction.execute("INSERT INTO numbers VALUES (1), (2), (3)")
            }
            try await body(database)
            try await database.close()
        }
    }

    @Test("there are no more of them than are allowed, and each gives its turn back")
    func bounds() throws {
        let reads = InlineReads(limit: 2) { try DatabaseQueue() }
        let first = try #require(reads.take()), second = try #require(reads.take())
        #expect(reads.take() == nil)
        first.giveBack()
        #expect(reads.take() != nil)
        second.giveBack()
        #expect(InlineReads(limit: 0) { try DatabaseQueue() }.take() == nil)
    }

    @Test("where no connection can be had there is no turn, and a later one gets it")
    func opensLater() throws {
        struct Refused: Error {}
        let isRefused = Mutex(true)
        let reads = InlineReads(limit: 1) {
            if isRefused.withLock({ $0 }) { throw Refused() }
            return try DatabaseQueue()
        }
        #expect(reads.take() == nil)
        isRefused.withLock { $0 = false }
        #expect(reads.take() != nil)
    }

    @Test("a read does not block the thread on which the reader of another one is given back", .timeLimit(.minutes(1)))
    func neverWaitsForTheOthers() async throws {
        try await withDatabaseFile { path in
            let database = try SQLiteDatabase(path: path, readers: 1, inlineReads: 1)
            let loop = SingleThread(), other = SingleThread()
            let (turnTaken, hasTurn) = AsyncStream<Void>.makeStream()
            let turnEnds = DispatchSemaphore(value: 0), readerEnds = DispatchSemaphore(value: 0)
            let (readerTaken, hasReader) = AsyncStream<Void>.makeStream()
            // The only turn is taken, so that the next read goes the longer way.
            async let first: Void = withTaskExecutorPreference(other) {
                try await database.read { _ in
                    hasTurn.finish()
                    turnEnds.wait()
                }
            }
            for await _ in turnTaken {}
            async let second: Void = withTaskExecutorPreference(loop) {
                try await database.read { _ in
                    hasReader.finish()
                    readerEnds.wait()
                }
            }
            for await _ in readerTaken {}
            turnEnds.signal()
            try await first
            // The turn is free again, while the only reader is still held by a task of the loop.
            try await withTaskExecutorPreference(loop) { try await database.read { _ in } }
            readerEnds.signal()
            try await second
            try await database.close()
        }
    }

    @Test("they see what was written before, also when many ask at once")
    func reads() async throws {
        try await withDatabase { database in
            let sums = try await withThrowingTaskGroup(of: Int64?.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await database.read { try $0.first("SELECT sum(n) FROM numbers") { try $0.integer(0) } }
                    }
                }
                return try await group.reduce(into: Set<Int64?>()) { $0.insert($1) }
            }
            #expect(sums == [6])
        }
    }

    @Test("a read whose task is cancelled midway is interrupted, and the connection serves the next one")
    func interrupts() async throws {
        try await withDatabase { database in
            let read = Task {
                try await database.read { transaction in
                    withUnsafeCurrentTask { $0?.cancel() }
                    // It would take for ever.
                    return try transaction.first(
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
                    ) { try $0.integer(0) }
                }
            }
            await #expect(throws: CancellationError.self) { try await read.value }
            let one = try await database.read { try $0.first("SELECT 1") { try $0.integer(0) } }
            #expect(one == 1)
        }
    }

    @Test("a database that is dropped after such a read leaves no log behind")
    func leavesNoLog() async throws {
        try await withDatabaseFile { path in
            try await useAndDrop(path)
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        }
    }

    private func useAndDrop(_ path: String) async throws {
        let database = try SQLiteDatabase(path: path, inlineReads: 1)
        try await database.write { try $0.execute("CREATE TABLE numbers (n INTEGER NOT NULL) STRICT") }
        _ = try await database.read { try $0.first("SELECT count(*) FROM numbers") { try $0.integer(0) } }
    }

    @Test("an error gives the turn back too")
    func fails() async throws {
        try await withDatabase { database in
            for _ in 0..<3 {
                let error = await #expect(throws: SQLDatabaseError.self) {
                    try await database.read { _ = try $0.first("SELECT x FROM nowhere") { try $0.integer(0) } }
                }
                #expect(error?.code == .statement)
            }
            let turn = try #require(database.inlineReads?.take())
            turn.giveBack()
        }
    }

    @Test("a closed database refuses")
    func refusesClosed() async throws {
        try await withDatabase { database in
            try await database.close()
            let error = await #expect(throws: SQLDatabaseError.self) {
                try await database.read { _ = try $0.first("SELECT 1") { try $0.integer(0) } }
            }
            #expect(error?.code == .closed)
        }
    }
}

/// Runs its tasks one after the other, as an event loop does.
private final class SingleThread: TaskExecutor {
    private let queue = DispatchQueue(label: "a single thread")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
