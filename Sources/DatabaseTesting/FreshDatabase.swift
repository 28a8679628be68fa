import Glibc
public import SQLDatabase
import SQLDatabasePostgres
import SQLDatabaseSQLite

/// A database for one test, on the engine that this run of the tests is about: SQLite, or, where `FIRN_TEST_CATALOGUE`
/// is `postgres`, a ``PostgresSchema``.
public final class FreshDatabase: SQLDatabase {
    /// What stores the rows.
    public enum Engine: Sendable {
        case sqlite
        case postgreSQL
    }

    /// The engine of this run.
    public static let engine: Engine =
        getenv("FIRN_TEST_CATALOGUE").map { String(cString: $0) } == "postgres" ? .postgreSQL : .sqlite

    private let base: any SQLDatabase
    private let closeBase: @Sendable () async throws -> Void
    private let schema: PostgresSchema?

    /// An empty database that goes with this object.
    public convenience init() async throws {
        switch Self.engine {
        case .sqlite: self.init(try SQLiteDatabase.inMemory())
        case .postgreSQL: try await self.init(PostgresSchema())
        }
    }

    fileprivate init(_ database: SQLiteDatabase) {
        (base, closeBase, schema) = (database, { try await database.close() }, nil)
    }

    fileprivate init(_ schema: PostgresSchema) async throws {
        let database = try await schema.open()
        (base, closeBase, self.schema) = (database, { await database.close() }, schema)
    }

    /// The spelling of the engine.
    public var dialect: SQLDialect { base.dialect }

    /// See ``SQLDatabase/SQLDatabase/read(_:)``.
    public func read<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        try await base.read(body)
    }

    /// See ``SQLDatabase/SQLDatabase/write(_:)``.
    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        try await base.write(body)
    }

    /// Closes it: later reads and writes fail.
    public func close() async throws {
        try await closeBase()
    }
}

/// Where a database lies that is opened again and again: a file, or a schema that goes with this.
public struct DatabasePlace: Sendable {
    private let file: String
    private let schema: PostgresSchema?

    /// - Parameter file: the path of the file, where the engine of this run stores in files.
    public init(file: String) throws {
        self.file = file
        schema = FreshDatabase.engine == .postgreSQL ? try PostgresSchema() : nil
    }

    /// Opens it, empty at first.
    public func open() async throws -> FreshDatabase {
        if let schema { return try await FreshDatabase(schema) }
        return FreshDatabase(try SQLiteDatabase(path: file))
    }
}
