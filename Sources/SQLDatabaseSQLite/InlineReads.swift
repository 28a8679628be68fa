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
final class InlineReads: Sendable {
    private let running = Mutex(0)
    private let limit: Int

    /// - Parameter limit: reads at once; nil for one less than there are processors, and so threads of either kind.
    init(limit: Int?) {
        self.limit = limit ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1
    }

    /// A turn for one read; nil when too many are running.
    func take() -> Turn? {
        let isFree = running.withLock { running in
            guard running < limit else { return false }
            running += 1
            return true
        }
        return isFree ? Turn(reads: self) : nil
    }

    /// The right to one read.
    struct Turn {
        fileprivate let reads: InlineReads

        /// Ends the turn; whoever took it does so once.
        func giveBack() {
            reads.running.withLock { $0 -= 1 }
        }

        /// Runs a read and ends the turn. The connection is given back before, so that no turn waits for another.
        ///
        /// Not asynchronous: all of it happens on this thread, where ``endWhenCancelled(_:)`` sees the task.
        func read<T: Sendable>(
            from connections: any DatabaseReader,
            _ texts: StatementTexts,
            _ body: (any SQLTransaction) throws -> T
        ) throws -> T {
            defer { giveBack() }
            do {
                try Task.checkCancellation()
                let result = try connections.read { try SQLiteTransaction.run(on: $0, texts, body) }
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
