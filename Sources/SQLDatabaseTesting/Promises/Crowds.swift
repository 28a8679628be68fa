import SQLDatabase

extension SQLDatabasePromise {
    static let crowds = [counting, failing, mixed, bounded]

    private static let counting = SQLDatabasePromise("1,000 writers at once each count one") { database in
        try await database.makeCounters()
        let numbers = try await withThrowingTaskGroup(of: Int64.self) { group in
            for _ in 0..<1000 { group.addTask { try await database.write { try increment($0) } } }
            return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
        }
        try expect(numbers, Set(1...1000))
        try expect(try await database.counter(), 1000)
    }

    private static let failing = SQLDatabasePromise("writers that throw undo their own changes and no others'") {
        database in
        try await database.makeCounters()
        let succeeded = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<300 {
                group.addTask {
                    do {
                        try await database.write { transaction in
                            _ = try increment(transaction)
                            if number.isMultiple(of: 3) { throw Refusal(number: number) }
                        }
                        return true
                    } catch let error as Refusal {
                        try expect(error, Refusal(number: number))
                        return false
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        try expect(succeeded, 200)
        try expect(try await database.counter(), 200)
    }

    private static let mixed = SQLDatabasePromise("failing statements among many writers hurt no others") { database in
        try await database.makeCounters()
        let violations = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    do {
                        try await database.write { transaction in
                            _ = try increment(transaction)
                            guard number.isMultiple(of: 4) else { return }
                            try transaction.execute("INSERT INTO counters (name, n) VALUES ('a', 1)")
                        }
                        return false
                    } catch let error as SQLDatabaseError where error.code == .uniqueViolation {
                        return true
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        try expect(violations, 50)
        try expect(try await database.counter(), 150)
    }

    /// Each looks at rows that nobody changes and adds one that nobody has: what goes wrong on snapshots alone.
    private static let bounded = SQLDatabasePromise("a rule over many rows holds though many write at once") {
        database in
        try await database.makeThings()
        let added = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    try await database.write { transaction in
                        guard try transaction.integer("SELECT count(*) FROM things") ?? 0 < 50 else { return false }
                        return try transaction.execute("INSERT INTO things (n) VALUES ($1)", [SQLValue(number)]) == 1
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        try expect(added, 50)
        try expect(try await database.countOfThings(), 50)
    }

    /// Reads, then writes what it read and one: the pattern that loses counts where transactions are not serialisable.
    private static func increment(_ transaction: any SQLTransaction) throws -> Int64 {
        let current = try transaction.integer("SELECT n FROM counters WHERE name = 'a' \(transaction.dialect.lockRows)")
        let next = (current ?? 0) + 1
        try transaction.execute("UPDATE counters SET n = $1 WHERE name = 'a'", [.integer(next)])
        return next
    }
}
