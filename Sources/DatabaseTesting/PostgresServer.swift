import CPQ
import Glibc
import Synchronization

/// The PostgreSQL server that tests may use, named by a superuser's URL in `FIRN_TEST_POSTGRES`.
///
/// A process of tests has a database of its own on it, made when it is first needed and dropped when the process ends.
public enum PostgresServer {
    /// The URL of a superuser; nil where tests have no server.
    public static let url = getenv("FIRN_TEST_POSTGRES").map { String(cString: $0) }

    /// Whether tests have a server.
    public static var isAvailable: Bool { url != nil }

    private static let database = Result { try makeDatabase() }
    private static let counter = Atomic(0)

    /// The URL of the database of this process, to which parameters can be added with `&`, and a name for a schema that
    /// was not given out before.
    static func place() throws -> (url: String, schema: String) {
        (try database.get(), "schema_\(counter.add(1, ordering: .relaxed).newValue)")
    }

    /// Runs statements one by one, each in a transaction of its own, and not through the driver under test.
    ///
    /// - Returns: the first column of the last statement's first row.
    @discardableResult
    public static func run(_ statements: [String], at url: String) throws -> String? {
        let connection = PQconnectdb(url)
        defer { PQfinish(connection) }
        var value: String?
        for statement in statements {
            let result = PQexec(connection, statement)
            defer { PQclear(result) }
            guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result)) else {
                throw ServerRefusal(description: String(cString: PQerrorMessage(connection)))
            }
            value = PQntuples(result) > 0 ? String(cString: PQgetvalue(result, 0, 0)) : nil
        }
        return value
    }

    /// The URL with another database.
    private static func makeDatabase() throws -> String {
        guard let url else { throw ServerRefusal(description: "FIRN_TEST_POSTGRES is not set") }
        try run(["CREATE DATABASE \(name)"], at: url)
        atexit {
            guard let url = PostgresServer.url else { return }
            _ = try? PostgresServer.run(["DROP DATABASE \(PostgresServer.name) WITH (FORCE)"], at: url)
        }
        return url + (url.contains("?") ? "&" : "?") + "dbname=\(name)"
    }

    private static let name = "firn_tests_\(UInt64.random(in: .min ... .max))"
}

/// What the server said instead of doing what a test needs.
public struct ServerRefusal: Error, CustomStringConvertible {
    /// The server's words.
    public let description: String
}
