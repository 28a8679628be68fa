import JSONText
import Testing

@Suite("Writing JSON")
struct JSONObjectTests {
    private func text(_ json: JSONObject) -> String { String(decoding: json.bytes, as: UTF8.self) }

    @Test("members stand in the order in which they were added, without spaces")
    func keepsOrder() {
        var inner = JSONObject()
        inner.add("z", 1)
        var json = JSONObject()
        json.add("b", "text")
        json.add("a", Int64.max as Int64?)
        json.add("C", true)
        json.add("d", inner)
        json.add("e", [inner, JSONObject(), inner])
        json.add("f", [] as [JSONObject])
        json.add("g", Int64.min as Int64?)
        json.add("h", false)
        json.add("i", ["é/", "\"", ""])
        json.add("j", [] as [String])
        #expect(
            text(json)
                == #"{"b":"text","a":9223372036854775807,"C":true,"d":{"z":1},"e":[{"z":1},{},{"z":1}],"f":[],"#
                + #""g":-9223372036854775808,"h":false,"i":["é/","\"",""],"j":[]}"#
        )
    }

    @Test("what is absent is written as null, and an empty text as an empty text")
    func writesNull() {
        var json = JSONObject()
        json.add("a", nil as String?)
        json.add("b", nil as Int64?)
        json.add("c", nil as JSONObject?)
        json.add("d", "")
        #expect(text(json) == #"{"a":null,"b":null,"c":null,"d":""}"#)
    }

    @Test("an object without members is two bytes")
    func writesEmptyObject() {
        #expect(JSONObject().bytes == [0x7B, 0x7D])
    }

    @Test(
        "quotes, backslashes and control characters are escaped, and nothing else",
        arguments: [
            ("\"", #"\""#), ("\\", #"\\"#), ("/", "/"), ("\u{8}", #"\b"#), ("\t", #"\t"#), ("\n", #"\n"#),
            ("\u{C}", #"\f"#), ("\r", #"\r"#), ("\r\n", #"\r\n"#), ("\0", #"\u0000"#), ("\u{1F}", #"\u001f"#),
            ("\u{1B}", #"\u001b"#), ("\u{B}", #"\u000b"#), ("\u{7F}", "\u{7F}"), ("é", "é"), ("🧊", "🧊"),
            ("\u{2028}", "\u{2028}"), ("<&>'", "<&>'"),
        ]
    )
    func escapes(_ plain: String, _ escaped: String) {
        var json = JSONObject()
        json.add("k\(plain)", plain)
        #expect(json.bytes == Array("{\"k\(escaped)\":\"\(escaped)\"}".utf8))
    }

    @Test("every byte of ASCII is read back as it was written")
    func readsBack() {
        let plain = String(decoding: UInt8(0)...127, as: UTF8.self)
        var json = JSONObject()
        json.add("key", plain)
        #expect(JSONValue(parsing: json.bytes) == .object(["key": .string(plain)]))
    }
}
