public import SQLDatabase

/// The suite every driver passes: what ``SQLDatabase/SQLDatabase`` and ``SQLDatabase/SQLTransaction`` promise, each
/// promise tried on a fresh, empty database.
///
/// It knows no test framework. A broken promise is thrown as a ``ConformanceFailure``.
public struct SQLDatabaseConformance: Sendable {
    /// Makes an empty database, hands it to `body`, and removes it without a trace.
    public typealias Scope =
        @Sendable (
            _ body: @Sendable (_ database: any SQLDatabase) async throws -> Void
        ) async throws -> Void

    /// What a driver can do at once.
    public enum Concurrency: Sendable {
        /// A read and a write can both be under way. Every driver for production is so.
        case readsBesideWrites

        /// One transaction runs at a time; the promises about overlapping ones hold trivially and are left out.
        case oneAtATime
    }

    private let concurrency: Concurrency
    private let withFreshDatabase: Scope

    /// The suite for one driver.
    public init(_ concurrency: Concurrency, withFreshDatabase: @escaping Scope) {
        self.concurrency = concurrency
        self.withFreshDatabase = withFreshDatabase
    }

    /// The promises that apply, to be given to a parameterised test.
    public static func promises(_ concurrency: Concurrency) -> [SQLDatabasePromise] {
        SQLDatabasePromise.all.filter { promise in
            switch concurrency {
            case .readsBesideWrites: true
            case .oneAtATime: !promise.needsOverlap
            }
        }
    }

    /// Tries one promise.
    public func check(_ promise: SQLDatabasePromise) async throws {
        try await withFreshDatabase { try await promise.check($0) }
    }

    /// Tries every promise that applies, and throws at the first that is broken.
    public func run() async throws {
        for promise in Self.promises(concurrency) { try await check(promise) }
    }
}
