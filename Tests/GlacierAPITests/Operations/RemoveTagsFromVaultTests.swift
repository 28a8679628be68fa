import GlacierAPI
import GlacierModel
import Testing

@Suite("RemoveTagsFromVault on the wire")
struct RemoveTagsFromVaultTests {
    private func input(_ body: String) throws -> RemoveTagsFromVault.Input {
        try RemoveTagsFromVault.input(for: Example.vault(), from: .with(query: "operation=remove", body: body))
    }

    @Test("keys are read as sent, repeated ones once")
    func readsKeys() throws {
        let input = try input(#"{"TagKeys":["b","a","b"," a"]}"#)
        #expect(input.vault == (try Example.vault()))
        #expect(input.keys == Set(try ["a", "b", " a"].map { try TagKey($0) }))
    }

    @Test("keys that are not there are missed", arguments: ["", "{}", #"{"TagKeys":null}"#, #"{"Tags":["a"]}"#])
    func misses(_ body: String) {
        #expect(throws: ServiceError.missingParameter("tagKeys")) { try input(body) }
    }

    @Test("no key, or more than 50, is refused", arguments: [0, 51])
    func refusesCount(_ count: Int) {
        let keys = (0..<count).map { "\"\($0)\"" }.joined(separator: ",")
        #expect(throws: ServiceError.invalidParameter("Invalid tag keys: 1 to 50 must be given")) {
            try input("{\"TagKeys\":[\(keys)]}")
        }
    }

    @Test("a key outside the rules is refused", arguments: ["", "aws:k", "a*"])
    func refusesKey(_ key: String) {
        #expect(throws: ServiceError.invalidParameter("Invalid tag key: \(key)")) {
            try input("{\"TagKeys\":[\"a\",\"\(key)\"]}")
        }
    }

    @Test("a wrong type is malformed")
    func refusesType() {
        #expect(throws: ServiceError.malformedBody("The value of TagKeys must be an array.")) {
            try input(#"{"TagKeys":{"a":"b"}}"#)
        }
        #expect(throws: ServiceError.malformedBody("The values of TagKeys must be strings.")) {
            try input(#"{"TagKeys":["a",1]}"#)
        }
    }

    @Test("204 without headers and body")
    func writesResponse() {
        let response = RemoveTagsFromVault.response(to: (), deployment: Example.deployment)
        #expect(response.statusCode == 204)
        #expect(response.headerLines == [])
        #expect(response.hasNoBody)
        #expect(RemoveTagsFromVault.operation == .removeTagsFromVault)
    }
}
