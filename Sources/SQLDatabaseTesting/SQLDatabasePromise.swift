import SQLDatabase

/// One promise of the seam, with the proof of it.
public struct SQLDatabasePromise: Sendable {
    /// The promise, in words.
    public let name: String

    /// Whether the proof needs a read and a write under way at once.
    let needsOverlap: Bool

    let check: @Sendable (_ database: any SQLDatabase) async throws -> Void

    init(
        _ name: String,
        needsOverlap: Bool = false,
        check: @escaping @Sendable (_ database: any SQLDatabase) async throws -> Void
    ) {
        self.name = name
        self.needsOverlap = needsOverlap
        self.check = check
    }

    static let all: [SQLDatabasePromise] = [
        values, parameters, statements, rows, constraints, transactions, isolation, ordering, crowds, clock,
        migrations,
    ].flatMap { $0 }
}

extension SQLDatabasePromise: CustomStringConvertible {
    /// The promise, in words.
    public var description: String { name }
}
