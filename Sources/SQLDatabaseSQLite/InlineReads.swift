import Dispatch
import GRDB
import GRDBSQLite
import Glibc
import SQLDatabase
import Synchronization

/// Reads that run on the thread of the task that asks, rather than on one of the database's.
///
/// A read of a few rows takes some microseconds, and going to another thread and back several times as long. The
/// threads of tasks and of event loops are few, so one of them is always left free of reads: what does not get a turn
/// goes the longer way.
///
/// They have connections of their own. A reader of the pool may be held by a task that gives it back on this very
/// thread, so whoever waited for one here would wait for ever.
final class InlineReads: Sendable {
    private struct State {
        var idle: [DatabaseQueue] = []
        var opened = 0
        var isClosed = false
    }

    private let state = Mutex(State())
    private let limit: Int
    private let open: @Sendable () throws -> DatabaseQueue
    /// Whose turn it is.
    private let running = DispatchGroup()

    /// Connections at most, however many processors there are: each has a cache.
    private static let most = 8

    /// - Parameters:
    ///   - limit: reads at once; nil for one less than there are processors, and so threads of either kind.
    ///   - open: makes a connection that only reads.
    init(limit: Int?, open: @escaping @Sendable () throws -> DatabaseQueue) {
        self.limit = limit ?? min(sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1, Self.most)
        self.open = open
    }

    /// A turn for one read; nil when too many are running, or none can be had.
    func take() -> Turn? {
        let (idle, mayOpen) = state.withLock { state -> (DatabaseQueue?, Bool) in
            guard !state.isClosed else { return (nil, false) }
            if let connection = state.idle.popLast() {
                running.enter()
                return (connection, false)
            }
            guard state.opened < limit else { return (nil, false) }
            state.opened += 1
            running.enter()
            return (nil, true)
        }
        if let idle { return Turn(reads: self, connection: idle) }
        guard mayOpen else { return nil }
        do {
            return Turn(reads: self, connection: try open())
        } catch {
            // The read goes the longer way, and finds out there what is wrong.
            state.withLock { $0.opened -= 1 }
            running.leave()
            return nil
        }
    }

    /// Refuses further turns, waits for those that were taken, and closes the connections. Blocks.
    func close() throws {
        state.withLock { $0.isClosed = true }
        running.wait()
        let connections = state.withLock { state in
            defer { state.idle = [] }
            return state.idle
        }
        for connection in connections { try connection.close() }
    }

    /// The right to one read.
    struct Turn {
        fileprivate let reads: InlineReads
        fileprivate let connection: DatabaseQueue

        /// Ends the turn; whoever took it does so once.
        func giveBack() {
            reads.state.withLock { $0.idle.append(connection) }
            reads.running.leave()
        }

        /// Runs a read and ends the turn.
        ///
        /// Not asynchronous: all of it happens on this thread, where ``endWhenCancelled(_:)`` sees the task.
        func read<T: Sendable>(_ texts: StatementTexts, _ body: (any SQLTransaction) throws -> T) throws -> T {
            defer { giveBack() }
            do {
                try Task.checkCancellation()
                let result = try connection.read { try SQLiteTransaction.run(on: $0, texts, body) }
                try Task.checkCancellation()
                return result
            } catch {
                try Task.checkCancellation()
                throw error
            }
        }
    }

    /// Makes what runs on a connection end with an error soon after the task on whose thread it runs is cancelled.
    ///
    /// Source: https://www.sqlite.org/c3ref/progress_handler.html
    static func endWhenCancelled(_ connection: Database) {
        /// Instructions of SQLite's machine between two looks: some hundred microseconds.
        let interval: Int32 = 10_000
        sqlite3_progress_handler(connection.sqliteConnection, interval, { _ in Task.isCancelled ? 1 : 0 }, nil)
    }
}
