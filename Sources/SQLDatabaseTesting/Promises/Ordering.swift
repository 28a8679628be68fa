import SQLDatabase

extension SQLDatabasePromise {
    static let ordering = [textOrder, pages, bytesOrder]

    /// In the order of their UTF-8 bytes: the empty text, 2D, 2D 61, 30, 39, 41, 5A, 5A 61, 5F, 61, 61 20, 61 41, 61
    /// 62, 7A, 7E, C3 84, C3 A4, E6 97 A5, F0 9F 98 80.
    private static let sorted = [
        "", "-", "-a", "0", "9", "A", "Z", "Za", "_", "a", "a ", "aA", "ab", "z", "~", "Ä", "ä", "日", "😀",
    ]

    private static let textOrder = SQLDatabasePromise("texts are ordered by their bytes") { database in
        try await fill(database)
        let found = try await database.read { transaction in
            try transaction.query("SELECT name FROM names ORDER BY name") { try $0.text(0) }
        }
        try expect(found, sorted)
        let unkeyed = try await database.read { transaction in
            try transaction.query("SELECT t FROM things ORDER BY t DESC") { try $0.text(0) }
        }
        try expect(unkeyed, sorted.reversed())
    }

    private static let pages = SQLDatabasePromise("pages of texts follow one another without gap or repetition") {
        database in
        try await fill(database)
        var found: [String] = []
        var marker = ""
        while true {
            let page = try await database.read { [marker] transaction in
                try transaction.query("SELECT name FROM names WHERE name > $1 ORDER BY name LIMIT 4", [.text(marker)]) {
                    try $0.text(0)
                }
            }
            guard let last = page.last else { break }
            found += page
            marker = last
        }
        try expect(found, Array(sorted.dropFirst()))
    }

    private static let bytesOrder = SQLDatabasePromise("bytes are ordered by their bytes") { database in
        try await database.makeThings()
        let sorted: [[UInt8]] = [[], [0], [0, 0], [0, 1], [1], [0x7F], [0x80], [0x80, 0], [0xFF]]
        let found = try await database.write { transaction in
            for bytes in sorted.reversed() {
                try transaction.execute("INSERT INTO things (b) VALUES ($1)", [.bytes(bytes)])
            }
            return try transaction.query("SELECT b FROM things ORDER BY b") { try $0.bytes(0) }
        }
        try expect(found, sorted)
    }

    private static func fill(_ database: any SQLDatabase) async throws {
        try await database.makeThings()
        try await database.run { dialect in
            ["CREATE TABLE names (name TEXT \(dialect.byteOrder) NOT NULL PRIMARY KEY) \(dialect.clusteredTable)"]
        }
        try await database.write { transaction in
            // Neither the order wanted nor its opposite.
            for name in sorted.sorted(by: { ($0.utf8.count, $1) < ($1.utf8.count, $0) }) {
                try transaction.execute("INSERT INTO names (name) VALUES ($1)", [.text(name)])
                try transaction.execute("INSERT INTO things (t) VALUES ($1)", [.text(name)])
            }
        }
    }
}
