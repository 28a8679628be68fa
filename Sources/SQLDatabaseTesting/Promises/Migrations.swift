import SQLDatabase

extension SQLDatabasePromise {
    static let migrations = [applied, refused, together, failedStep]

    private static let first = Migration(number: 1, name: "items") { dialect in
        ["CREATE TABLE items (id \(dialect.identity), name TEXT \(dialect.byteOrder) NOT NULL) \(dialect.strictTable)"]
    }

    private static let second = Migration(number: 2, name: "items by name") { dialect in
        ["CREATE INDEX items_by_name ON items (name)", "INSERT INTO items (name) VALUES ('first')"]
    }

    private static let applied = SQLDatabasePromise("migrations are applied once, in order, and noted") { database in
        try expect(try await Migrator([first], now: { 1111 }).migrate(database), [1])
        try expect(try await Migrator([first, second], now: { 2222 }).migrate(database), [2])
        try expect(try await Migrator([first, second], now: { 3333 }).migrate(database), [])
        let noted = try await database.read { transaction in
            try transaction.query("SELECT number, name, applied_at FROM schema_migrations ORDER BY number") { row in
                "\(try row.integer(0)) \(try row.text(1)) \(try row.integer(2))"
            }
        }
        try expect(noted, ["1 items 1111", "2 items by name 2222"])
        try expect(try await database.read { try $0.integer("SELECT count(*) FROM items") }, 1)
    }

    private static let refused = SQLDatabasePromise("a database newer than the program is refused") { database in
        try await Migrator([first, second], now: { 1 }).migrate(database)
        do {
            try expect(try await Migrator([first], now: { 1 }).migrate(database), [], "no result")
        } catch let error as MigrationError {
            try expect(error, .databaseIsNewer(database: 2, program: 1))
        }
        do {
            try expect(try await Migrator([second], now: { 1 }).migrate(database), [], "no result")
        } catch let error as MigrationError {
            try expect(error, .misnumbered(expected: 1, found: 2))
        }
    }

    private static let together = SQLDatabasePromise("migrators that start together apply each step once") { database in
        let steps = try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<8 { group.addTask { try await Migrator([first, second], now: { 1 }).migrate(database) } }
            return try await group.reduce([]) { $0 + $1 }
        }
        try expect(steps.sorted(), [1, 2])
        try expect(try await database.read { try $0.integer("SELECT count(*) FROM items") }, 1)
    }

    private static let failedStep = SQLDatabasePromise("a migration that fails leaves no trace") { database in
        let broken = Migration(number: 2, name: "broken") { dialect in
            [
                "CREATE TABLE half (n \(dialect.integerType)) \(dialect.strictTable)",
                "INSERT INTO nowhere (n) VALUES (1)",
            ]
        }
        try await expectError(.statement) { try await Migrator([first, broken], now: { 1 }).migrate(database) }
        try expect(try await Migrator([first, second], now: { 1 }).migrate(database), [2])
        try await database.run { dialect in ["CREATE TABLE half (n \(dialect.integerType)) \(dialect.strictTable)"] }
    }
}
