import Catalogue
import GlacierModel
import SQLDatabase
import SQLDatabasePostgres
import SQLDatabaseSQLite

/// The database that holds the catalogue: a file in the data folder, or a PostgreSQL server.
struct CatalogueDatabase {
    let database: any SQLDatabase
    /// What leases of the catalogue are measured with.
    let leaseClock: LeaseClock
    private let closeDatabase: @Sendable () async throws -> Void

    /// Opens it and brings its tables up to date.
    ///
    /// - Throws: `StartupError` in words for the operator, without secrets.
    static func open(
        _ configuration: ServerConfiguration,
        _ paths: DataFolder.Paths,
        _ surroundings: Surroundings
    ) async throws -> CatalogueDatabase {
        do {
            let opened =
                if let url = configuration.catalogueURL {
                    CatalogueDatabase(try await PostgresDatabase.open(url, randomBytes: surroundings.randomBytes))
                } else {
                    CatalogueDatabase(try SQLiteDatabase(path: paths.catalogueFile), surroundings)
                }
            try await Catalogue.migrate(opened.database, now: surroundings.now())
            return opened
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
    }

    /// Processes on several machines, whose clocks differ, may use the server.
    private init(_ database: PostgresDatabase) {
        self.database = database
        leaseClock = .database
        closeDatabase = { await database.close() }
    }

    /// Finishes what is under way and closes the database.
    func close() async throws {
        try await closeDatabase()
    }
}
