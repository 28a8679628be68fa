import SQLDatabase
import Testing

@Suite("errors")
struct SQLDatabaseErrorTests {
    @Test("an error describes itself in one line")
    func description() {
        let full = SQLDatabaseError(
            .uniqueViolation,
            "UNIQUE failed: a.b",
            sql: "INSERT INTO a VALUES ($1)",
            cause: "2067"
        )
        #expect("\(full)" == "uniqueViolation: UNIQUE failed: a.b (2067) in: INSERT INTO a VALUES ($1)")
        #expect("\(SQLDatabaseError(.closed, "the database is closed"))" == "closed: the database is closed")
    }
}
