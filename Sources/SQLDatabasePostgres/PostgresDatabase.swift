public import SQLDatabase

/// A database on a PostgreSQL server, 12 or later, shared by any number of processes.
///
/// A write is a serialisable transaction that is begun again where it loses against another one; it is acknowledged
/// once the server has it on disk, and so have the standbys that the server is told to wait for. A read is one
/// snapshot. Each runs on a connection of its own out of a bounded number.
///
/// Source: https://www.postgresql.org/docs/current/transaction-iso.html,
/// https://www.postgresql.org/docs/current/runtime-config-wal.html
public final class PostgresDatabase: SQLDatabase {
    /// The spelling of PostgreSQL.
    public let dialect = SQLDialect.postgreSQL

    /// Internal so that tests can watch who waits.
    let pool: ConnectionPool

    private let texts = StatementTexts()

    private init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// Opens a database, and with it a first connection as a proof that it can be used.
    ///
    /// - Parameters:
    ///   - url: `postgres://user:password@host:port/database?parameters`, also with several hosts. What it leaves out
    ///     comes from the environment variables that every client of PostgreSQL reads, such as `PGPASSFILE`.
    ///   - randomBytes: a source of chance, for the pauses between attempts.
    /// - Throws: ``SQLDatabaseError``, never with the password: when the URL cannot be read, the server cannot be
    ///   reached or refuses, or does not have the settings that durability rests on.
    public static func open(
        _ url: String,
        settings: PostgresSettings = PostgresSettings(),
        randomBytes: @escaping @Sendable (_ count: Int) -> [UInt8]
    ) async throws -> PostgresDatabase {
        let url = try ConnectionURL(url, applicationName: settings.applicationName)
        let seats = (0..<max(1, settings.connections)).map { _ in Seat(url, settings, randomBytes: randomBytes) }
        let pool = ConnectionPool(seats, longestWait: settings.longestWait.nanoseconds)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            pool.submit(PooledWork(resuming: continuation) { try $0.connect() })
        }
        return PostgresDatabase(pool)
    }

    /// See ``SQLDatabase/SQLDatabase/read(_:)``.
    public func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> T
    ) async throws -> T {
        let cancellation = ReadCancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let work = PooledWork(resuming: continuation, cancellation) { [texts] seat in
                    try seat.read(texts, cancellation, body)
                }
                pool.submit(work)
            }
        } onCancel: {
            cancellation.cancel()
            pool.withdraw(cancellation)
        }
    }

    /// See ``SQLDatabase/SQLDatabase/write(_:)``.
    @discardableResult
    public func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            pool.submit(PooledWork(resuming: continuation) { [texts] in try $0.write(texts, body) })
        }
    }

    /// Carries out the reads and writes that were called before and closes the connections. Later ones fail with
    /// ``SQLDatabaseError/Code/closed``. A second call does nothing.
    public func close() async {
        await pool.close()
    }
}

extension PooledWork {
    /// A transaction whose caller waits for a value or an error.
    convenience init<T: Sendable>(
        resuming continuation: CheckedContinuation<T, any Error>,
        _ cancellation: ReadCancellation? = nil,
        _ body: @escaping @Sendable (_ seat: Seat) throws -> T
    ) {
        self.init(
            run: { seat in
                let result = Result { try body(seat) }
                return { continuation.resume(with: result) }
            },
            refuse: { continuation.resume(throwing: $0) },
            cancellation: cancellation
        )
    }
}
