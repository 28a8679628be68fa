import IdentityAPI
import Testing

@Suite("Forms of the query protocol")
struct QueryFormTests {
    private func form(_ text: String) throws -> QueryForm { try QueryForm(Array(text.utf8)) }

    @Test("names and values are decoded: percent, plus, UTF-8, empty values")
    func decodes() throws {
        let form = try form("Action=GetUser&UserName=a%2Bb+c%c3%a9&Empty=&Bare&N%61me=x%3Dy=z&&")
        #expect(form.value(of: "Action") == "GetUser")
        #expect(form.value(of: "UserName") == "a+b cé")
        #expect(form.value(of: "Empty") == "")
        #expect(form.value(of: "Bare") == "")
        #expect(form.value(of: "Name") == "x=y=z")
        #expect(form.value(of: "name") == nil)
        #expect(Set(form.names) == ["Action", "UserName", "Empty", "Bare", "Name"])
    }

    @Test(
        "what cannot be decoded, or cannot be written in XML, is refused",
        arguments: [
            ("a=%", QueryFormError.malformedEscape), ("a=%4", .malformedEscape), ("a=%4G", .malformedEscape),
            ("a=%FF", .notUTF8), ("a=%00", .forbiddenCharacter), ("a=%0B", .forbiddenCharacter),
            ("a=%EF%BF%BF", .forbiddenCharacter), ("=a", .malformedName), ("a=1&a=2", .repeated("a")),
            ("a=1&%61=1", .repeated("a")),
        ]
    )
    func refuses(_ text: String, _ error: QueryFormError) {
        #expect(throws: error) { try form(text) }
    }

    @Test("500 parameters with names of 256 bytes are read, and no more")
    func bounds() throws {
        let many = { (count: Int) in (0..<count).map { "p\($0)=" }.joined(separator: "&") }
        _ = try form(many(500))
        #expect(throws: QueryFormError.tooManyParameters) { try form(many(501)) }
        _ = try form(String(repeating: "n", count: 256))
        #expect(throws: QueryFormError.malformedName) { try form(String(repeating: "n", count: 257)) }
    }
}
