import IdentityAPI
import Testing

@Suite("XML of the query protocol")
struct XMLWriterTests {
    @Test("markup and carriage returns are escaped, everything else is as it was")
    func escapes() {
        var xml = XMLWriter()
        xml.element("a", "<b>&\"'\r\n\té한🧊]]>")
        #expect(String(decoding: xml.bytes, as: UTF8.self) == "<a>&lt;b&gt;&amp;&quot;'&#xD;\n\té한🧊]]&gt;</a>")
    }

    @Test(
        "XML 1.0 has no control characters, surrogates and non-characters",
        arguments: [
            ("\t", true), ("\n", true), ("\r", true), (" ", true), ("\u{D7FF}", true), ("\u{E000}", true),
            ("\u{FFFD}", true), ("\u{10000}", true), ("\u{10FFFF}", true), ("\0", false), ("\u{8}", false),
            ("\u{B}", false), ("\u{1F}", false), ("\u{FFFE}", false), ("\u{FFFF}", false),
        ] as [(Unicode.Scalar, Bool)]
    )
    func knowsCharacters(_ character: Unicode.Scalar, _ isThere: Bool) {
        #expect(XMLWriter.canWrite(character) == isThere)
    }

    @Test("an answer has its operation's names, a result only where there is one, and the request's id")
    func writesAnswers() {
        let with = QueryDocument.answer(to: "Do", namespace: "n", requestID: "r") { $0.element("A", "1") }
        #expect(
            String(decoding: with, as: UTF8.self)
                == "<DoResponse xmlns=\"n\"><DoResult><A>1</A></DoResult>"
                + "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DoResponse>"
        )
        let without = QueryDocument.answer(to: "Do", namespace: "n", requestID: "r", result: nil)
        #expect(
            String(decoding: without, as: UTF8.self)
                == "<DoResponse xmlns=\"n\"><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DoResponse>"
        )
    }

    @Test("an error says whose fault it is", arguments: [(404, "Sender"), (500, "Receiver")])
    func writesErrors(_ status: Int, _ type: String) {
        let document = QueryDocument.error(QueryError(status, "C", "a < b"), namespace: "n", requestID: "r")
        #expect(
            String(decoding: document, as: UTF8.self)
                == "<ErrorResponse xmlns=\"n\"><Error><Type>\(type)</Type><Code>C</Code><Message>a &lt; b</Message>"
                + "</Error><RequestId>r</RequestId></ErrorResponse>"
        )
    }
}
