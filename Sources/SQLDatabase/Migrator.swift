/// Brings a database's schema up to the program's, each step in one write transaction of its own.
///
/// What was applied is kept in the table `schema_migrations`. Several processes may migrate one database at once: each
/// step is applied by one of them.
public struct Migrator: Sendable {
    /// A number that nobody else who uses the database locks: the letters "migrator".
    private static let creationLock: Int64 = 0x6D69_6772_6174_6F72

    private let migrations: [Migration]
    private let now: @Sendable () -> Int64

    /// A migrator of the program's whole history.
    ///
    /// - Parameters:
    ///   - migrations: every step ever released, in order.
    ///   - now: the moment noted with a step, in milliseconds since 1970-01-01T00:00:00Z.
    public init(_ migrations: [Migration], now: @escaping @Sendable () -> Int64) {
        self.migrations = migrations
        self.now = now
    }

    /// Applies the steps the database does not have yet, in order. A failing step leaves no trace, and the steps before
    /// it stay.
    ///
    /// - Returns: the numbers of the steps applied by this call.
    /// - Throws: ``MigrationError`` when database and program do not fit, before anything is changed;
    ///   ``SQLDatabaseError`` when a statement fails.
    @discardableResult
    public func migrate(_ database: any SQLDatabase) async throws -> [Int] {
        try checkNumbers()
        try await createTable(in: database)
        var applied: [Int] = []
        while let number = try await database.write({ try applyNext(in: $0) }) { applied.append(number) }
        return applied
    }

    /// Whether the database has all steps. Nothing is changed; a database without any step is none to be asked.
    ///
    /// - Throws: ``MigrationError`` when database and program do not fit, ``SQLDatabaseError`` when there is no note of
    ///   any step.
    public func isCurrent(_ database: any SQLDatabase) async throws -> Bool {
        try checkNumbers()
        return try await database.read { try Self.next(of: migrations, after: applied(in: $0)) == nil }
    }

    private func checkNumbers() throws(MigrationError) {
        for (index, migration) in migrations.enumerated() where migration.number != index + 1 {
            throw .misnumbered(expected: index + 1, found: migration.number)
        }
    }

    /// Two processes that create the table at the same moment would collide in spite of `IF NOT EXISTS`.
    private func createTable(in database: any SQLDatabase) async throws {
        try await database.write { transaction in
            let dialect = transaction.dialect
            if let lock = dialect.lockNumber(Self.creationLock) { try transaction.execute(lock) }
            try transaction.execute(
                """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    number \(dialect.integerType) NOT NULL PRIMARY KEY,
                    name TEXT NOT NULL,
                    applied_at \(dialect.integerType) NOT NULL
                ) \(dialect.strictTable)
                """
            )
        }
    }

    /// The number of the step applied, or nil where the database has them all.
    private func applyNext(in transaction: any SQLTransaction) throws -> Int? {
        if let lock = transaction.dialect.lockTable("schema_migrations") { try transaction.execute(lock) }
        guard let next = try Self.next(of: migrations, after: applied(in: transaction)) else { return nil }
        for statement in next.statements(transaction.dialect) { try transaction.execute(statement) }
        try transaction.execute(
            "INSERT INTO schema_migrations (number, name, applied_at) VALUES ($1, $2, $3)",
            [SQLValue(next.number), .text(next.name), .integer(now())]
        )
        return next.number
    }

    private func applied(in transaction: any SQLTransaction) throws -> [AppliedMigration] {
        try transaction.query("SELECT number, name FROM schema_migrations ORDER BY number") { row in
            AppliedMigration(number: Int(clamping: try row.integer(0)), name: try row.text(1))
        }
    }

    /// The first step the database lacks, or nil where it has all; an error where it is no beginning of the program's
    /// history.
    static func next(
        of migrations: [Migration],
        after applied: [AppliedMigration]
    ) throws(MigrationError) -> Migration? {
        if let last = applied.last, last.number > migrations.count {
            throw .databaseIsNewer(database: last.number, program: migrations.count)
        }
        for (stored, migration) in zip(applied, migrations) {
            guard stored.number == migration.number else { throw .missing(number: migration.number) }
            guard stored.name == migration.name else {
                throw .renamed(number: stored.number, database: stored.name, program: migration.name)
            }
        }
        return migrations.dropFirst(applied.count).first
    }
}

/// A row of `schema_migrations`.
struct AppliedMigration: Hashable, Sendable {
    let number: Int
    let name: String
}
