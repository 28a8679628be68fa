@testable import Glacier
import Testing

@Suite("What the chain reads besides files")
struct SmallReadersTests {
    /// As Python's `shlex.split`.
    @Test(
        "a command is cut into words as a shell does",
        arguments: [
            ("a b", ["a", "b"]), ("  a \t b\n", ["a", "b"]), ("", []), ("''", [""]), ("a''b", ["ab"]),
            ("'a b' \"c d\"", ["a b", "c d"]), (#"a\ b"#, ["a b"]), (#"'a\b'"#, [#"a\b"#]), (#""a\b""#, [#"a\b"#]),
            (#""a\"b\\c""#, [#"a"b\c"#]), ("$HOME ~ *", ["$HOME", "~", "*"]), ("a#b # c", ["a#b", "#", "c"]),
        ] as [(String, [String])]
    )
    func words(_ text: String, _ words: [String]) { #expect(ShellWords.split(text) == words) }

    @Test("a command with an open quote or a backslash at its end is none", arguments: ["'a", "\"a", "a\\", "\"a\\\""])
    func openQuotes(_ text: String) { #expect(ShellWords.split(text) == nil) }

    @Test(
        "an endpoint is scheme, authority and the beginning of all paths",
        arguments: [
            ("http://a", "http", "a", ""), ("HTTPS://A:81/", "https", "A:81", ""),
            ("http://[::1]:5/b/", "http", "[::1]:5", "/b"),
            ("http://a/b/c", "http", "a", "/b/c"),
        ]
    )
    func endpoints(_ text: String, _ scheme: String, _ authority: String, _ path: String) throws {
        let endpoint = try #require(ConfiguredEndpoint(text))
        #expect((endpoint.scheme, endpoint.authority, endpoint.pathPrefix) == (scheme, authority, path))
    }

    @Test(
        "what is no URL of an endpoint is refused",
        arguments: [
            "", "a", "//a", "ftp://a", "http://", "http:///b", "http://a?b", "http://a#b", "http://u@a", "http://a b",
            "http://a:", "http://a:x", "http://a:70000", "http://[::1", "http://[]", "http://[::1]x", "http://:80",
            "http://a\\b",
        ]
    )
    func badEndpoints(_ text: String) { #expect(ConfiguredEndpoint(text) == nil) }

    @Test("texts of an XML document are found by the elements around them")
    func xml() throws {
        let text = """
            <?xml version="1.0"?>
            <A xmlns="u"><B><C>1 &lt;&amp;&#x41;&#66;</C><C>2</C></B><D/><E >  x </E ></A>

            """
        let texts = try #require(XMLTexts(parsing: Array(text.utf8)))
        #expect(texts["A/B/C"] == "1 <&AB")
        #expect(texts["A/D"] == "")
        #expect(texts["A/E"] == "  x ")
        #expect(texts["A/F"] == nil)
    }

    @Test(
        "what is no such document is refused",
        arguments: [
            "", "x", "<A>", "<A></B>", "<A></A><B></B>", "<A></A>x", "<!DOCTYPE A><A></A>", "<A><!-- --></A>",
            "<A><![CDATA[x]]></A>", "<A>&x;</A>", "<A>&</A>", "<A>&#xD800;</A>", "< A></ A>", "</A>", "<A",
            String(repeating: "<A>", count: 33) + String(repeating: "</A>", count: 33),
        ]
    )
    func badXML(_ text: String) { #expect(XMLTexts(parsing: Array(text.utf8)) == nil) }

    @Test("a form has every byte written out that is not plain")
    func form() {
        #expect(FormText([("a", "b"), ("c d", "é&=+/~")]).text == "a=b&c%20d=%C3%A9%26%3D%2B%2F~")
    }
}
