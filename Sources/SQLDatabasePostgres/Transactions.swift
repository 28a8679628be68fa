import SQLDatabase

/// Whole transactions on one connection.
extension PostgresConnection {
    /// How one attempt at a write ended.
    enum Attempt<T: Sendable>: Sendable {
        case committed(T)
        /// Nothing was changed, and the error is to be told.
        case refused(any Error)
        /// Nothing was changed, and a further attempt may succeed.
        case repeatable(StatementFailure)
    }

    /// Runs a closure on one snapshot.
    ///
    /// - Throws: what the closure throws; ``StatementFailure`` where the transaction cannot be begun, the closure not
    ///   having been called.
    func read<T>(
        _ texts: StatementTexts,
        _ cancellation: ReadCancellation,
        _ body: (any SQLTransaction) throws -> T
    ) throws -> T {
        try command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        let transaction = PostgresTransaction(self, texts, cancellation)
        cancellation.begin(on: cancelKey)
        let result = Result { try body(transaction) }
        cancellation.end()
        transaction.end()
        // There is nothing to be kept, and a connection that cannot even end a transaction is not used again.
        _ = try? command("ROLLBACK")
        if let failure = transaction.failure, case .success = result { throw failure.error }
        return try result.get()
    }

    /// Runs a closure in a serialisable transaction and commits it.
    ///
    /// A refusal is a decision on what was read, like any other: the server is asked to commit what is left when the
    /// changes are undone, and may then find that the reads do not fit between those of others.
    /// Source: https://www.postgresql.org/docs/current/transaction-iso.html#XACT-SERIALIZABLE
    func write<T: Sendable>(_ texts: StatementTexts, _ body: (any SQLTransaction) throws -> T) -> Attempt<T> {
        do throws(StatementFailure) {
            try command("BEGIN ISOLATION LEVEL SERIALIZABLE; SAVEPOINT changes")
            let transaction = PostgresTransaction(self, texts)
            let result = Result { try body(transaction) }
            transaction.end()
            if let failure = transaction.failure, failure.consequence != .final { throw failure }
            switch (result, transaction.failure) {
            case (.success(let value), nil): return try commit(value)
            case (.success, let failure?): return try undo(failure.error)
            case (.failure(let error), _): return try undo(error)
            }
        } catch {
            _ = try? command("ROLLBACK")
            return error.consequence == .final ? .refused(error.error) : .repeatable(error)
        }
    }

    private func undo<T: Sendable>(_ refusal: any Error) throws(StatementFailure) -> Attempt<T> {
        try command("ROLLBACK TO SAVEPOINT changes; COMMIT")
        return .refused(refusal)
    }

    /// A server that waits for standbys acknowledges a commit with a warning where it stops waiting too early.
    private func commit<T: Sendable>(_ value: T) throws(StatementFailure) -> Attempt<T> {
        do throws(StatementFailure) {
            guard try command("COMMIT").tag == "COMMIT" else {
                return .refused(SQLDatabaseError(.other, "the server undid the transaction instead of committing it"))
            }
        } catch  where error.consequence == .connectionLost {
            let message = "the connection broke during the commit: whether it took place is not known"
            return .refused(SQLDatabaseError(.io, message, cause: error.error.cause))
        }
        guard !hasWarned else {
            let message = "the server committed with a warning: whether the commit outlasts a failure is not known"
            return .refused(SQLDatabaseError(.io, message))
        }
        return .committed(value)
    }
}
