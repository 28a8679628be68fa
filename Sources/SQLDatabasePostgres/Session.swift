import SQLDatabase

/// What is demanded of a connection before it serves.
extension PostgresConnection {
    /// The oldest server that has all that ``SQLDialect/postgreSQL`` promises, as it counts itself: 12.
    private static let oldestServer = 120_000

    /// Settings of `synchronous_commit` with which a commit is on disk, and with those that wait for it, when it is
    /// acknowledged. Source: https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-SYNCHRONOUS-COMMIT
    private static let durable: Set<String> = ["on", "remote_apply"]

    /// Sets what the statements rest on, and proves what cannot be set.
    ///
    /// Plans prefer indexes, as the statements are made for them: reading a whole table, however small, would make a
    /// serialisable transaction conflict with every writer of that table.
    /// Source: https://www.postgresql.org/docs/current/transaction-iso.html#XACT-SERIALIZABLE
    func prepareSession(_ settings: PostgresSettings) throws(SQLDatabaseError) {
        let found: [String]
        do throws(StatementFailure) {
            found = try command(
                """
                SET standard_conforming_strings = on;
                SET TimeZone = 'UTC';
                SET client_min_messages = warning;
                SET enable_seqscan = off;
                SET jit = off;
                SET lock_timeout = \(settings.longestLockWait.milliseconds);
                SET statement_timeout = \(settings.longestStatement.milliseconds);
                SET idle_in_transaction_session_timeout = \(settings.longestPause.milliseconds);
                SELECT current_setting('server_version_num'), current_setting('server_encoding'),
                    current_setting('fsync'),
                    set_config('synchronous_commit', current_setting('synchronous_commit'), false)
                """
            ).row
        } catch {
            throw error.error
        }
        guard found.count == 4, let version = Int(found[0]) else { throw Self.refusal("does not tell its settings") }
        guard version >= Self.oldestServer else { throw Self.refusal("is older than PostgreSQL 12") }
        guard found[1] == "UTF8" else { throw Self.refusal("does not store text in UTF-8") }
        guard found[2] == "on" else { throw Self.refusal("has fsync off: what it acknowledges can be lost") }
        guard Self.durable.contains(found[3]) else {
            throw Self.refusal("has synchronous_commit = \(found[3]): what it acknowledges can be lost")
        }
    }

    private static func refusal(_ reason: String) -> SQLDatabaseError {
        SQLDatabaseError(.other, "the database server \(reason)")
    }
}
