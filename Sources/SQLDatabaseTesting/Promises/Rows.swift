import SQLDatabase

extension SQLDatabasePromise {
    static let rows = [columnTypes, absentRow, streaming, oneAtATime]

    private static let columnTypes = SQLDatabasePromise("a column read as another type is an error") { database in
        try await database.makeThings()
        try await database.write { transaction in
            try transaction.execute("INSERT INTO things (n, t, b) VALUES ($1, $2, $3)", [1, "1", .bytes([49])])
        }
        let wrong: [@Sendable (SQLRow) throws -> Void] = [
            { _ = try $0.text(0) }, { _ = try $0.bytesOrNull(0) }, { _ = try $0.integer(1) },
            { _ = try $0.bytes(1) }, { _ = try $0.integerOrNull(2) }, { _ = try $0.textOrNull(2) },
            { _ = try $0.integer(3) }, { _ = try $0.text(4) }, { _ = try $0.value(-1) },
        ]
        for (number, read) in wrong.enumerated() {
            try await expectError(.unsupportedType, "\(number)") {
                try await database.read { transaction in
                    try transaction.forEach("SELECT n, t, b, CAST(NULL AS TEXT) FROM things") { try read($0) }
                }
            }
        }
    }

    private static let absentRow = SQLDatabasePromise("no row is nil for first and nothing for query") { database in
        try await database.makeThings()
        let (first, all) = try await database.read { transaction in
            (
                try transaction.first("SELECT n FROM things") { try $0.integer(0) },
                try transaction.query("SELECT n FROM things") { try $0.integer(0) }
            )
        }
        try expect(first, nil)
        try expect(all, [])
    }

    private static let streaming = SQLDatabasePromise("100,000 rows are read in order, and reading can stop early") {
        database in
        try await database.makeThings()
        try await database.run { _ in
            [
                """
                WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000)
                INSERT INTO things (n) SELECT n FROM numbers
                """
            ]
        }
        let (early, all) = try await database.read { transaction in
            var early: Int64 = 0
            var all: Int64 = 0
            do {
                try transaction.forEach("SELECT n FROM things ORDER BY n") { row in
                    early = try row.integer(0)
                    if early == 10 { throw Refusal(number: 10) }
                }
            } catch let error as Refusal {
                try expect(error, Refusal(number: 10))
            }
            try transaction.forEach("SELECT n FROM things ORDER BY n") { row in
                try expect(try row.integer(0), all + 1)
                all += 1
            }
            return (early, all)
        }
        try expect(early, 10)
        try expect(all, 100_000)
    }

    private static let oneAtATime = SQLDatabasePromise("no other statement runs while rows are read") { database in
        try await database.makeThings()
        try await database.run { _ in ["INSERT INTO things (n) VALUES (1)"] }
        try await expectError(.statement) {
            try await database.write { transaction in
                try transaction.forEach("SELECT n FROM things") { _ in try transaction.execute("DELETE FROM things") }
            }
        }
        try expect(try await database.countOfThings(), 1)
    }
}
