import Catalogue
import GlacierModel
import Glibc
import SQLDatabase
import SQLDatabasePostgres
import SQLDatabaseSQLite

/// The database that holds the catalogue: a file in the data folder, or a PostgreSQL server.
struct CatalogueDatabase {
    let database: any SQLDatabase
    /// What leases of the catalogue are measured with.
    let leaseClock: LeaseClock
    private let closeDatabase: @Sendable () async throws -> Void
    private let leaveDatabase: @Sendable () async -> Void

    /// Opens it and brings its tables up to date.
    ///
    /// - Throws: `StartupError` in words for the operator, without secrets.
    static func open(
        _ configuration: ServerConfiguration,
        _ paths: DataFolder.Paths,
        _ surroundings: Surroundings
    ) async throws -> CatalogueDatabase {
        try await withWords {
            let opened = try await connect(configuration, paths, surroundings)
            try await Catalogue.migrate(opened.database, now: surroundings.now())
            return opened
        }
    }

    /// Opens one that a server of this version has used, without changing its tables.
    ///
    /// - Throws: `StartupError` in words for the operator, without secrets.
    static func openExisting(
        _ configuration: ServerConfiguration,
        _ paths: DataFolder.Paths,
        _ surroundings: Surroundings
    ) async throws -> CatalogueDatabase {
        guard configuration.catalogueURL != nil || access(paths.catalogueFile, F_OK) == 0 else {
            throw StartupError("\(paths.catalogueFile) does not exist: is the catalogue elsewhere (--catalogue)?")
        }
        return try await withWords {
            let opened = try await connect(configuration, paths, surroundings)
            guard try await Catalogue.isCurrent(opened.database) else {
                throw StartupError("the catalogue is of an older version: start this version of the server once")
            }
            return opened
        }
    }

    private static func connect(
        _ configuration: ServerConfiguration,
        _ paths: DataFolder.Paths,
        _ surroundings: Surroundings
    ) async throws -> CatalogueDatabase {
        guard let url = configuration.catalogueURL else {
            return CatalogueDatabase(try SQLiteDatabase(path: paths.catalogueFile), surroundings)
        }
        return CatalogueDatabase(try await PostgresDatabase.open(url, randomBytes: surroundings.randomBytes))
    }

    private static func withWords(_ open: () async throws -> CatalogueDatabase) async throws -> CatalogueDatabase {
        do {
            return try await open()
        } catch let error as SQLDatabaseError {
            throw StartupError("the catalogue cannot be opened: \(error)")
        } catch let error as MigrationError {
            throw StartupError("the catalogue cannot be used: \(error)")
        }
    }

    /// One server alone uses the file, and commands of its operator beside it on the same machine.
    private init(_ database: SQLiteDatabase, _ surroundings: Surroundings) {
        self.database = database
        leaseClock = .given(surroundings.now)
        closeDatabase = { try await database.close() }
        leaveDatabase = {}
    }

    /// Processes on several machines, whose clocks differ, may use the server.
    private init(_ database: PostgresDatabase) {
        self.database = database
        leaseClock = .database
        closeDatabase = { await database.close() }
        leaveDatabase = { await database.close() }
    }

    /// Ends the use of a database that others go on to use.
    func leave() async { await leaveDatabase() }

    /// Finishes what is under way and closes the database.
    func close() async throws {
        try await closeDatabase()
    }
}
