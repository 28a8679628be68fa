import SQLDatabase

/// A statement as SQLite understands it.
///
/// SQLite numbers parameters written `$1` by their first appearance, not by their digits, and parameters written `?1`
/// by their digits. So `$n` becomes `?n`, wherever it is a parameter: not inside a literal, a quoted name, a comment or
/// an unquoted name.
///
/// Source: https://www.sqlite.org/lang_expr.html#varparam
struct StatementText: Hashable, Sendable {
    let translated: String

    /// How many values it takes.
    let parameterCount: Int

    /// Whether the prepared statement is worth keeping.
    var isKept = true

    /// Statements that begin or end transactions, or that change the connection for those who use it next.
    private static let refusedVerbs: Set<String> = [
        "ABORT", "ATTACH", "BEGIN", "COMMIT", "DETACH", "END", "PRAGMA", "PREPARE", "RELEASE", "ROLLBACK", "SAVEPOINT",
        "SET", "START", "VACUUM",
    ]

    /// - Throws: ``SQLDatabaseError/Code/statement`` for a statement that a transaction does not take, and for
    ///   parameters of another form or with gaps in their numbers.
    init(translating sql: String) throws(SQLDatabaseError) {
        guard !sql.utf8.contains(0) else {
            throw SQLDatabaseError(.statement, "the statement holds U+0000, where SQLite would cut it off", sql: sql)
        }
        let scanner = StatementScanner(sql)
        guard !Self.refusedVerbs.contains(scanner.verb) else {
            throw SQLDatabaseError(.statement, "a transaction does not take this kind of statement", sql: sql)
        }
        let numbers = scanner.parameters
        guard !scanner.hasOtherParameters, numbers == Set(1..<(numbers.count + 1)) else {
            throw SQLDatabaseError(.statement, "parameters are numbered $1, $2, … without gaps", sql: sql)
        }
        translated = scanner.translated
        parameterCount = numbers.count
    }
}
