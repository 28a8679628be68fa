import GRDB

@testable import SQLDatabaseSQLite

/// Notes each commit and each rollback of the writing connection.
final class CommitObserver: TransactionObserver {
    private let journal: Journal

    init(_ journal: Journal) {
        self.journal = journal
    }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }

    func databaseDidChange(with event: DatabaseEvent) {}

    func databaseDidCommit(_ connection: Database) {
        journal.note("commit")
    }

    func databaseDidRollback(_ connection: Database) {
        journal.note("rollback")
    }
}

extension SQLiteDatabase {
    /// What the writing connection does from now on.
    func observeCommits() async throws -> Journal {
        let journal = Journal()
        try await connections.writeWithoutTransaction { connection in
            connection.add(transactionObserver: CommitObserver(journal), extent: .databaseLifetime)
        }
        return journal
    }

    /// Sets up the writing connection as only a test may.
    func pragma(_ text: String) async throws {
        try await connections.writeWithoutTransaction { try $0.execute(sql: "PRAGMA \(text)") }
    }

    /// The value of a setting of the writing connection.
    func setting(_ name: String) async throws -> String? {
        try await connections.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(name)") }
    }
}
