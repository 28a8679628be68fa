import GRDB
public import SQLDatabase

/// A database in one SQLite file (with its `-wal` and `-shm` companions), used by one process at a time.
///
/// Every acknowledged write has been synced to the disk: write-ahead log with `synchronous=FULL`. Writes that wait for
/// one another share a commit (see ``WriteGatherer``). Reads run beside the writer, each on the last commit.
///
/// Source: https://www.sqlite.org/wal.html, https://www.sqlite.org/pragma.html#pragma_synchronous
public final class SQLiteDatabase: SQLDatabase {
    /// The spelling of SQLite.
    public let dialect = SQLDialect.sqlite

    /// All connections. Internal so that tests can watch and limit the writer's.
    let connections: any DatabaseWriter

    let gatherer: WriteGatherer
    private let texts: StatementTexts

    /// Nil where a read would have to wait for the writer.
    let inlineReads: InlineReads?

    /// Opens the database file, which is created where it does not exist; its folder must.
    ///
    /// - Parameters:
    ///   - path: the database file.
    ///   - readers: how many reads may run at once on the database's own threads; further ones wait.
    ///   - inlineReads: how many may run beside them on the thread of the task that asks; nil for one less than there
    ///     are processors.
    /// - Throws: ``SQLDatabaseError`` when the file cannot be opened, is no database, or does not take the settings
    ///   that durability rests on.
    public convenience init(path: String, readers: Int = 4, inlineReads: Int? = nil) throws(SQLDatabaseError) {
        self.init(
            try Connections.open(path: path, readers: max(1, readers)),
            InlineReads(limit: inlineReads) { try Connections.reader(path: path) }
        )
    }

    /// The writer's connection has to be the last that goes: only it moves the log into the database file.
    deinit { try? inlineReads?.close() }

    /// A database in memory that lives as long as this object, for tests. Its reads and writes run one at a time.
    public static func inMemory() throws(SQLDatabaseError) -> SQLiteDatabase {
        SQLiteDatabase(try Connections.inMemory(), nil)
    }

    private init(_ connections: any DatabaseWriter, _ inlineReads: InlineReads?) {
        self.inlineReads = inlineReads
        self.connections = connections
        self.texts = StatementTexts()
        self.gatherer = WriteGatherer(connections, texts)
    }

    /// See ``SQLDatabase/SQLDatabase/read(_:)``.
    public func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> T
    ) async throws -> T {
        guard gatherer.isOpen else { throw SQLDatabaseError.databaseClosed }
        do {
            if let turn = inlineReads?.take() { return try turn.read(texts, body) }
            return try await connections.read { [texts] connection in
                try SQLiteTransaction.run(on: connection, texts, body)
            }
        } catch let error as SQLDatabaseError where error.code == .cancelled {
            throw CancellationError()
        } catch let error as DatabaseError {
            throw gatherer.isOpen ? SQLDatabaseError(error) : SQLDatabaseError.databaseClosed
        }
    }

    /// See ``SQLDatabase/SQLDatabase/write(_:)``.
    @discardableResult
    public func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            gatherer.submit(PendingWrite(body, resuming: continuation))
        }
    }

    /// Carries out the writes that were called before, waits for running reads, moves the log into the database file
    /// and closes it. Later reads and writes fail with ``SQLDatabaseError/Code/closed``. A second call does nothing.
    ///
    /// A database that is never closed loses nothing: the next opening finds the log.
    public func close() async throws {
        guard await gatherer.close() else { return }
        do {
            try await Connections.close(connections, inlineReads)
        } catch let error as DatabaseError {
            throw SQLDatabaseError(error)
        }
    }
}
