/// A statement that every database reads alike, as far as parameters and the kind of the statement go.
package struct StatementText: Hashable, Sendable {
    /// The statement with its parameters written `?1`, for SQLite.
    ///
    /// SQLite numbers parameters written `$1` by their first appearance, not by their digits, and parameters written
    /// `?1` by their digits. So `$n` becomes `?n`, wherever it is a parameter: not inside a literal, a quoted name, a
    /// comment or an unquoted name.
    ///
    /// Source: https://www.sqlite.org/lang_expr.html#varparam
    package let withQuestionMarks: String

    /// How many values it takes.
    package let parameterCount: Int

    /// Whether the prepared statement is worth keeping.
    package internal(set) var isKept = true

    /// Statements that begin or end transactions, that change the connection for those who use it next, or whose rows
    /// come by another way than that of a query.
    private static let refusedVerbs: Set<String> = [
        "ABORT", "ATTACH", "BEGIN", "CALL", "CLOSE", "COMMIT", "COPY", "DEALLOCATE", "DECLARE", "DETACH", "DISCARD",
        "DO", "END", "EXECUTE", "FETCH", "LISTEN", "LOAD", "MOVE", "NOTIFY", "PRAGMA", "PREPARE", "RELEASE", "RESET",
        "ROLLBACK", "SAVEPOINT", "SET", "START", "UNLISTEN", "VACUUM",
    ]

    /// - Throws: ``SQLDatabaseError/Code/statement`` for a statement that a transaction does not take, for parameters
    ///   of another form or with gaps in their numbers, and for what databases read differently.
    package init(reading sql: String) throws(SQLDatabaseError) {
        guard !sql.utf8.contains(0) else {
            throw SQLDatabaseError(
                .statement,
                "the statement holds U+0000, where a database would cut it off",
                sql: sql
            )
        }
        let scanner = StatementScanner(sql)
        guard !scanner.hasAmbiguousComments else {
            throw SQLDatabaseError(.statement, "databases differ in where a comment of it ends", sql: sql)
        }
        guard !Self.refusedVerbs.contains(scanner.verb) else {
            throw SQLDatabaseError(.statement, "a transaction does not take this kind of statement", sql: sql)
        }
        let numbers = scanner.parameters
        guard !scanner.hasOtherParameters, numbers == Set(1..<(numbers.count + 1)) else {
            throw SQLDatabaseError(.statement, "parameters are numbered $1, $2, … without gaps", sql: sql)
        }
        withQuestionMarks = scanner.withQuestionMarks
        parameterCount = numbers.count
    }
}
