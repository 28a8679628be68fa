import SeededTesting
import Testing

@testable import JSONText

@Suite("Reading JSON")
struct JSONValueTests {
    private func parse(_ text: String) -> JSONValue? { JSONValue(parsing: Array(text.utf8)) }

    @Test(
        "any value is a text",
        arguments: [
            ("null", .null), ("true", .bool(true)), ("false", .bool(false)), ("\"\"", .string("")),
            ("[]", .array([])), ("{}", .object([:])), (" \t\r\n{ \t\r\n} \t\r\n", .object([:])), ("[ ]", .array([])),
            ("[null, true,false ,\"a\"]", .array([.null, .bool(true), .bool(false), .string("a")])),
            (
                "{\"a\" : {\"b\":[ {} ]} , \"\":null}",
                .object(["a": .object(["b": .array([.object([:])])]), "": .null])
            ),
            ("{\"a\":1,\"a\":2,\"b\":3,\"a\":\"last\"}", .object(["a": .string("last"), "b": .number("3")])),
            ("{\"a\":1,\"\\u0061\":null}", .object(["a": .null])),
        ] as [(String, JSONValue)]
    )
    func reads(_ text: String, _ value: JSONValue) {
        #expect(parse(text) == value)
    }

    @Test(
        "a number keeps its text",
        arguments: [
            "0", "-0", "7", "-7", "10", "9223372036854775807", "9223372036854775808",
            "123456789012345678901234567890", "0.0", "0.10", "-1.5", "1e0", "1E5", "1e+5", "1e-5", "0e0", "1.5E+300",
            "1e999999999", "-0.0e-0", "20e1",
        ]
    )
    func readsNumber(_ text: String) {
        #expect(parse(text) == .number(text))
        #expect(parse("[\(text)]") == .array([.number(text)]))
    }

    @Test(
        "a number of another form is none",
        arguments: [
            "00", "01", "-01", "-", "+1", "+", ".5", "-.5", "5.", "1.e5", "1e", "1e+", "1e-", "e5", "1ee5", "1e5.0",
            "1.2.3", "--1", "0x10", "1_000", "1,000", "Infinity", "-Infinity", "NaN", "１", "1 2", "0 1", "-e5", "1f",
        ]
    )
    func refusesNumber(_ text: String) {
        #expect(parse(text) == nil)
        #expect(parse("{\"a\":\(text)}") == nil)
    }

    @Test(
        "escapes stand for characters",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u00E9""#, "Aéé"), (#""\u0000""#, "\0"),
            (#""\uFFFF""#, "\u{FFFF}"), (#""\ud83e\uddca""#, "🧊"), (#""\uD800\uDC00""#, "\u{10000}"),
            (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""\ud7ff\ue000""#, "\u{D7FF}\u{E000}"), (#""a\\u0041""#, "a\\u0041"),
            ("\"/\u{7F}\u{80}é\u{2028}🧊\"", "/\u{7F}\u{80}é\u{2028}🧊"), (#""\u0065\u0301""#, "e\u{301}"),
        ]
    )
    func readsString(_ text: String, _ plain: String) throws {
        guard case .string(let read)? = parse(text) else {
            Issue.record("\(text) was refused")
            return
        }
        #expect(Array(read.unicodeScalars) == Array(plain.unicodeScalars))
    }

    @Test(
        "a string with a lone surrogate, a bad escape, a control character or no end is none",
        arguments: [
            #""\ud800""#, #""\ud83e\u0041""#, #""\ud83e""#, #""\ud83ex""#, #""\ud83e\n""#, #""\ud83e\ud83e""#,
            #""\uddca""#, #""\uddca\ud83e""#, #""\ud83e\uddc""#, #""\u00e""#, #""\u00g0""#, #""\u+041""#, #""\u-041""#,
            #""\u 041""#, #""\u００４１""#, #""\U0041""#, #""\x41""#, #""\a""#, #""\0""#, #""\'""#, #""\"#, #"""#,
            #""a"#, #""\u"#, #""\u0"#, "\"\n\"", "\"\t\"", "\"\0\"", "\"\u{1F}\"", "'a'", "“a”", "\"a\\\"",
        ]
    )
    func refusesString(_ text: String) {
        #expect(parse(text) == nil)
    }

    @Test(
        "a text of another grammar is none",
        arguments: [
            "", " ", "\u{FEFF}", "{", "}", "[", "]", "{]", "[}", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1 2]", "[1;2]",
            "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\":1 \"b\":2}", "{\"a\" 1}", "{a:1}", "{1:1}", "{null:1}",
            "{\"a\":1", "{\"a\"", "{\"a\":", "{:1}", "{\"a\"::1}", "{\"a\":1}}", "[1]]", "[[]", "{}{}", "[],", "{} x",
            "null null", "nul", "nulll", "True", "TRUE", "fals", "tru e", "undefined", "//\n{}", "/**/{}", "{}#",
            "{\"a\":1}\0", "\0{}", "\u{A0}{}", "{}\u{2028}", "{\u{B}}", "\u{C}{}", "\u{FEFF}\u{FEFF}{}", "{}\u{FEFF}",
        ]
    )
    func refuses(_ text: String) {
        #expect(parse(text) == nil)
    }

    @Test("a byte order mark before the text is tolerated")
    func toleratesByteOrderMark() {
        #expect(JSONValue(parsing: [0xEF, 0xBB, 0xBF, 0x7B, 0x7D]) == .object([:]))
        #expect(JSONValue(parsing: [0xEF, 0xBB, 0x7B, 0x7D]) == nil)
        #expect(JSONValue(parsing: [0xFE, 0xFF, 0x00, 0x7B, 0x00, 0x7D]) == nil)
    }

    @Test(
        "bytes that are not UTF-8 are refused wherever they stand",
        arguments: [
            [0xFF], [0x80], [0xC3], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]]
    )
    func refusesInvalidUTF8(_ bytes: [UInt8]) {
        #expect(JSONValue(parsing: [0x22] + bytes + [0x22]) == nil)
        #expect(JSONValue(parsing: bytes) == nil)
        #expect(JSONValue(parsing: [0x7B, 0x7D] + bytes) == nil)
    }

    @Test("64 levels may nest, 65 may not", arguments: [("[", "]"), ("{\"a\":", "}")])
    func boundsDepth(_ open: String, _ close: String) {
        let levels = { (count: Int) in
            String(repeating: open, count: count) + "1" + String(repeating: close, count: count)
        }
        #expect(parse(levels(64)) != nil)
        #expect(parse(levels(65)) == nil)
        #expect(parse(String(repeating: open, count: 100_000)) == nil)
    }

    @Test("siblings do not count as levels")
    func countsLevelsOnly() {
        let wide = "[" + Array(repeating: "[[]]", count: 1000).joined(separator: ",") + "]"
        #expect(parse(wide) != nil)
    }
}

@Suite("Reading changed JSON")
struct JSONMutationTests {
    private static let originals = [
        #"{"Type":"archive-retrieval","ArchiveId":"a-_","Description":null,"Tier":"Bulk"}"#,
        #" {"a":[1,-0.5e+10,true,false,null,{"b":"\ud83e\uddca\u0000\\\"/é🧊"}],"a":{}} "#,
        "\u{FEFF}[[[[[[[[]]]]]]]]",
    ]

    @Test("bytes that were changed in a few places are read or refused, never more", arguments: UInt64(1)...4)
    func survives(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for original in Self.originals {
            for _ in 0..<2000 {
                var bytes = Array(original.utf8)
                for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
                guard case .object(let members)? = JSONValue(parsing: bytes) else { continue }
                #expect(members.count <= bytes.count)
            }
        }
    }

    @Test("no beginning of an object is an object")
    func refusesBeginnings() {
        for original in Self.originals {
            let whole = Array(original.trimmingSuffix(" ").utf8)
            for end in 0..<whole.count { #expect(JSONValue(parsing: Array(whole[..<end])) == nil) }
        }
    }

    @Test(
        "a key that comes twice counts as it came last, or is refused",
        arguments: [#"{"a":1,"a":2}"#, #"[{"a":{"b":1,"\u0062":2}}]"#]
    )
    func duplicateKeys(_ text: String) {
        #expect(JSONValue(parsing: Array(text.utf8)) != nil)
        #expect(JSONValue(parsing: Array(text.utf8), duplicateKeys: .refused) == nil)
        #expect(JSONValue(parsing: Array(#"{"a":{"a":1},"b":1}"#.utf8), duplicateKeys: .refused) != nil)
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let telling = Array("{}[]\",:\\u0e-+. \n".utf8)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(telling[Int.random(in: 0..<telling.count, using: &random)], at: place)
        case 3: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
        default: bytes.insert(contentsOf: bytes[place...], at: place)
        }
        bytes = Array(bytes.prefix(4096))
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
