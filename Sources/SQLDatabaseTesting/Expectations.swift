import SQLDatabase

/// A promise that does not hold.
public struct ConformanceFailure: Error, CustomStringConvertible, Sendable {
    /// What was expected and what was found, and where in the suite.
    public let description: String

    init(_ text: String, _ file: String, _ line: Int) {
        description = "\(text) (\(file):\(line))"
    }
}

/// Throws where the two differ.
func expect<Value: Equatable>(
    _ found: Value,
    _ expected: Value,
    _ what: String = "",
    file: String = #fileID,
    line: Int = #line
) throws {
    guard found != expected else { return }
    throw ConformanceFailure("\(what) expected \(expected), found \(found)", file, line)
}

/// Throws where `body` does not fail with an error of the given code; returns that error.
@discardableResult
func expectError<Result>(
    _ code: SQLDatabaseError.Code,
    _ what: String = "",
    file: String = #fileID,
    line: Int = #line,
    _ body: () async throws -> Result
) async throws -> SQLDatabaseError {
    do {
        _ = try await body()
    } catch let error as SQLDatabaseError where error.code == code {
        return error
    } catch {
        throw ConformanceFailure("\(what) expected \(code), found \(error)", file, line)
    }
    throw ConformanceFailure("\(what) expected \(code), but it succeeded", file, line)
}

/// What a closure of the suite throws on purpose.
struct Refusal: Error, Hashable {
    let number: Int
}

extension SQLTransaction {
    /// The one integer of a statement that returns one.
    func integer(_ sql: String, _ values: [SQLValue] = []) throws -> Int64? {
        try first(sql, values) { try $0.integer(0) }
    }
}

extension SQLDatabase {
    /// Runs statements without parameters in one write transaction.
    func run(_ statements: (_ dialect: SQLDialect) -> [String]) async throws {
        let statements = statements(dialect)
        try await write { transaction in
            for statement in statements { try transaction.execute(statement) }
        }
    }

    /// The table most promises need: one column of each type.
    func makeThings() async throws {
        try await run { dialect in
            [
                """
                CREATE TABLE things (
                    id \(dialect.identity),
                    n \(dialect.integerType),
                    t TEXT \(dialect.byteOrder),
                    b \(dialect.bytesType)
                ) \(dialect.strictTable)
                """
            ]
        }
    }

    /// The table of named counters, with one of them at 0.
    func makeCounters() async throws {
        try await run { dialect in
            [
                """
                CREATE TABLE counters (
                    name TEXT \(dialect.byteOrder) NOT NULL PRIMARY KEY,
                    n \(dialect.integerType) NOT NULL
                ) \(dialect.clusteredTable)
                """,
                "INSERT INTO counters (name, n) VALUES ('a', 0)",
            ]
        }
    }

    /// Where the counter stands.
    func counter() async throws -> Int64? {
        try await read { try $0.integer("SELECT n FROM counters WHERE name = 'a'") }
    }

    /// How many rows the table of things has.
    func countOfThings() async throws -> Int64? {
        try await read { try $0.integer("SELECT count(*) FROM things") }
    }
}
