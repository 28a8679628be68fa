import GlacierModel
import Testing

@testable import GlacierAPI

@Suite("Request targets")
struct RequestTargetTests {
    @Test(
        "a target is cut into path and query",
        arguments: [
            ("/-/vaults", "/-/vaults", nil), ("/-/vaults?marker=m", "/-/vaults", "m"),
            ("/-/vaults?", "/-/vaults", nil), ("/-/vaults?marker=a?b/c", "/-/vaults", "a?b/c"),
            ("/-/vaults/bad%20name?marker=%2F", "/-/vaults/bad%20name", "/"), ("*", "*", nil), ("", "/", nil),
            ("?marker=m", "/", "m"),
        ] as [(String, String, String?)]
    )
    func cutsOriginForm(_ text: String, _ path: String, _ marker: String?) throws {
        let target = RequestTarget(text)
        #expect(target.path == path)
        #expect(try target.query.marker() == marker)
    }

    @Test(
        "a target in absolute form loses its scheme and authority",
        arguments: [
            ("http://host:8080/-/vaults?marker=m", "/-/vaults", "m"), ("https://host/-/vaults", "/-/vaults", nil),
            ("HTTPS://host//vaults", "//vaults", nil), ("http://host", "/", nil), ("http://host/", "/", nil),
            ("http://host?marker=/-/vaults", "/", "/-/vaults"), ("http:///-/vaults", "/-/vaults", nil),
            ("http://user@host/-/vaults?marker=http://x/y", "/-/vaults", "http://x/y"),
            ("ftp://host/-/vaults", "ftp://host/-/vaults", nil), ("http:/-/vaults", "http:/-/vaults", nil),
        ] as [(String, String, String?)]
    )
    func cutsAbsoluteForm(_ text: String, _ path: String, _ marker: String?) throws {
        let target = RequestTarget(text)
        #expect(target.path == path)
        #expect(try target.query.marker() == marker)
    }

    @Test("a delimiter is one whatever mark follows it")
    func cutsAtBytes() throws {
        let target = RequestTarget("/-/vaults?\u{301}=1&\u{301}x=2&limit=\u{301}")
        #expect(target.path == "/-/vaults")
        #expect(try target.query.value(of: "\u{301}") == "1")
        #expect(try target.query.value(of: "\u{301}x") == "2")
        #expect(try target.query.value(of: "limit") == "\u{301}")
    }
}

@Suite("Query parameters")
struct QueryParametersTests {
    @Test(
        "names and values are decoded, a name without value has an empty one",
        arguments: [
            ("limit=5", "limit", "5"), ("a=1&limit=5&b=2", "limit", "5"), ("limit", "limit", ""),
            ("limit=", "limit", ""),
            ("limit=a=b", "limit", "a=b"), ("%6Cimit=%35", "limit", "5"), ("l%C3%A9=%F0%9F%A7%8A", "lé", "🧊"),
            ("limit=+5+", "limit", "+5+"), ("limit=%2B", "limit", "+"), ("&&limit=5&", "limit", "5"),
            ("limit=%zz", "limit", "%zz"), ("limit=%", "limit", "%"), ("limit=%FF", "limit", "%FF"), ("", "limit", nil),
            ("=5", "limit", nil), ("Limit=5", "limit", nil), ("limits=5", "limit", nil), ("a=limit", "limit", nil),
        ] as [(String, String, String?)]
    )
    func reads(_ text: String, _ name: String, _ value: String?) throws {
        #expect(try QueryParameters(text[...]).value(of: name) == value)
    }

    @Test(
        "a parameter that is asked for may be given once only",
        arguments: ["limit=1&limit=2", "limit=1&limit=1", "limit&limit", "limit=1&a=2&%6cimit=3"]
    )
    func refusesRepetition(_ text: String) throws {
        let query = QueryParameters(text[...])
        #expect(throws: ServiceError.invalidParameter("Parameter given more than once: limit")) {
            try query.value(of: "limit")
        }
        #expect(try query.value(of: "b") == nil)
    }

    @Test("an empty marker means the start, as a missing one does")
    func ignoresEmptyMarker() throws {
        #expect(try QueryParameters("marker=").marker() == nil)
        #expect(try QueryParameters("marker").marker() == nil)
        #expect(try QueryParameters("").marker() == nil)
        #expect(try QueryParameters("marker=%20").marker() == " ")
        #expect(throws: ServiceError.invalidParameter("Parameter given more than once: marker")) {
            try QueryParameters("marker=&marker=").marker()
        }
    }
}

@Suite("Percent-encoding")
struct PercentEncodingTests {
    @Test(
        "three characters stand for a byte, once",
        arguments: [
            ("", ""), ("plain", "plain"), ("%41%42", "AB"), ("a%2Fb", "a/b"), ("a%2fb", "a/b"), ("%2541", "%41"),
            ("%C3%A9", "é"), ("%F0%9F%A7%8A", "🧊"), ("a+b", "a+b"), ("%00", "\0"), ("é%41", "éA"),
        ]
    )
    func decodes(_ text: String, _ plain: String) {
        #expect(PercentEncoding.decode(text[...]) == plain)
    }

    @Test(
        "a % without two hex digits, and bytes that are not UTF-8, are refused",
        arguments: [
            "%", "%4", "a%", "%%", "%%41", "%G1", "%1G", "% 41", "%+1", "%-1", "%é1", "%1é", "%FF", "%C3", "%C3a",
            "%ED%A0%80", "%80", "%C0%AF",
        ]
    )
    func refuses(_ text: String) {
        #expect(PercentEncoding.decode(text[...]) == nil)
    }
}
