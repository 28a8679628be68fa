import DatabaseTesting
import SQLDatabase
import SQLDatabasePostgres
import Testing

@Suite("opening a database on a server", .timeLimit(.minutes(5)), .enabled(if: PostgresServer.isAvailable))
struct OpeningTests {
    private func refusal(of url: String) async throws -> SQLDatabaseError? {
        await #expect(throws: SQLDatabaseError.self) { try await PostgresDatabase.open(url, randomBytes: chance) }
    }

    @Test("a server whose commits can be lost is refused", arguments: ["off", "local", "remote_write"])
    func durability(_ setting: String) async throws {
        let schema = try PostgresSchema(options: "-c synchronous_commit=\(setting)")
        let error = try await refusal(of: schema.url)
        #expect(error?.message.contains("synchronous_commit = \(setting)") == true)
    }

    @Test("what the server is set to later does not weaken an open connection")
    func pinned() async throws {
        let table = try await CounterTable(options: "-c synchronous_commit=remote_apply")
        let setting = try await table.database.read { transaction in
            try transaction.first("SELECT source FROM pg_settings WHERE name = 'synchronous_commit'") { try $0.text(0) }
        }
        #expect(setting == "session")
    }

    @Test("a wrong password is told without the password")
    func password() async throws {
        let schema = try PostgresSchema()
        let error = try await refusal(of: schema.url + "&password=s3cr3t%20w0rd")
        #expect(error?.code == .io)
        #expect(error?.message.contains("password authentication failed") == true)
        #expect(!String(reflecting: error).contains("s3cr3t"))
    }

    @Test("a server that is not there is told in the library's words, without the password")
    func nobody() async throws {
        let error = try await refusal(of: "postgres://u:s3cr3t@127.0.0.1:1/d")
        #expect(error?.code == .io)
        #expect(error?.message.contains("127.0.0.1") == true)
        #expect(!String(reflecting: error).contains("s3cr3t"))
    }

    @Test("of several hosts the one that answers is used")
    func hosts() async throws {
        let schema = try PostgresSchema()
        let several = schema.url.replacing("@", with: "@%2Fnowhere,")
        let database = try await PostgresDatabase.open(several, randomBytes: chance)
        #expect(try await database.read { try $0.integer("SELECT 1") } == 1)
        await database.close()
    }

    @Test("what the seam has no type for is an error, not a guess", arguments: ["1.5", "CAST(1 AS REAL)", "ARRAY[1]"])
    func types(_ expression: String) async throws {
        let table = try await CounterTable()
        let error = await #expect(throws: SQLDatabaseError.self) {
            try await table.database.read { try $0.query("SELECT \(expression)") { try $0.value(0) } }
        }
        #expect(error?.code == .unsupportedType)
    }

    @Test(
        "an error of a value that the server quotes does not tell it",
        arguments: ["CAST($1 AS BIGINT)", "CAST($1 AS DATE)"]
    )
    func quotedValues(_ expression: String) async throws {
        let table = try await CounterTable()
        let error = await #expect(throws: SQLDatabaseError.self) {
            try await table.database.read { try $0.execute("SELECT \(expression)", ["s3cr3t"]) }
        }
        #expect(error?.code == .unsupportedType)
        #expect(!String(reflecting: error).contains("s3cr3t"))
    }

    @Test("a transaction kept beyond its closure refuses, and so does a row")
    func kept() async throws {
        let table = try await CounterTable()
        try await table.database.read { transaction in
            let row = try #require(try transaction.first("SELECT name FROM counters") { $0 })
            let error = #expect(throws: SQLDatabaseError.self) { try row.text(0) }
            #expect(error?.code == .closed)
        }
        // Set before the read returns and read behind it.
        nonisolated(unsafe) var kept: (any SQLTransaction)?
        try await table.database.read { kept = $0 }
        let error = #expect(throws: SQLDatabaseError.self) { try kept?.execute("SELECT 1") }
        #expect(error?.code == .closed)
    }
}
