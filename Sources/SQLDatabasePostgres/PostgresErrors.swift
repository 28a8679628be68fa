import CPQ
import SQLDatabase

extension SQLDatabaseError {
    /// What a closed database answers.
    static let databaseClosed = SQLDatabaseError(.closed, "the database is closed")

    /// What no connection became free for.
    static let noConnection = SQLDatabaseError(.busy, "no connection to the database became free in time")

    /// What a statement of a cancelled read fails with.
    static func readCancelled(_ sql: String?) -> SQLDatabaseError {
        SQLDatabaseError(.cancelled, "the task was cancelled", sql: sql)
    }
}

/// Why a statement failed, and what that means for its transaction.
struct StatementFailure: Error {
    enum Consequence {
        /// The same statement would fail again.
        case final
        /// The transaction lost against another one: it can be begun again.
        case conflict
        /// The connection is gone, and with it the transaction.
        case connectionLost
    }

    let error: SQLDatabaseError
    let consequence: Consequence

    init(_ error: SQLDatabaseError, _ consequence: Consequence = .final) {
        self.error = error
        self.consequence = consequence
    }

    /// What the server said of a statement.
    ///
    /// Of its words only the primary message is used, since the details hold values of rows, and that only for kinds of
    /// errors whose message holds none.
    ///
    /// Source: https://www.postgresql.org/docs/current/libpq-exec.html#LIBPQ-PQRESULTERRORFIELD
    init(_ result: OpaquePointer, _ sql: String?) {
        let state = ServerMessage(result).state
        let severity = ServerMessage(result).severity
        let code = SQLDatabaseError.Code(sqlState: state)
        let message =
            Self.quotesValues(state)
            ? "a value of the statement is not one the server can work with"
            : ServerMessage(result).primary
        error = SQLDatabaseError(code, message, sql: sql, cause: state.isEmpty ? "no SQLSTATE" : "SQLSTATE \(state)")
        consequence =
            switch state {
            case "40001", "40P01": .conflict
            default: ["FATAL", "PANIC"].contains(severity) || state.isEmpty ? .connectionLost : .final
            }
    }

    /// Only these classes of errors tell of tables, locks, settings and machines alone.
    private static func quotesValues(_ state: String) -> Bool {
        !["", "08", "0A", "23", "25", "28", "3D", "3F", "40", "42", "53", "54", "55", "57", "58", "XX"]
            .contains(state.prefix(2))
    }
}

/// The fields of an error or a notice of the server.
struct ServerMessage {
    /// Five letters and digits; empty where the library and not the server speaks.
    let state: String

    /// In English whatever the server's language: ERROR, FATAL, PANIC, WARNING, NOTICE, …
    let severity: String

    /// The fact in one line.
    let primary: String

    init(_ result: OpaquePointer) {
        state = string(PQresultErrorField(result, Int32(CPQ_STATE))) ?? ""
        severity = string(PQresultErrorField(result, Int32(CPQ_SEVERITY))) ?? ""
        primary =
            string(PQresultErrorField(result, Int32(CPQ_PRIMARY_MESSAGE)))
            ?? singleLine(PQresultErrorMessage(result))
    }
}

extension SQLDatabaseError.Code {
    /// Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
    init(sqlState: String) {
        switch sqlState {
        case "23505", "23P01": self = .uniqueViolation
        case "23503", "23001": self = .foreignKeyViolation
        case "23502": self = .notNullViolation
        case "23514": self = .checkViolation
        case "42804": self = .unsupportedType
        case "25P03", "25P04", "40003": self = .io
        case "25006": self = .readOnly
        case "40001", "40P01", "53300", "55006", "55P03", "57014": self = .busy
        case "XX001", "XX002": self = .corrupt
        case "": self = .io
        default: self.init(sqlStateClass: sqlState.prefix(2))
        }
    }

    private init(sqlStateClass: Substring) {
        switch sqlStateClass {
        case "0A", "21", "25", "3F", "42": self = .statement
        case "22", "54": self = .unsupportedType
        case "53": self = .outOfSpace
        case "08", "57", "58": self = .io
        default: self = .other
        }
    }
}
