import SQLDatabase

extension SQLDatabasePromise {
    static let statements = [
        changes, countsNoRows, cascades, identities, returning, firstReturned, conflicts, transactionControl, malformed,
        severalStatements, hiddenStatements,
    ]

    private static let changes = SQLDatabasePromise("execute tells how many rows it changed") { database in
        try await database.makeThings()
        let changes = try await database.write { transaction in
            [
                try transaction.execute("INSERT INTO things (n) VALUES (1), (2), (3)"),
                try transaction.execute("CREATE INDEX things_by_n ON things (n)"),
                try transaction.execute("UPDATE things SET t = $1 WHERE n >= $2", ["a", 2]),
                try transaction.execute("UPDATE things SET t = $1 WHERE n >= $2", ["a", 9]),
                try transaction.execute("DELETE FROM things WHERE n = 1"),
                try transaction.execute("DELETE FROM things"),
                try transaction.execute("DELETE FROM things"),
            ]
        }
        try expect(changes, [3, 0, 2, 0, 1, 2, 0])
    }

    private static let countsNoRows = SQLDatabasePromise("execute counts changes, not the rows of a query") {
        database in
        try await database.makeThings()
        let changes = try await database.write { transaction in
            try transaction.execute("INSERT INTO things (n) VALUES (1), (2), (3)")
            return [
                try transaction.execute("SELECT n FROM things"),
                try transaction.execute("UPDATE things SET n = 4 WHERE n = 1 RETURNING n"),
                try transaction.execute("SELECT n FROM things"),
            ]
        }
        try expect(changes, [0, 1, 0])
    }

    private static let cascades = SQLDatabasePromise("rows deleted by a cascade are not counted") { database in
        try await database.run { dialect in
            [
                "CREATE TABLE parents (id \(dialect.integerType) NOT NULL PRIMARY KEY) \(dialect.clusteredTable)",
                """
                CREATE TABLE children (
                    id \(dialect.integerType) NOT NULL PRIMARY KEY,
                    parent \(dialect.integerType) NOT NULL REFERENCES parents (id) ON DELETE CASCADE
                ) \(dialect.clusteredTable)
                """,
                "INSERT INTO parents (id) VALUES (1), (2)",
                "INSERT INTO children (id, parent) VALUES (1, 1), (2, 1), (3, 2)",
            ]
        }
        let (deleted, left) = try await database.write { transaction in
            let deleted = try transaction.execute("DELETE FROM parents WHERE id = 1")
            return (deleted, try transaction.integer("SELECT count(*) FROM children"))
        }
        try expect(deleted, 1)
        try expect(left, 1)
    }

    private static let identities = SQLDatabasePromise("an identity grows and is not used again") { database in
        try await database.makeThings()
        let insert = "INSERT INTO things (t) VALUES ('a') RETURNING id"
        let numbers = try await database.write { transaction in
            var numbers = [try transaction.integer(insert), try transaction.integer(insert)].compactMap { $0 }
            try transaction.execute("DELETE FROM things")
            if let third = try transaction.integer(insert) { numbers.append(third) }
            return numbers
        }
        try expect(numbers.count, 3)
        try expect(numbers, Set(numbers).sorted())
    }

    private static let returning = SQLDatabasePromise("INSERT, UPDATE and DELETE can return rows") { database in
        try await database.makeThings()
        let (inserted, updated, deleted) = try await database.write { transaction in
            (
                try transaction.query("INSERT INTO things (n) VALUES (1), (2), (3) RETURNING n") { try $0.integer(0) },
                try transaction.query("UPDATE things SET n = n * 10 WHERE n > 1 RETURNING n") { try $0.integer(0) },
                try transaction.query("DELETE FROM things WHERE n = 20 RETURNING n, t") { try $0.textOrNull(1) }
            )
        }
        try expect(inserted.sorted(), [1, 2, 3])
        try expect(updated.sorted(), [20, 30])
        try expect(deleted, [nil])
        try expect(try await database.countOfThings(), 2)
    }

    private static let firstReturned = SQLDatabasePromise(
        "a statement has its whole effect though its rows are not read"
    ) {
        database in
        try await database.makeThings()
        let left = try await database.write { transaction in
            _ = try transaction.integer("INSERT INTO things (n) VALUES (1), (2), (3) RETURNING n")
            try? transaction.forEach("UPDATE things SET n = n + 10 RETURNING n") { _ in throw Refusal(number: 1) }
            try transaction.execute("INSERT INTO things (n) VALUES (4) RETURNING n")
            return try transaction.query("SELECT n FROM things ORDER BY n") { try $0.integer(0) }
        }
        try expect(left, [4, 11, 12, 13])
    }

    private static let conflicts = SQLDatabasePromise("ON CONFLICT does nothing or updates") { database in
        try await database.makeCounters()
        let insert = "INSERT INTO counters (name, n) VALUES ($1, $2) ON CONFLICT"
        let (none, updated, absent) = try await database.write { transaction in
            (
                try transaction.execute("\(insert) DO NOTHING", ["a", 5]),
                try transaction.integer(
                    "\(insert) (name) DO UPDATE SET n = counters.n + excluded.n RETURNING n",
                    ["a", 5]
                ),
                try transaction.integer("\(insert) (name) DO NOTHING RETURNING n", ["a", 9])
            )
        }
        try expect(none, 0)
        try expect(updated, 5)
        try expect(absent, nil)
    }

    private static let transactionControl = SQLDatabasePromise("no statement begins or ends a transaction") {
        database in
        try await database.makeThings()
        let statements = [
            "COMMIT", "end", "ROLLBACK", "BEGIN", "SAVEPOINT a", "RELEASE a", "-- a\n/* b */ commit;", ";COMMIT",
            "\u{FEFF}COMMIT", "SET a = 1", "START TRANSACTION", "PRAGMA synchronous = OFF",
            "COPY things TO STDOUT", "DEALLOCATE ALL", "RESET ALL", "LISTEN a",
        ]
        for statement in statements {
            try await expectError(.statement, statement) {
                try await database.write { transaction in
                    try transaction.execute("INSERT INTO things (n) VALUES (1)")
                    try transaction.execute(statement)
                }
            }
        }
        try expect(try await database.countOfThings(), 0)
    }

    private static let malformed = SQLDatabasePromise("a statement that cannot be run is told from other failures") {
        database in
        for statement in ["", "SELEC 1", "SELECT a FROM nowhere", "SELECT 'a", "SELECT 1\u{0}, 2"] {
            let error = try await expectError(.statement, statement) {
                try await database.read { try $0.query(statement) { try $0.value(0) } }
            }
            try expect(error.sql, statement)
        }
    }

    private static let severalStatements = SQLDatabasePromise("a text is one statement") { database in
        try await database.makeThings()
        try await expectError(.statement) {
            try await database.write { try $0.execute("INSERT INTO things (n) VALUES (1); DELETE FROM things") }
        }
    }

    /// PostgreSQL nests comments, and ends one from `--` at a carriage return too; SQLite does neither.
    private static let hiddenStatements = SQLDatabasePromise("no comment hides a statement") { database in
        try await database.makeThings()
        let statements = [
            "/* /* */ SELECT 1; */ COMMIT", "--\rCOMMIT", "/* /* */ */ DELETE FROM things", "-- a\rDELETE FROM things",
        ]
        for statement in statements {
            try await expectError(.statement, statement) {
                try await database.write { transaction in
                    try transaction.execute("INSERT INTO things (n) VALUES (1)")
                    try transaction.execute(statement)
                }
            }
        }
        try expect(try await database.countOfThings(), 0)
        let windows = "SELECT 1 -- one\r\n + 1 /* two */"
        try expect(try await database.read { try $0.integer(windows) }, 2)
    }
}
