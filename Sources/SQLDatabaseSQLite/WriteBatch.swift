import GRDB
import SQLDatabase

/// One turn of the writing connection: up to ``limit`` writes in one transaction, a savepoint each.
///
/// Nobody is told anything before the commit: neither results, nor errors, since a closure may have thrown because of
/// what a neighbour had written. Where the commit fails, or SQLite rolls the whole transaction back by itself (full
/// disk, I/O error, `ON CONFLICT ROLLBACK`), every write of the batch is run again in a transaction of its own, so that
/// one bad closure cannot hurt its neighbours.
///
/// Source: https://www.sqlite.org/lang_transaction.html ("Response To Errors Within A Transaction")
struct WriteBatch {
    /// Writes that share a commit at most: enough to make the sync cheap, few enough to answer the first of them soon.
    static let limit = 256

    private typealias Outcome = Result<PendingWrite.Delivery, any Error>

    private let connection: Database
    private let texts: StatementTexts

    init(_ connection: Database, _ texts: StatementTexts) {
        self.connection = connection
        self.texts = texts
    }

    /// Runs the writes that wait, also those that arrive while others run.
    ///
    /// - Parameter take: hands over at most the given number of waiting writes.
    func run(taking take: (_ count: Int) -> ArraySlice<PendingWrite>) {
        do {
            try begin()
        } catch {
            for write in take(Self.limit) { write.fail(SQLDatabaseError.mapping(error)) }
            return
        }
        var writes: [PendingWrite] = []
        var outcomes: [Outcome] = []
        while outcomes.count == writes.count {
            let taken = take(Self.limit - writes.count)
            if taken.isEmpty { break }
            writes += taken
            while outcomes.count < writes.count, let outcome = attempt(writes[outcomes.count]) {
                outcomes.append(outcome)
            }
        }
        if outcomes.count == writes.count, commit() {
            for (write, outcome) in zip(writes, outcomes) { tell(write, outcome) }
        } else {
            try? connection.rollback()
            for write in writes { tell(write, runAlone(write)) }
        }
    }

    /// One write inside the common transaction; nil where that is lost and nothing may be run in it any more: outside a
    /// transaction a savepoint would commit by itself.
    private func attempt(_ write: PendingWrite) -> Outcome? {
        guard connection.isInsideTransaction, (try? run("SAVEPOINT one_write")) != nil else { return nil }
        let outcome = Outcome { try SQLiteTransaction.run(on: connection, texts, write.attempt) }
        guard connection.isInsideTransaction else { return nil }
        do {
            if case .failure = outcome { try run("ROLLBACK TO one_write") }
            try run("RELEASE one_write")
            return outcome
        } catch {
            return nil
        }
    }

    /// One write in a transaction of its own.
    private func runAlone(_ write: PendingWrite) -> Outcome {
        do {
            try begin()
            let delivery = try SQLiteTransaction.run(on: connection, texts, write.attempt)
            try run("COMMIT")
            return .success(delivery)
        } catch {
            try? connection.rollback()
            return .failure(SQLDatabaseError.mapping(error))
        }
    }

    private func tell(_ write: PendingWrite, _ outcome: Outcome) {
        switch outcome {
        case .success(let delivery): delivery()
        case .failure(let error): write.fail(error)
        }
    }

    /// Takes the write lock at once, so that no closure has to be refused after it has read.
    private func begin() throws {
        try connection.rollback()
        try run("BEGIN IMMEDIATE")
    }

    private func commit() -> Bool {
        (try? run("COMMIT")) != nil
    }

    private func run(_ sql: String) throws {
        try connection.cachedStatement(sql: sql).execute()
    }
}
