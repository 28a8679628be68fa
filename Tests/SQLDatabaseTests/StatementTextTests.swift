import Testing

@testable import SQLDatabase

@Suite("reading statements")
struct StatementTextTests {
    @Test(
        "$n becomes ?n where it is a parameter",
        arguments: [
            ("SELECT $1", "SELECT ?1", 1),
            ("SELECT $2, $1, $2", "SELECT ?2, ?1, ?2", 2),
            ("INSERT INTO a VALUES($1,$2);", "INSERT INTO a VALUES(?1,?2);", 2),
            ("SELECT '$1', $1", "SELECT '$1', ?1", 1),
            ("SELECT 'it''s $2', $1", "SELECT 'it''s $2', ?1", 1),
            ("SELECT '''', $1, ''''", "SELECT '''', ?1, ''''", 1),
            ("SELECT \"$1\"\"$2\" FROM a", "SELECT \"$1\"\"$2\" FROM a", 0),
            ("SELECT `$1`, [$2 'x], $1", "SELECT `$1`, [$2 'x], ?1", 1),
            ("SELECT 1 -- $1 it's\n + $1", "SELECT 1 -- $1 it's\n + ?1", 1),
            ("SELECT /* $1 ' */ $1 /* $2", "SELECT /* $1 ' */ ?1 /* $2", 1),
            ("SELECT 1 -- $1", "SELECT 1 -- $1", 0),
            ("SELECT 1 -- $1\r\n + $1", "SELECT 1 -- $1\r\n + ?1", 1),
            ("SELECT '/*' /* a */, '/*', $1 /* -- \r */", "SELECT '/*' /* a */, '/*', ?1 /* -- \r */", 1),
            ("SELECT 4-$1-$2", "SELECT 4-?1-?2", 2),
            ("SELECT 4/$1*2", "SELECT 4/?1*2", 1),
            ("SELECT a$1, é$2 FROM b", "SELECT a$1, é$2 FROM b", 0),
            ("SELECT x'00', $1 AS \"日本\"", "SELECT x'00', ?1 AS \"日本\"", 1),
            ("SELECT 'unfinished $1", "SELECT 'unfinished $1", 0),
            ("", "", 0),
        ]
    )
    func translation(_ source: String, _ expected: String, _ count: Int) throws {
        let text = try StatementText(reading: source)
        #expect(text.withQuestionMarks == expected)
        #expect(text.parameterCount == count)
    }

    @Test(
        "other parameters, gaps in their numbers and statements no transaction takes are refused",
        arguments: [
            "SELECT $0", "SELECT $2", "SELECT $1, $3", "SELECT $", "SELECT $a", "SELECT $1a", "SELECT $1$2", "SELECT ?",
            "SELECT :a", "SELECT @a", "SELECT $99999999999999999999", "SELECT 1\u{0}",
            "COMMIT", " \t\r\n\u{C}rollback", "-- a\nBegin", "/* a */END", ";;COMMIT", "\u{FEFF}SAVEPOINT a",
            "RELEASE\"a\"", "PRAGMA user_version", "ATTACH 'a' AS b", "VACUUM", "COPY a TO STDOUT", "FETCH 1 FROM a",
            "DO ''", "/* /* */ SELECT */ COMMIT", "/* a /*/ SELECT 1", "SELECT 1 -- a\rCOMMIT", "SELECT 1 --\r",
        ]
    )
    func refusal(_ source: String) {
        let error = #expect(throws: SQLDatabaseError.self) { try StatementText(reading: source) }
        #expect(error?.code == .statement)
    }

    @Test("statements without end are read but not all kept")
    func bounded() throws {
        let texts = StatementTexts()
        for number in 0..<StatementTexts.limit { #expect(try texts.text(of: "SELECT \(number)").isKept) }
        #expect(try !texts.text(of: "SELECT 'one more', $1").isKept)
        #expect(try texts.text(of: "SELECT 'one more', $1").withQuestionMarks == "SELECT 'one more', ?1")
        #expect(try texts.text(of: "SELECT 0").isKept)
    }
}
