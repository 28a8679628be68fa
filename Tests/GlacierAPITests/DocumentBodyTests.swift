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

    @Test("lists, objects and whole numbers are read; null and absent ones are none")
    func readsStructure() throws {
        let body = try body(
            #"{"L":["b","","a"],"E":[],"O":{"x":"1","N":null},"A":[{"x":"2"},{}],"I":-7,"#
                + #""Max":9223372036854775807,"N":null}"#
        )
        #expect(try body.strings("L") == ["b", "", "a"])
        #expect(try body.strings("E") == [])
        #expect(try body.object("O")?.string("x") == "1")
        #expect(try body.object("O")?.keys == ["N", "x"])
        #expect(try body.objects("A")?.map { try $0.string("x") } == ["2", nil])
        #expect(try body.integer("I") == -7)
        #expect(try body.integer("Max") == .max)
        for key in ["N", "Missing"] {
            #expect(try body.strings(key) == nil)
            #expect(try body.object(key) == nil)
            #expect(try body.objects(key) == nil)
            #expect(try body.integer(key) == nil)
        }
    }

    @Test("a list of another type, or with elements of another type, is malformed")
    func refusesLists() throws {
        for value in ["{}", "\"t\"", "1", "true"] {
            let body = try body("{\"T\":\(value)}")
            let error = ServiceError.malformedBody("The value of T must be an array.")
            #expect(throws: error) { try body.strings("T") }
            #expect(throws: error) { try body.objects("T") }
        }
        for value in ["[1]", "[\"a\",null]", "[[]]"] {
            let body = try body("{\"T\":\(value)}")
            #expect(throws: ServiceError.malformedBody("The values of T must be strings.")) { try body.strings("T") }
            #expect(throws: ServiceError.malformedBody("The values of T must be objects.")) { try body.objects("T") }
        }
    }

    @Test("an object of another type is malformed", arguments: ["[]", "\"{}\"", "1", "false"])
    func refusesObject(_ value: String) throws {
        let body = try body("{\"T\":\(value)}")
        #expect(throws: ServiceError.malformedBody("The value of T must be an object.")) { try body.object("T") }
    }

    @Test("a number with fraction or exponent, or a text, is no integer", arguments: ["1.0", "1e3", "\"1\"", "[1]"])
    func refusesInteger(_ value: String) throws {
        let body = try body("{\"T\":\(value)}")
        #expect(throws: ServiceError.malformedBody("The value of T must be an integer.")) { try body.integer("T") }
    }

    @Test("an integer beyond 64 bits is a wrong value", arguments: ["9223372036854775808", "-9223372036854775809"])
    func refusesLargeInteger(_ value: String) throws {
        let body = try body("{\"T\":\(value)}")
        #expect(throws: ServiceError.invalidParameter("Invalid T: \(value)")) { try body.integer("T") }
    }
}
