import DatabaseTesting
import SQLDatabase
import SQLDatabasePostgres
import SQLDatabaseTesting
import Testing

@Suite(
    "what every database promises, of PostgreSQL",
    .timeLimit(.minutes(10)),
    .enabled(if: PostgresServer.isAvailable)
)
struct PostgresConformanceTests {
    @Test("on a server", arguments: SQLDatabaseConformance.promises(.readsBesideWrites))
    func server(_ promise: SQLDatabasePromise) async throws {
        try await SQLDatabaseConformance(.readsBesideWrites) { body in
            let schema = try PostgresSchema()
            let database = try await schema.open()
            try await body(database)
            await database.close()
        }.check(promise)
    }
}
