import Dispatch
import SQLDatabase
import Synchronization

@testable import SQLDatabaseSQLite

/// Keeps a database's writing connection busy, so that writes queue up behind it in a known order.
struct HeldWriter {
    private let database: SQLiteDatabase
    private let mayEnd: DispatchSemaphore
    private let holder: Task<Void, any Error>

    /// Returns once the connection is held.
    init(of database: SQLiteDatabase) async {
        let (held, continuation) = AsyncStream<Void>.makeStream()
        let mayEnd = DispatchSemaphore(value: 0)
        self.database = database
        self.mayEnd = mayEnd
        self.holder = Task {
            defer { continuation.finish() }
            try await database.write { _ in
                continuation.finish()
                mayEnd.wait()
                // A second run of this closure is not held.
                mayEnd.signal()
            }
        }
        for await _ in held {}
    }

    /// Starts a write and returns once it waits in the queue.
    func queue<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async -> Task<T, any Error> {
        let count = database.gatherer.waitingCount
        let write = Task { [database] in try await database.write(body) }
        while database.gatherer.waitingCount == count { await Task.yield() }
        return write
    }

    /// Lets the queue move, and returns once the connection is free.
    func release() async throws {
        mayEnd.signal()
        try await holder.value
    }
}

/// What happened, in order.
final class Journal: Sendable {
    private let entries = Mutex<[String]>([])

    var all: [String] { entries.withLock { $0 } }

    func note(_ entry: String) {
        entries.withLock { $0.append(entry) }
    }
}
