import SQLDatabase
import SQLDatabaseSQLite
import SQLDatabaseTesting
import Testing

@Suite("what every database promises, of SQLite", .timeLimit(.minutes(10)))
struct SQLiteConformanceTests {
    @Test("in a file", arguments: SQLDatabaseConformance.promises(.readsBesideWrites))
    func file(_ promise: SQLDatabasePromise) async throws {
        try await SQLDatabaseConformance(.readsBesideWrites) { body in
            try await withDatabaseFile { path in
                // What these reads wait for needs the threads of tasks.
                let database = try SQLiteDatabase(path: path, inlineReads: 0)
                try await body(database)
                try await database.close()
            }
        }.check(promise)
    }

    @Test("in memory", arguments: SQLDatabaseConformance.promises(.oneAtATime))
    func memory(_ promise: SQLDatabasePromise) async throws {
        try await SQLDatabaseConformance(.oneAtATime) { body in
            let database = try SQLiteDatabase.inMemory()
            try await body(database)
            try await database.close()
        }.check(promise)
    }
}
