import SQLDatabase

extension SQLDatabasePromise {
    static let transactions = [
        results, rollback, doomed, doomedRead, ownChanges, readOnly, cancelledWrite, cancelledRead, interruptedRead,
    ]

    private static let results = SQLDatabasePromise("a transaction returns what its closure returns") { database in
        try await database.makeCounters()
        try expect(try await database.write { _ in "written" }, "written")
        try expect(try await database.read { try $0.query("SELECT name FROM counters") { try $0.text(0) } }, ["a"])
    }

    private static let rollback = SQLDatabasePromise("a throw undoes every statement and is rethrown") { database in
        try await database.makeCounters()
        do {
            try await database.write { transaction in
                try transaction.execute("UPDATE counters SET n = 1")
                try transaction.execute("INSERT INTO counters (name, n) VALUES ('b', 1)")
                try transaction.execute("CREATE TABLE more (n \(transaction.dialect.integerType))")
                throw Refusal(number: 4)
            }
        } catch let error as Refusal {
            try expect(error, Refusal(number: 4))
        }
        try expect(try await database.counter(), 0)
        try expect(try await database.read { try $0.integer("SELECT count(*) FROM counters") }, 1)
        try await database.run { dialect in ["CREATE TABLE more (n \(dialect.integerType))"] }
    }

    private static let doomed = SQLDatabasePromise("a statement that fails undoes its transaction, though swallowed") {
        database in
        try await database.makeCounters()
        let conflict = "INSERT INTO counters (name, n) VALUES ('a', 1)"
        try await expectError(.uniqueViolation, "swallowed") {
            try await database.write { transaction in
                try transaction.execute("UPDATE counters SET n = 1")
                _ = try? transaction.execute(conflict)
            }
        }
        try await expectError(.uniqueViolation, "used after it") {
            try await database.write { transaction in
                _ = try? transaction.execute(conflict)
                try transaction.execute("UPDATE counters SET n = 1")
                throw Refusal(number: 0)
            }
        }
        try expect(try await database.counter(), 0)
    }

    private static let doomedRead = SQLDatabasePromise("a read with a statement that failed has no result") {
        database in
        try await expectError(.statement) {
            try await database.read { transaction in _ = try? transaction.integer("SELECT n FROM nowhere") }
        }
        try expect(try await database.read { try $0.integer("SELECT CAST(1 AS BIGINT)") }, 1)
    }

    private static let ownChanges = SQLDatabasePromise("a write sees its own changes") { database in
        try await database.makeCounters()
        let seen = try await database.write { transaction in
            try transaction.execute("UPDATE counters SET n = n + 1")
            return try transaction.integer("SELECT n FROM counters")
        }
        try expect(seen, 1)
    }

    private static let readOnly = SQLDatabasePromise("a read cannot write") { database in
        try await database.makeCounters()
        for statement in ["UPDATE counters SET n = 1", "DELETE FROM counters RETURNING n", "DROP TABLE counters"] {
            try await expectError(.readOnly, statement) {
                try await database.read { transaction in try transaction.execute(statement) }
            }
        }
        try expect(try await database.counter(), 0)
        try await database.run { _ in ["UPDATE counters SET n = 2"] }
        try expect(try await database.counter(), 2)
    }

    private static let cancelledWrite = SQLDatabasePromise("a write of a cancelled task is carried out") { database in
        try await database.makeCounters()
        let writer = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await database.write { try $0.execute("UPDATE counters SET n = n + 1") }
        }
        try await writer.value
        try expect(try await database.counter(), 1)
    }

    private static let cancelledRead = SQLDatabasePromise("a read of a cancelled task ends with CancellationError") {
        database in
        try await database.makeCounters()
        let reader = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await database.counter()
        }
        do {
            try expect(try await reader.value, nil, "no result")
        } catch is CancellationError {
            try expect(try await database.counter(), 0)
        }
    }

    private static let interruptedRead = SQLDatabasePromise("a read whose task is cancelled midway ends likewise") {
        database in
        try await database.makeCounters()
        let begun = Gate()
        let cancelled = Gate()
        let reader = Task {
            defer { begun.open() }
            return try await database.read { transaction in
                begun.open()
                try cancelled.wait()
                return try transaction.integer("SELECT n FROM counters")
            }
        }
        await begun.opened()
        reader.cancel()
        cancelled.open()
        do {
            try expect(try await reader.value, nil, "no result")
        } catch is CancellationError {
            try expect(try await database.counter(), 0)
        }
    }
}
