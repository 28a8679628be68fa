import SQLDatabase

extension SQLDatabasePromise {
    static let isolation = [acknowledged, invisible, snapshot]

    private static let acknowledged = SQLDatabasePromise("a read sees every write acknowledged before it") { database in
        try await database.makeCounters()
        for expected in 1...200 as ClosedRange<Int64> {
            try await database.write { try $0.execute("UPDATE counters SET n = n + 1") }
            try expect(try await database.counter(), expected)
        }
    }

    private static let invisible = SQLDatabasePromise("nobody sees a write before it is committed", needsOverlap: true)
    {
        database in
        try await database.makeCounters()
        let written = Gate()
        let looked = Gate()
        let writer = Task {
            defer { written.open() }
            try await database.write { transaction in
                try transaction.execute("UPDATE counters SET n = 1")
                written.open()
                try looked.wait()
            }
        }
        await written.opened()
        let seen = try await database.counter()
        looked.open()
        try await writer.value
        try expect(seen, 0)
        try expect(try await database.counter(), 1)
    }

    private static let snapshot = SQLDatabasePromise(
        "a read keeps its snapshot while others commit",
        needsOverlap: true
    ) {
        database in
        try await database.makeCounters()
        let begun = Gate()
        let committed = Gate()
        let reader = Task {
            defer { begun.open() }
            return try await database.read { transaction in
                let before = try transaction.integer("SELECT n FROM counters WHERE name = 'a'")
                begun.open()
                try committed.wait()
                return [
                    before,
                    try transaction.integer("SELECT n FROM counters WHERE name = 'a'"),
                    try transaction.integer("SELECT count(*) FROM counters"),
                ]
            }
        }
        await begun.opened()
        try await database.run { _ in
            ["UPDATE counters SET n = 1", "INSERT INTO counters (name, n) VALUES ('b', 2)"]
        }
        committed.open()
        try expect(try await reader.value, [0, 0, 1])
        try expect(try await database.counter(), 1)
    }
}
