import Foundation
import GlacierModel
import Glibc
import SQLDatabase
import SQLDatabaseSQLite

/// What this machine knows of vaults: the archives it uploaded or saw in inventories, and its unfinished uploads.
///
/// It is an index and a cache in one SQLite file. The service is the truth: whatever is lost here comes back with the
/// next inventory, except where on this machine a file lay. Every verb is one transaction; several processes may use
/// the file at once, each waiting up to ten seconds for another's transaction, and one that is killed leaves the last
/// committed state.
struct LocalCatalogue: Sendable {
    /// The file, as it was given.
    let path: String
    let database: any SQLDatabase
    private let now: @Sendable () -> Timestamp

    init(path: String, database: any SQLDatabase, now: @escaping @Sendable () -> Timestamp) {
        (self.path, self.database, self.now) = (path, database, now)
    }

    /// Times that opening is tried: two processes that open a new file at the same moment may get in each other's way.
    private static let attempts = 6

    /// Opens the file, which is made where it is missing (mode 0600, its folders 0700), and brings its tables up to
    /// date.
    ///
    /// It is not to be closed: dropping it is enough.
    ///
    /// - Throws: `LocalCatalogueError` in words for people.
    static func open(at path: String, surroundings: Surroundings = .live) async throws -> LocalCatalogue {
        try makeFile(path)
        for attempt in 1... {
            do {
                let database = try SQLiteDatabase(path: path, readers: 2)
                let now = surroundings.now
                try await Migrator(localCatalogueMigrations, now: { now().milliseconds }).migrate(database)
                return LocalCatalogue(path: path, database: database, now: now)
            } catch let error as SQLDatabaseError where error.code == .busy && attempt < attempts {
                try await surroundings.sleep(.init(milliseconds: Int64(50 << attempt)))
            } catch let error as SQLDatabaseError {
                throw LocalCatalogueError(path, error)
            } catch let error as MigrationError {
                throw LocalCatalogueError("the catalogue \(path) cannot be used: \(error)")
            }
        }
        throw LocalCatalogueError("the catalogue \(path) is in use")
    }

    /// The current moment.
    var moment: Timestamp { now() }

    /// Runs a write of one or more statements.
    ///
    /// - Throws: `LocalCatalogueError`
    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        do { return try await database.write(body) } catch let error as SQLDatabaseError {
            throw LocalCatalogueError(path, error)
        }
    }

    /// Runs a read on one snapshot.
    ///
    /// - Throws: `LocalCatalogueError`, what `body` throws
    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        do { return try await database.read(body) } catch let error as SQLDatabaseError {
            throw LocalCatalogueError(path, error)
        }
    }

    /// Makes an empty file that only its owner can read, from which SQLite takes the mode of the files beside it.
    ///
    /// A file that exists is not opened: closing it again would drop the locks that this process may hold on it.
    private static func makeFile(_ path: String) throws {
        guard access(path, F_OK) != 0 else { return }
        let folder = (path as NSString).deletingLastPathComponent
        do {
            if !folder.isEmpty, access(folder, F_OK) != 0 {
                try FileManager.default.createDirectory(
                    atPath: folder,
                    withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700]
                )
            }
        } catch {
            throw LocalCatalogueError("cannot make the folder of the catalogue \(path): \(error.localizedDescription)")
        }
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 || errno == EEXIST else {
            throw LocalCatalogueError("cannot make the catalogue \(path): \(systemMessage())")
        }
        if file >= 0 { Glibc.close(file) }
    }
}

/// Why the catalogue cannot be used, in words for people.
struct LocalCatalogueError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    init(_ path: String, _ error: SQLDatabaseError) {
        switch error.code {
        case .corrupt:
            self.init(
                "the catalogue \(path) is damaged or is none: move it away, and firn inventory rebuild fills a new one"
            )
        case .busy: self.init("the catalogue \(path) is in use by another process")
        case .readOnly: self.init("the catalogue \(path) cannot be written")
        case .outOfSpace: self.init("the catalogue \(path) cannot be written: the disk is full")
        default: self.init("the catalogue \(path) cannot be used: \(error)")
        }
    }
}
