import GlacierModel
import Testing

@testable import GlacierAPI

@Suite("JSON bodies of requests")
struct DocumentBodyTests {
    private func body(_ text: String) throws -> DocumentBody {
        try DocumentBody(Array(text.utf8), named: "Job Parameters")
    }

    @Test("an empty body, or one of white space, is missing", arguments: ["", " ", "\r\n\t ", "\u{B}\u{C}"])
    func missesBody(_ text: String) {
        #expect(throws: ServiceError.missingParameter("Job Parameters")) { try body(text) }
    }

    @Test(
        "a body that is no JSON object is malformed",
        arguments: ["[]", "null", "1", "\"a\"", "{", "a=b", "\u{FEFF}", "\0"]
    )
    func refusesBody(_ text: String) {
        #expect(throws: ServiceError.malformedBody("The request body is not a valid JSON object.")) { try body(text) }
    }

    @Test("an explicit null equals an absent key, and keys are case-sensitive")
    func readsMembers() throws {
        let body = try body(#"{"Type":"t","type":"other","Tier":null,"Empty":""}"#)
        #expect(try body.string("Type") == "t")
        #expect(try body.string("Tier") == nil)
        #expect(try body.string("Missing") == nil)
        #expect(try body.string("Empty") == "")
    }

    @Test("a value of another type is malformed", arguments: ["1", "true", "[]", "{}", "[\"t\"]"])
    func refusesType(_ value: String) throws {
        let body = try body("{\"Type\":\(value)}")
        #expect(throws: ServiceError.malformedBody("The value of Type must be a string.")) { try body.string("Type") }
    }
}
