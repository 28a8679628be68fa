@testable import Glacier
import Testing

/// What is right and wrong here is what Python's `configparser` makes of the same text.
@Suite("Configuration files")
struct INIDocumentTests {
    private func options(_ text: String, of section: String = "s") throws -> [String: INIDocument.Value]? {
        try INIDocument(parsing: Array(text.utf8)).sections.first { $0.name == section }?.options
    }

    @Test(
        "a value is read as it stands, without the white space around it",
        arguments: [
            ("a=b", "a", "b"), (" a \t=  b  c ", "a", "b  c"), ("A = B", "a", "B"), ("a: b", "a", "b"),
            ("a = b:c", "a", "b:c"), ("a: b=c", "a", "b=c"), ("a =", "a", ""), ("a = b # c", "a", "b # c"),
            ("a = b ; c", "a", "b ; c"), ("a b = c", "a b", "c"), ("a = b\n# c\n; d", "a", "b"),
            ("a = b\n  c", "a", "b\nc"), ("a = b\n  # c\n  d", "a", "b\nd"), ("a = b\n\n  d\n\n", "a", "b\n\nd"),
            ("a = b\n  [c]", "a", "b\n[c]"), ("a = b\n  c = d", "a", "b\nc = d"), ("  a = b\n  c = d", "c", "d"),
        ]
    )
    func values(_ lines: String, _ name: String, _ value: String) throws {
        #expect(try options("[s]\n\(lines)")?[name] == .text(value))
        #expect(try options("[s]\r\n" + lines.replacing("\n", with: "\r\n") + "\r\n")?[name] == .text(value))
        #expect(try options("\u{FEFF}[s]\n\(lines)\n[t]\nz = y")?[name] == .text(value))
    }

    @Test(
        "an empty value with lines behind it is a table",
        arguments: [
            ("t =\n  a = b\n  C = d=e", ["a": "b", "C": "d=e"]), ("t = \n\n    a=b\n  # x\n  c=", ["a": "b", "c": ""]),
            ("t =\n  a = 1\n  a = 2", ["a": "2"]), ("t =\n  a : b = c", ["a : b": "c"]),
        ]
    )
    func tables(_ lines: String, _ table: [String: String]) throws {
        #expect(try options("[s]\n\(lines)\nu = v")?["t"] == .table(table))
    }

    @Test(
        "sections have their names",
        arguments: [
            ("[s]", "s"), ("[ s ]", " s "), ("  [s]  ", "s"), ("[s] # c", "s"), ("[s]]", "s]"),
            ("[profile \"a b\"]", "profile \"a b\""),
        ]
    )
    func sections(_ line: String, _ name: String) throws {
        #expect(try options("\(line)\na = b", of: name) == ["a": .text("b")])
    }

    @Test("what DEFAULT holds is true of every section that does not say otherwise")
    func defaults() throws {
        let text = "[DEFAULT]\na = 1\nb = 2\n[s]\nb = 3\n[DEFAULT]\nc = 4"
        #expect(try options(text) == ["a": .text("1"), "b": .text("3"), "c": .text("4")])
        #expect(try INIDocument(parsing: Array(text.utf8)).sections.map(\.name) == ["s"])
    }

    @Test(
        "what is no configuration file is refused, with the line",
        arguments: [
            ("a = b\n[s]", 1, .beforeFirstSection), ("[s]\n[t]\n\n[s]", 4, .repeatedSection),
            ("[s]\na = 1\nA = 2", 3, .repeatedOption), ("[s]\nnothing", 2, .noOption), ("[s]\n= x", 2, .noOption),
            ("[s]\n[]", 2, .noOption), ("[s]\nt =\n  a\n", 3, .noTableEntry), ("[s", 1, .beforeFirstSection),
            ("[DEFAULT]\na = 1\na = 2", 3, .repeatedOption),
        ] as [(String, Int, INIMistake.Reason)]
    )
    func mistakes(_ text: String, _ line: Int, _ reason: INIMistake.Reason) {
        #expect(throws: INIMistake(line: line, reason)) { try INIDocument(parsing: Array(text.utf8)) }
    }

    @Test("what is not UTF-8 is refused")
    func notUTF8() {
        #expect(throws: INIMistake(line: nil, .notUTF8)) { try INIDocument(parsing: [0x5B, 0xFF, 0x5D]) }
    }

    @Test("an empty file has no sections", arguments: ["", "\n", "# c\n", "\u{FEFF}"])
    func empty(_ text: String) throws {
        #expect(try INIDocument(parsing: Array(text.utf8)).sections.isEmpty)
    }
}
