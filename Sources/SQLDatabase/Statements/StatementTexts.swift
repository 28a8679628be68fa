import Synchronization

/// The statements seen so far. Shared by all connections of a database.
///
/// A program has a fixed set of statements. Should it make up new ones without end, those beyond ``limit`` are read and
/// prepared anew each time instead of being kept.
package final class StatementTexts: Sendable {
    /// Statements kept, each also prepared on every connection that ran it.
    package static let limit = 1000

    private let known = Mutex<[String: StatementText]>([:])

    /// No statements yet.
    package init() {}

    /// What is known of a statement.
    ///
    /// - Throws: ``SQLDatabaseError/Code/statement`` for one that a transaction does not take.
    package func text(of sql: String) throws(SQLDatabaseError) -> StatementText {
        if let text = known.withLock({ $0[sql] }) { return text }
        var text = try StatementText(reading: sql)
        known.withLock { known in
            text.isKept = known.count < Self.limit
            if text.isKept { known[sql] = text }
        }
        return text
    }
}
