import SQLDatabase
import Testing

@testable import SQLDatabasePostgres

@Suite("codes of the server")
struct SQLStateTests {
    /// From https://www.postgresql.org/docs/current/errcodes-appendix.html, with what each is to a caller.
    private static let codes: [(String, SQLDatabaseError.Code)] = [
        ("08006", .io), ("0A000", .statement), ("22003", .unsupportedType), ("22P02", .unsupportedType),
        ("22021", .unsupportedType), ("23502", .notNullViolation), ("23503", .foreignKeyViolation),
        ("23505", .uniqueViolation), ("23514", .checkViolation), ("25001", .statement), ("25006", .readOnly),
        ("25P03", .io), ("40001", .busy), ("40003", .io), ("40P01", .busy), ("42601", .statement),
        ("42703", .statement), ("42804", .unsupportedType), ("42P01", .statement), ("53100", .outOfSpace),
        ("53200", .outOfSpace), ("53300", .busy), ("54000", .unsupportedType), ("55P03", .busy), ("57014", .busy),
        ("57P01", .io), ("58030", .io), ("P0001", .other), ("XX000", .other), ("XX001", .corrupt), ("", .io),
    ]

    @Test("each kind of failure has the code that callers branch on", arguments: codes)
    func code(_ state: String, _ expected: SQLDatabaseError.Code) {
        #expect(SQLDatabaseError.Code(sqlState: state) == expected)
    }
}
