import SQLDatabase
public import SQLDatabasePostgres

/// An empty schema of a test's own on the server, dropped when nobody holds this any more.
public final class PostgresSchema: Sendable {
    /// The URL of a database whose tables are those of the schema.
    public let url: String

    private let name: String

    /// Makes the schema.
    ///
    /// - Parameter options: further settings of each session, such as `-c synchronous_commit=off`.
    public init(options: String = "") throws {
        let place = try PostgresServer.place()
        (name, url) = (
            place.schema, "\(place.url)&options=\(Self.encoded("-c search_path=\(place.schema) \(options)"))"
        )
        try PostgresServer.run(["CREATE SCHEMA \(name)"], at: url)
    }

    deinit {
        // What cannot be dropped goes with the database of the process.
        _ = try? PostgresServer.run(["SET client_min_messages = error", "DROP SCHEMA \(name) CASCADE"], at: url)
    }

    private static func encoded(_ options: String) -> String {
        options.replacing(" ", with: "%20").replacing("=", with: "%3D")
    }

    /// Opens the schema as a database.
    public func open(_ settings: PostgresSettings = PostgresSettings()) async throws -> PostgresDatabase {
        var settings = settings
        // Many tests run at once, and the server takes only so many connections.
        settings.connections = min(settings.connections, 4)
        return try await PostgresDatabase.open(url, settings: settings) { count in
            (0..<count).map { _ in UInt8.random(in: .min ... .max) }
        }
    }
}
