import SQLDatabase

extension SQLDatabasePromise {
    static let parameters = [anyOrder, manyParameters, untouched, counted, otherForms, ownType, injection]

    private static let anyOrder = SQLDatabasePromise("parameters are bound by number, in any order, again and again") {
        database in
        try await database.makeThings()
        let row = try await database.write { transaction in
            try transaction.execute("INSERT INTO things (t, n) VALUES ($2, $1)", [7, "seven"])
            return try transaction.first(
                "SELECT t FROM things WHERE n >= $2 AND t = $1 AND n <= $2 AND n = $2",
                ["seven", 7]
            ) { try $0.text(0) }
        }
        try expect(row, "seven")
    }

    private static let manyParameters = SQLDatabasePromise("$10 is not $1 with a 0") { database in
        try await database.makeThings()
        let stored = try await database.write { transaction in
            let numbers = (1...12).map { "($\($0))" }.joined(separator: ", ")
            try transaction.execute("INSERT INTO things (n) VALUES \(numbers)", (1...12).map { SQLValue($0) })
            return try transaction.query("SELECT n FROM things ORDER BY n") { try $0.integer(0) }
        }
        try expect(stored, Array(1...12))
    }

    private static let untouched = SQLDatabasePromise("$1 in literals, names and comments is no parameter") {
        database in
        try await database.run { _ in ["CREATE TABLE \"odd $1\" (\"col$2\" TEXT, plain$3 TEXT)"] }
        let row = try await database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO "odd $1" -- it's $4, "not" a parameter
                    /* nor is '$5' */ ("col$2", plain$3) VALUES ('$1 it''s ''$2''', $1)
                """,
                ["value"]
            )
            return try transaction.first("SELECT \"col$2\", plain$3 FROM \"odd $1\"") { row in
                [try row.text(0), try row.text(1)]
            }
        }
        try expect(row, ["$1 it's '$2'", "value"])
    }

    private static let counted = SQLDatabasePromise("too few or too many values are refused") { database in
        try await database.makeThings()
        let values: [[SQLValue]] = [[], [1], [1, "a", "b"]]
        for values in values {
            try await expectError(.statement, "\(values.count) values") {
                try await database.write { try $0.execute("INSERT INTO things (n, t) VALUES ($1, $2)", values) }
            }
        }
        try await expectError(.statement) { try await database.write { try $0.execute("DELETE FROM things", [1]) } }
    }

    private static let otherForms = SQLDatabasePromise("parameters with gaps or of another form are refused") {
        database in
        try await database.makeThings()
        let statements: [(String, [SQLValue])] = [
            ("SELECT n FROM things WHERE n = $1 AND t = $3", [1, "a", "b"]),
            ("SELECT n FROM things WHERE n = $0", [1]),
            ("SELECT n FROM things WHERE n = ?", [1]),
            ("SELECT n FROM things WHERE n = ?1", [1]),
            ("SELECT n FROM things WHERE n = $99999999999999999999", [1]),
        ]
        for (statement, values) in statements {
            try await expectError(.statement, statement) {
                try await database.read { try $0.query(statement, values) { try $0.value(0) } }
            }
        }
    }

    private static let ownType = SQLDatabasePromise("a parameter has the type of its value where nothing else tells it")
    {
        database in
        let values: [SQLValue] = [.integer(.max), "text", .bytes([0, 1]), .null]
        let found = try await database.read { transaction in
            try transaction.first("SELECT $1, $2, $3, $4", values) { row in try (0..<4).map { try row.value($0) } }
        }
        try expect(found, values)
        let sum = try await database.read { try $0.integer("SELECT $1 + 1", [3_000_000_000]) }
        try expect(sum, 3_000_000_001)
    }

    private static let injection = SQLDatabasePromise("a value is never read as SQL") { database in
        try await database.makeThings()
        let text = "'); DROP TABLE things; --"
        let found = try await database.write { transaction in
            try transaction.execute("INSERT INTO things (t) VALUES ($1)", [.text(text)])
            return try transaction.first("SELECT t FROM things WHERE t = $1", [.text(text)]) { try $0.text(0) }
        }
        try expect(found, text)
    }
}
