import SQLDatabase

extension SQLDatabasePromise {
    static let values = [
        integers, texts, normalisation, bytes, longValues, nulls, nulInText, otherType, literals, truth,
    ]

    private static let integers = SQLDatabasePromise("integers of 64 bits come back as they were sent") { database in
        try await roundTrip([Int64.min, -1, 0, 1, 1 << 53 + 1, Int64.max].map { .integer($0) }, "n", in: database)
    }

    private static let texts = SQLDatabasePromise("texts come back as they were sent, also the empty one") { database in
        let texts = ["", " ", "it's", "a\\b\nc\td", "$1 ?1 :a", "%_", "žluťoučký", "日本語", "👩‍👩‍👧‍👦", "\u{1}", "\u{10FFFF}"]
        try await roundTrip(texts.map { .text($0) }, "t", in: database)
    }

    private static let normalisation = SQLDatabasePromise("texts that look alike stay different bytes") { database in
        try await database.makeThings()
        let composed = "\u{E9}"
        let decomposed = "e\u{301}"
        let (found, bytes) = try await database.write { transaction in
            try transaction.execute("INSERT INTO things (t) VALUES ($1)", [.text(composed)])
            let found = try transaction.integer("SELECT count(*) FROM things WHERE t = $1", [.text(decomposed)])
            return (found, try transaction.first("SELECT t FROM things") { Array(try $0.text(0).utf8) })
        }
        try expect(found, 0)
        try expect(bytes, [0xC3, 0xA9])
    }

    private static let bytes = SQLDatabasePromise("bytes come back as they were sent, also none and U+0000") {
        database in
        let all = Array(UInt8.min...UInt8.max)
        try await roundTrip([[], [0], [0, 0, 1], [0xFF], all].map { .bytes($0) }, "b", in: database)
    }

    private static let longValues = SQLDatabasePromise("a value of some MiB comes back whole") { database in
        let bytes = (0..<3 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await roundTrip([.bytes(bytes)], "b", in: database)
        try await database.run { _ in ["DROP TABLE things"] }
        try await roundTrip([.text(String(repeating: "é", count: 1 << 20))], "t", in: database)
    }

    private static let nulls = SQLDatabasePromise("null fits every type and is told from empty") { database in
        try await database.makeThings()
        let count = try await database.write { transaction in
            try transaction.execute("INSERT INTO things (n, t, b) VALUES ($1, $2, $3)", [.null, .null, .null])
            try transaction.execute("INSERT INTO things (n, t, b) VALUES ($1, $2, $3)", [0, "", .bytes([])])
            try transaction.forEach("SELECT n, t, b FROM things ORDER BY id LIMIT 1") { row in
                try expect(try row.integerOrNull(0), nil)
                try expect(try row.textOrNull(1), nil)
                try expect(try row.bytesOrNull(2), nil)
                try expect(try row.value(2), .null)
            }
            return try transaction.integer("SELECT count(*) FROM things WHERE n IS NULL AND t IS NULL AND b IS NULL")
        }
        try expect(count, 1)
    }

    private static let nulInText = SQLDatabasePromise("a text with U+0000 is refused, never cut off") { database in
        try await database.makeThings()
        try await expectError(.unsupportedType) {
            try await database.write { try $0.execute("INSERT INTO things (t) VALUES ($1)", ["a\u{0}b"]) }
        }
        try expect(try await database.countOfThings(), 0)
    }

    private static let otherType = SQLDatabasePromise("a text that is no number does not fit a number") { database in
        try await database.makeThings()
        try await expectError(.unsupportedType) {
            try await database.write { try $0.execute("INSERT INTO things (n) VALUES ($1)", ["a"]) }
        }
    }

    private static let literals = SQLDatabasePromise("a whole number that a statement makes is an integer") {
        database in
        let numbers = try await database.read { transaction in
            try transaction.first("SELECT 1, CAST(2 AS SMALLINT), 3000000000, count(*) FROM (SELECT 1) AS one") { row in
                try (0..<4).map { try row.integer($0) }
            }
        }
        try expect(numbers, [1, 2, 3_000_000_000, 1])
    }

    private static let truth = SQLDatabasePromise("what is true is 1, what is false is 0") { database in
        let values = try await database.read { transaction in
            try transaction.first("SELECT 1 < 2, 1 > 2, EXISTS (SELECT 1), $1 IS NULL", ["a"]) { row in
                try (0..<4).map { try row.value($0) }
            }
        }
        try expect(values, [1, 0, 1, 0])
    }

    private static func roundTrip(_ values: [SQLValue], _ column: String, in database: any SQLDatabase) async throws {
        try await database.makeThings()
        let returned = try await database.write { transaction in
            try values.map { value in
                try transaction.first("INSERT INTO things (\(column)) VALUES ($1) RETURNING \(column)", [value]) {
                    row in
                    try row.value(0)
                }
            }
        }
        try expect(returned, values, "returned")
        let read = try await database.read { transaction in
            try transaction.query("SELECT \(column) FROM things ORDER BY id") { try $0.value(0) }
        }
        try expect(read, values, "read")
        for value in values {
            let found = try await database.read { transaction in
                try transaction.integer("SELECT count(*) FROM things WHERE \(column) = $1", [value])
            }
            try expect(found, 1, "found again")
        }
    }
}
