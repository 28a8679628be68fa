import Foundation
import SQLDatabase
import Testing

@testable import SQLDatabaseSQLite

@Suite("durability")
struct DurabilityTests {
    @Test("every commit is synced: the writer has synchronous=FULL and a write-ahead log, also when opened again")
    func settings() async throws {
        try await withDatabaseFile { path in
            for _ in 1...3 {
                let database = try SQLiteDatabase(path: path)
                try await database.write { try $0.execute("CREATE TABLE IF NOT EXISTS a (n INTEGER) STRICT") }
                #expect(try await database.setting("synchronous") == "2")
                #expect(try await database.setting("journal_mode") == "wal")
                #expect(try await database.setting("foreign_keys") == "1")
                try await database.close()
            }
        }
    }

    @Test("what was acknowledged is there after an abrupt end")
    func abruptEnd() async throws {
        try await withDatabaseFile { path in
            let database = try SQLiteDatabase(path: path)
            try await database.write { try $0.execute("CREATE TABLE a (n INTEGER) STRICT") }
            for number in 1...50 {
                try await database.write { try $0.execute("INSERT INTO a VALUES ($1)", [SQLValue(number)]) }
            }
            // The files as a crash would leave them, while the database is still open.
            let crashed = path + ".crashed"
            try FileManager.default.copyItem(atPath: path, toPath: crashed)
            try FileManager.default.copyItem(atPath: path + "-wal", toPath: crashed + "-wal")

            let survivor = try SQLiteDatabase(path: crashed)
            let found = try await survivor.read { try $0.query("SELECT n FROM a ORDER BY n") { try $0.integer(0) } }
            #expect(found == Array(1...50))
            try await survivor.close()
            try await database.close()
        }
    }

    @Test("closing moves everything into the one file")
    func close() async throws {
        try await withDatabaseFile { path in
            let database = try SQLiteDatabase(path: path)
            try await database.write { try $0.execute("CREATE TABLE a (n INTEGER) STRICT") }
            try await database.write { try $0.execute("INSERT INTO a VALUES (7)") }
            _ = try await database.read { try $0.first("SELECT n FROM a") { try $0.integer(0) } }
            try await database.close()
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
            #expect(!FileManager.default.fileExists(atPath: path + "-shm"))

            let again = try SQLiteDatabase(path: path)
            #expect(try await again.read { try $0.first("SELECT n FROM a") { try $0.integer(0) } } == 7)
            try await again.close()
        }
    }

    @Test("a closed database refuses, and can be closed again")
    func closed() async throws {
        let database = try SQLiteDatabase.inMemory()
        try await database.close()
        try await database.close()
        await #expect(throws: SQLDatabaseError(.closed, "the database is closed")) {
            try await database.read { _ in 1 }
        }
        await #expect(throws: SQLDatabaseError(.closed, "the database is closed")) {
            try await database.write { _ in 1 }
        }
    }

    @Test("writes that wait when the database is closed are carried out")
    func closeWithQueue() async throws {
        try await withDatabaseFile { path in
            let database = try SQLiteDatabase(path: path)
            try await database.write { try $0.execute("CREATE TABLE a (n INTEGER) STRICT") }
            let held = await HeldWriter(of: database)
            var writes: [Task<Int, any Error>] = []
            for _ in 1...10 { writes.append(await held.queue { try $0.execute("INSERT INTO a VALUES (1)") }) }
            async let closing: Void = database.close()
            while database.gatherer.isOpen { await Task.yield() }
            try await held.release()
            for write in writes { #expect(try await write.value == 1) }
            try await closing

            let again = try SQLiteDatabase(path: path)
            #expect(try await again.read { try $0.first("SELECT count(*) FROM a") { try $0.integer(0) } } == 10)
            try await again.close()
        }
    }

    @Test("what is no database is refused when it is opened")
    func noDatabase() async throws {
        try await withDatabaseFile { path in
            try Data(repeating: 0x61, count: 8192).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: SQLDatabaseError.self) { try SQLiteDatabase(path: path) }
            #expect(error?.code == .corrupt)
        }
        let error = #expect(throws: SQLDatabaseError.self) { try SQLiteDatabase(path: "/nonexistent/folder/a.sqlite") }
        #expect(error?.code == .io)
    }
}
