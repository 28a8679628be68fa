import SQLDatabase

extension SQLDatabasePromise {
    static let constraints = [violations, secrecy]

    private static let violations = SQLDatabasePromise("each kind of violated constraint has its code") { database in
        try await makeMembers(in: database)
        let violations: [(SQLDatabaseError.Code, String)] = [
            (.uniqueViolation, "INSERT INTO members (id, tag, n, team) VALUES (1, 'other', 1, 1)"),
            (.uniqueViolation, "INSERT INTO members (id, tag, n, team) VALUES (2, 'tag', 1, 1)"),
            (.uniqueViolation, "INSERT INTO teams (id) VALUES (1)"),
            (.foreignKeyViolation, "INSERT INTO members (id, tag, n, team) VALUES (2, 'other', 1, 9)"),
            (.foreignKeyViolation, "DELETE FROM teams WHERE id = 1"),
            (.notNullViolation, "INSERT INTO members (id, tag, n, team) VALUES (2, NULL, 1, 1)"),
            (.checkViolation, "INSERT INTO members (id, tag, n, team) VALUES (2, 'other', 0, 1)"),
            (.checkViolation, "UPDATE members SET n = -1 WHERE id = 1 RETURNING n"),
        ]
        for (code, statement) in violations {
            let error = try await expectError(code, statement) {
                try await database.write { try $0.execute(statement) }
            }
            try expect(error.sql, statement)
        }
        try expect(try await database.read { try $0.integer("SELECT count(*) FROM members") }, 1)
    }

    private static let secrecy = SQLDatabasePromise("no error tells a value") { database in
        try await makeMembers(in: database)
        let secret = "s3cr3t"
        try await database.write { transaction in
            try transaction.execute(
                "INSERT INTO members (id, tag, n, team) VALUES ($1, $2, $3, $4)",
                [5, .text(secret), 31_337, 1]
            )
        }
        let failures: [(String, [SQLValue])] = [
            ("INSERT INTO members (id, tag, n, team) VALUES ($1, $2, 1, 1)", [6, .text(secret)]),
            ("INSERT INTO members (id, tag, n, team) VALUES (7, $1, $2, 1)", [.text(secret), -31_337]),
            ("INSERT INTO members (id, tag, n, team) VALUES (7, $1, 1, $2)", [.text(secret), 31_337]),
            ("INSERT INTO members (id, tag, n, team) VALUES ($1, 'x', 1, 1)", [.text(secret)]),
            ("INSERT INTO members (id, tag, n, team) VALUES (7, $1, 1, 1)", [.text(secret + "\u{0}")]),
            ("INSERT INTO members (id, tag, n, team) VALUES (7, $1, NULL, 1)", [.text(secret)]),
            ("INSERT INTO members (id) VALUES ($1)", [.text(secret), 31_337]),
            ("SELEC $1, $2", [.text(secret), 31_337]),
        ]
        for (statement, values) in failures {
            do {
                try await database.write { try $0.execute(statement, values) }
                try expect(statement, "to fail")
            } catch let error as SQLDatabaseError {
                let text = "\(error) \(String(reflecting: error))"
                try expect(text.contains(secret) || text.contains("31337"), false, text)
            }
        }
    }

    private static func makeMembers(in database: any SQLDatabase) async throws {
        try await database.run { dialect in
            [
                "CREATE TABLE teams (id \(dialect.integerType) NOT NULL PRIMARY KEY) \(dialect.strictTable)",
                """
                CREATE TABLE members (
                    id \(dialect.integerType) NOT NULL PRIMARY KEY,
                    tag TEXT \(dialect.byteOrder) NOT NULL UNIQUE,
                    n \(dialect.integerType) CHECK (n > 0),
                    team \(dialect.integerType) NOT NULL REFERENCES teams (id)
                ) \(dialect.clusteredTable)
                """,
                "INSERT INTO teams (id) VALUES (1)",
                "INSERT INTO members (id, tag, n, team) VALUES (1, 'tag', 1, 1)",
            ]
        }
    }
}
