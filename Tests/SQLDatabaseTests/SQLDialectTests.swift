import SQLDatabase
import Testing

@Suite("dialects")
struct SQLDialectTests {
    @Test("a table is locked where writers run side by side")
    func lockTable() {
        #expect(SQLDialect.postgreSQL.lockTable("jobs") == "LOCK TABLE jobs IN EXCLUSIVE MODE")
        #expect(SQLDialect.sqlite.lockTable("jobs") == nil)
    }

    @Test("a number is locked where writers run side by side")
    func lockNumber() {
        #expect(SQLDialect.postgreSQL.lockNumber(7) == "SELECT pg_advisory_xact_lock(7)")
        #expect(SQLDialect.sqlite.lockNumber(7) == nil)
    }

    @Test("an integer has 64 bits in both")
    func integers() {
        // PostgreSQL's INTEGER has 32.
        #expect(SQLDialect.postgreSQL.integerType == "BIGINT")
        #expect(SQLDialect.sqlite.integerType == "INTEGER")
    }
}
