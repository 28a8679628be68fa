import GRDB
import SQLDatabase

extension SQLDatabaseError {
    /// What a closed database answers.
    static let databaseClosed = SQLDatabaseError(.closed, "the database is closed")

    /// An error of GRDB in the seam's words; any other error stays as it is.
    static func mapping(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return SQLDatabaseError(error)
    }

    /// Why a database could not be opened.
    init(opening error: any Error) {
        self.init(error, in: nil)
    }

    /// Whatever a statement of the given text ran into.
    init(_ error: any Error, in sql: String?) {
        switch error {
        case let error as SQLDatabaseError: self = error
        case let error as DatabaseError: self.init(error, in: sql)
        case is CancellationError: self.init(.cancelled, "the task was cancelled", sql: sql)
        default: self.init(.other, "unexpected error", sql: sql, cause: "\(type(of: error))")
        }
    }

    /// SQLite's messages name tables, columns and constraints, never values.
    ///
    /// Source: https://www.sqlite.org/rescode.html
    init(_ error: DatabaseError, in sql: String? = nil) {
        self.init(
            Code(error.extendedResultCode),
            error.message ?? "no message",
            sql: sql ?? error.sql,
            cause: "SQLite \(error.extendedResultCode.rawValue)"
        )
    }
}

extension SQLDatabaseError.Code {
    fileprivate init(_ code: ResultCode) {
        switch code {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
            self = .uniqueViolation
        case .SQLITE_CONSTRAINT_FOREIGNKEY: self = .foreignKeyViolation
        case .SQLITE_CONSTRAINT_NOTNULL: self = .notNullViolation
        case .SQLITE_CONSTRAINT_CHECK: self = .checkViolation
        case .SQLITE_CONSTRAINT_DATATYPE, .SQLITE_MISMATCH, .SQLITE_TOOBIG: self = .unsupportedType
        case .SQLITE_ERROR, .SQLITE_RANGE, .SQLITE_AUTH, .SQLITE_MISUSE: self = .statement
        case .SQLITE_READONLY: self = .readOnly
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_FULL: self = .outOfSpace
        case .SQLITE_IOERR, .SQLITE_CANTOPEN: self = .io
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt
        case .SQLITE_INTERRUPT: self = .cancelled
        default: self = .other
        }
    }
}
