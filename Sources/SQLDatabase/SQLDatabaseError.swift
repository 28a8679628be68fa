/// Why a statement, a transaction or the opening of a database failed.
///
/// It never holds a value that was bound or read, so it can be logged.
public struct SQLDatabaseError: Error, Hashable, Sendable {
    /// What a caller can branch on.
    public enum Code: Hashable, Sendable {
        /// A row with the same primary key or the same unique columns exists.
        case uniqueViolation
        /// A referenced row does not exist, or a row is still referenced.
        case foreignKeyViolation
        /// A column that must have a value got none.
        case notNullViolation
        /// A `CHECK` constraint does not hold.
        case checkViolation
        /// The statement cannot be run: its syntax, an unknown table, the number of its values, or a kind of statement
        /// that a transaction does not take.
        case statement
        /// A value cannot be stored where it was sent, or a column holds another type than was asked for.
        case unsupportedType
        /// A read transaction was asked to write, or the database cannot be written.
        case readOnly
        /// Somebody else held a lock, or conflicting transactions kept winning, for longer than the driver tries.
        case busy
        /// The disk, a quota or the database's own limit is full.
        case outOfSpace
        /// The disk or the connection failed.
        case io
        /// The database is damaged, or is none.
        case corrupt
        /// The calling task was cancelled.
        case cancelled
        /// The database was closed, or a row or transaction was used after its closure returned.
        case closed
        /// Anything else; the message and the cause tell.
        case other
    }

    /// What a caller can branch on.
    public let code: Code

    /// The fact, for people.
    public let message: String

    /// The statement that failed, as it was given: with its parameters, without their values.
    public let sql: String?

    /// The database engine's own code or words, where it had any.
    public let cause: String?

    /// An error with its parts.
    public init(_ code: Code, _ message: String, sql: String? = nil, cause: String? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
        self.cause = cause
    }
}

extension SQLDatabaseError: CustomStringConvertible {
    /// Code, message, cause and statement in one line.
    public var description: String {
        var text = "\(code): \(message)"
        if let cause { text += " (\(cause))" }
        if let sql { text += " in: \(sql)" }
        return text
    }
}
