import SQLDatabase
import Synchronization

/// The statements seen so far, translated. Shared by all connections.
///
/// A program has a fixed set of statements. Should it make up new ones without end, those beyond ``limit`` are
/// translated and prepared anew each time instead of being kept.
final class StatementTexts: Sendable {
    /// Statements kept, each also prepared on every connection that ran it.
    static let limit = 1000

    private let known = Mutex<[String: StatementText]>([:])

    /// The translation of a statement.
    ///
    /// - Throws: ``SQLDatabaseError/Code/statement`` for one that a transaction does not take.
    func text(of sql: String) throws(SQLDatabaseError) -> StatementText {
        if let text = known.withLock({ $0[sql] }) { return text }
        var text = try StatementText(translating: sql)
        known.withLock { known in
            text.isKept = known.count < Self.limit
            if text.isKept { known[sql] = text }
        }
        return text
    }
}
