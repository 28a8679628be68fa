import GlacierModel
import Testing

@testable import firn

@Suite("What people are shown")
struct TerminalTests {
    private func terminal(width: Int?) -> Terminal {
        Terminal(isTerminal: width != nil, width: width, isInteractive: width != nil, style: .plain)
    }

    @Test(
        "sizes are rounded down",
        arguments: [
            (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1535, "1.4 KiB"), (1 << 20, "1.0 MiB"),
            ((1 << 20) - 1, "1023.9 KiB"), (12_884_901_887, "11.9 GiB"), (1 << 40, "1.0 TiB"), (.max, "7.9 EiB"),
        ]
    )
    func sizes(_ bytes: Int64, _ text: String) {
        #expect("\(HumanSize(bytes))" == text)
        #expect("\(HumanSize(bytes, .exact))" == String(bytes))
    }

    @Test(
        "durations have the two largest units that they have",
        arguments: [
            (0, "0 s"), (-5, "0 s"), (59, "59 s"), (60, "1 min"), (840, "14 min"), (3599, "59 min 59 s"),
            (3605, "1 h"), (11_520, "3 h 12 min"), (172_800, "2 d"), (180_000, "2 d 2 h"), (172_860, "2 d"),
        ]
    )
    func durations(_ seconds: Int64, _ text: String) {
        #expect("\(HumanDuration(.seconds(seconds)))" == text)
    }

    @Test("a moment is written in UTC")
    func moments() {
        #expect("\(HumanTime(Timestamp(milliseconds: 1_767_323_045_999)))" == "2026-01-02 03:04:05 UTC")
    }

    @Test("columns are aligned, and cut where lines end")
    func tables() {
        var table = TextTable([TextTable.Column("NAME"), TextTable.Column("N", .right), TextTable.Column("X")])
        table.add(["a", "10", nil])
        table.add(["long name", "1", "x\u{1B}[1m"])
        #expect(
            table.text(for: terminal(width: nil)) == """
                NAME        N  X
                a          10  -
                long name   1  x\\u{1b}[1m
                """
        )
        #expect(table.text(for: terminal(width: 9)).split(separator: "\n") == ["NAME    …", "a       …", "long nam…"])
    }

    @Test("a document is itself, and cannot steer a terminal")
    func documents() {
        let text = "{\n\t\"a\": \"\u{1B}[2J\u{202E}\"\r\n}\n"
        #expect(terminal(width: nil).shown(text) == text)
        #expect(terminal(width: 80).shown(text) == "{\n\t\"a\": \"\\u{1b}[2J\\u{202e}\"\\u{d}\n}\n")
    }

    @Test("what has a name stands behind it, and what is not there is left out")
    func records() {
        var record = TextRecord()
        record.add("name", "v")
        record.add("absent", nil)
        record.add("a\u{FFFC}", "line\nbreak")
        #expect(record.text(for: terminal(width: nil)) == "name  v\na\u{FFFC}    line\\u{a}break")
    }

    @Test("colours are used where somebody sees them and nobody objects")
    func colours() {
        #expect(Style(.auto, isTerminal: true, environment: [:]).hasColors)
        #expect(Style(.auto, isTerminal: true, environment: ["NO_COLOR": ""]).hasColors)
        #expect(!Style(.auto, isTerminal: true, environment: ["NO_COLOR": "1"]).hasColors)
        #expect(!Style(.auto, isTerminal: false, environment: [:]).hasColors)
        #expect(Style(.always, isTerminal: false, environment: ["NO_COLOR": "1"]).hasColors)
        #expect(!Style(.never, isTerminal: true, environment: [:]).hasColors)
    }

    @Test(
        "sizes on the command line have units, or none",
        arguments: [
            ("0", 0), ("1048576", 1 << 20), ("16MiB", 16 << 20), ("16mb", 16 << 20), ("4g", 4 << 30), ("7b", 7),
            ("8191P", 8191 << 50),
        ]
    )
    func readsSizes(_ text: String, _ bytes: Int64) {
        #expect(SizeArgument(argument: text)?.bytes == bytes)
    }

    @Test("what is no size is refused", arguments: ["", "-1", "1.5M", "M", "8192P", "1 M", "1XiB", "１"])
    func refusesSizes(_ text: String) {
        #expect(SizeArgument(argument: text) == nil)
    }
}
