/// A relational database: statements run inside read and write transactions, and the guarantees every driver gives.
///
/// Statements are written once and run unchanged on every driver; what the dialects spell differently is a named
/// fragment of ``SQLDialect``. Both kinds of transaction hand a closure a ``SQLTransaction`` that is valid until the
/// closure returns. The closure is synchronous, may run on any thread and may block it.
public protocol SQLDatabase: Sendable {
    /// The spelling of the statements this database understands.
    var dialect: SQLDialect { get }

    /// Runs `body` on one consistent snapshot that contains every write acknowledged before the call.
    ///
    /// Nothing that is committed meanwhile becomes visible to `body`. A statement that writes is refused with
    /// ``SQLDatabaseError/Code/readOnly``. Reads never wait for writers where the driver keeps versions of its rows.
    ///
    /// - Throws: what `body` throws; a ``SQLDatabaseError`` when the transaction cannot be begun; `CancellationError`
    ///   when the calling task is cancelled before or while `body` runs.
    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T

    /// Runs `body` in a serialisable transaction and returns its result once the transaction is durable.
    ///
    /// All or nothing: where `body` throws, or where one of its statements failed even though `body` swallowed the
    /// error, every statement of `body` is rolled back and the error is thrown. The closure may run more than once
    /// before its result is delivered, and must therefore be pure but for its statements. No result, and no error that
    /// `body` throws, is delivered before the state it was decided on is durable.
    ///
    /// Cancelling the calling task does not interrupt a write: once called, it is carried out or refused as a whole.
    ///
    /// - Throws: what `body` throws; a ``SQLDatabaseError`` when a statement or the commit fails. After
    ///   ``SQLDatabaseError/Code/io`` the database may have to be reopened to learn whether the write took place.
    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T
}
