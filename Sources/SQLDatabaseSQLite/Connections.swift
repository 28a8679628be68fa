import Dispatch
import GRDB
import SQLDatabase

/// Opens, proves and closes the connections of a database.
enum Connections {
    /// Seconds a connection waits for a lock that another process holds before it reports `busy`.
    private static let busyTimeout = 10.0

    /// Page cache of a connection in KiB.
    private static let cacheSize = 16 * 1024

    /// Bytes the log file keeps between checkpoints; what a long read made it grow beyond is given back.
    private static let logSizeLimit = 64 << 20

    /// The oldest SQLite that has all that ``SQLDialect/sqlite`` promises, as the library counts itself: 3.38.0.
    private static let oldestLibrary = 3_038_000

    /// One connection that writes, `readers` that read.
    static func open(path: String, readers: Int) throws(SQLDatabaseError) -> any DatabaseWriter {
        guard Database.sqliteLibVersionNumber >= oldestLibrary else {
            throw SQLDatabaseError(.other, "the SQLite library is older than 3.38")
        }
        do {
            var configuration = configuration()
            configuration.maximumReaderCount = readers
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { try demandDurability($0) }
            return pool
        } catch {
            throw SQLDatabaseError(opening: error)
        }
    }

    /// One connection that only reads, beside the others of a database that is open.
    static func reader(path: String) throws -> DatabaseQueue {
        var configuration = configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// One connection for everything.
    static func inMemory() throws(SQLDatabaseError) -> any DatabaseWriter {
        do {
            return try DatabaseQueue(configuration: configuration())
        } catch {
            throw SQLDatabaseError(opening: error)
        }
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busyTimeout)
        // A transaction that cannot even be rolled back is dealt with by the next one, not by ending the process.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { connection in
            try connection.execute(sql: "PRAGMA cache_size = -\(cacheSize)")
            try connection.execute(sql: "PRAGMA trusted_schema = OFF")
            if connection.configuration.readonly { InlineReads.endWhenCancelled(connection) }
        }
        return configuration
    }

    /// Sets what durability rests on and reads it back.
    ///
    /// The pool sets `synchronous=NORMAL` while it opens, after any preparation of its own, so this comes last. Only
    /// the writer's connection counts: it alone commits and checkpoints.
    private static func demandDurability(_ writer: Database) throws {
        try writer.execute(sql: "PRAGMA synchronous = FULL")
        try writer.execute(sql: "PRAGMA journal_size_limit = \(logSizeLimit)")
        let synchronous = try Int.fetchOne(writer, sql: "PRAGMA synchronous")
        let journal = try String.fetchOne(writer, sql: "PRAGMA journal_mode")
        let foreignKeys = try Int.fetchOne(writer, sql: "PRAGMA foreign_keys")
        guard synchronous == 2, journal == "wal", foreignKeys == 1 else {
            throw SQLDatabaseError(.other, "the database file does not take the settings durability rests on")
        }
    }

    /// Waits for the running reads, empties the log into the database file and closes every connection.
    ///
    /// The readers' go first, so that the writer's is the last and removes the log file.
    static func close(_ connections: any DatabaseWriter, _ inlineReads: InlineReads?) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue(label: "SQLiteDatabase.close").async {
                continuation.resume(
                    with: Result {
                        try inlineReads?.close()
                        if let pool = connections as? DatabasePool {
                            try pool.barrierWriteWithoutTransaction { writer in
                                pool.invalidateReadOnlyConnections()
                                _ = try writer.checkpoint(.truncate)
                            }
                        }
                        try connections.close()
                    }
                )
            }
        }
    }
}
