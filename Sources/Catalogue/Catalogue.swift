import BlobStore
package import GlacierModel
package import SQLDatabase
import TreeHash

/// All metadata of a deployment: every SQL statement of the product, once, portable over both drivers.
///
/// Each verb is one transaction: it loads, lets the model decide, and stores. Rows are read through the same
/// initialisers as requests, because a database is input too.
package struct Catalogue: Sendable {
    let database: any SQLDatabase
    let deployment: Deployment
    /// The newest version of what decides who may do what; see `changingAccess(_:)`.
    package let knownAccessVersion = KnownAccessVersion()
    private let leaseClock: LeaseClock

    /// - Parameter leaseClock: which clock leases are measured with.
    package init(database: any SQLDatabase, deployment: Deployment, leaseClock: LeaseClock) {
        self.database = database
        self.deployment = deployment
        self.leaseClock = leaseClock
    }

    /// The moment by which leases are given and run out: one clock for all nodes of a deployment.
    func leaseNow(_ tx: any SQLTransaction) throws -> Timestamp {
        switch leaseClock {
        case .given(let now): return now()
        case .database:
            let now = try tx.first("SELECT \(tx.dialect.currentMilliseconds)") { row in try row.timestamp(0) }
            guard let now else { throw SQLDatabaseError(.other, "the database does not tell its time") }
            return now
        }
    }

    /// Brings the tables to the form that this program knows.
    package static func migrate(_ database: any SQLDatabase, now: Timestamp) async throws {
        try await Migrator(allMigrations, now: { now.milliseconds }).migrate(database)
    }

    /// Whether the tables have the form that this program knows.
    package static func isCurrent(_ database: any SQLDatabase) async throws -> Bool {
        try await Migrator(allMigrations, now: { 0 }).isCurrent(database)
    }

    /// Whether the catalogue answers: for health checks.
    package func ping() async throws {
        _ = try await database.read { tx in
            try tx.first("SELECT 1") { row in try row.integer(0) }
        }
    }
}

/// Whose clock leases are measured with: nodes whose own clocks differ must not take each other's work away.
package enum LeaseClock: Sendable {
    /// The database server's, where several nodes share it.
    case database
    /// The process's own, where it is the only one.
    case given(@Sendable () -> Timestamp)
}

/// A row that holds what no program of this version writes.
package struct CorruptRow: Error, Sendable {
    package let table: String
    package let column: String
}

extension SQLValue {
    static func timestamp(_ moment: Timestamp) -> SQLValue { .integer(moment.milliseconds) }
    static func digest(_ digest: Digest) -> SQLValue { .bytes(digest.bytes) }
    static func blob(_ key: BlobKey) -> SQLValue { .text(key.text) }
}

extension SQLRow {
    /// Reads a value through the initialiser that requests go through.
    ///
    /// - Throws: `CorruptRow` in place of the initialiser's error, which would blame a request.
    func parsed<Value>(_ table: String, _ column: String, _ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch is ServiceError {
            throw CorruptRow(table: table, column: column)
        }
    }

    /// The size of an archive in bytes.
    func archiveSize(_ column: Int, _ table: String) throws -> Int64 {
        let size = try integer(column)
        guard (1...Limits.archiveBytes).contains(size) else { throw CorruptRow(table: table, column: "size") }
        return size
    }

    func timestamp(_ column: Int) throws -> Timestamp {
        Timestamp(milliseconds: try integer(column))
    }

    func timestampOrNull(_ column: Int) throws -> Timestamp? {
        try integerOrNull(column).map(Timestamp.init(milliseconds:))
    }

    func digest(_ column: Int, _ table: String) throws -> Digest {
        guard let digest = Digest(bytes: try bytes(column)) else {
            throw CorruptRow(table: table, column: "tree_hash")
        }
        return digest
    }

    func digestOrNull(_ column: Int, _ table: String) throws -> Digest? {
        guard let bytes = try bytesOrNull(column) else { return nil }
        guard let digest = Digest(bytes: bytes) else { throw CorruptRow(table: table, column: "tree_hash") }
        return digest
    }

    func blobKey(_ column: Int, _ table: String) throws -> BlobKey {
        guard let key = BlobKey(try text(column)) else { throw CorruptRow(table: table, column: "blob_key") }
        return key
    }
}
