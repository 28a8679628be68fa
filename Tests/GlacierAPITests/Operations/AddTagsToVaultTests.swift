import GlacierAPI
import GlacierModel
import Testing

@Suite("AddTagsToVault on the wire")
struct AddTagsToVaultTests {
    private func input(_ body: String) throws -> AddTagsToVault.Input {
        try AddTagsToVault.input(for: Example.vault(), from: .with(query: "operation=add", body: body))
    }

    @Test("tags are read with their keys and values as sent")
    func readsTags() throws {
        let input = try input(#"{"Tags":{"b":"2"," A/ö":"","b ":"aws:x"},"New":1}"#)
        #expect(input.vault == (try Example.vault()))
        #expect(input.tags.ordered.map(\.key.text) == [" A/ö", "b", "b "])
        #expect(input.tags.ordered.map(\.value.text) == ["", "2", "aws:x"])
    }

    @Test("more tags than a vault may have are left to be refused when they are added")
    func readsManyTags() throws {
        let tags = (0..<51).map { "\"\($0)\":\"\"" }.joined(separator: ",")
        #expect(try input("{\"Tags\":{\(tags)}}").tags.count == 51)
    }

    @Test("tags that are not there are missed", arguments: ["", " ", "{}", #"{"Tags":null}"#, #"{"tags":{"a":"b"}}"#])
    func misses(_ body: String) {
        #expect(throws: ServiceError.missingParameter("tags")) { try input(body) }
    }

    @Test(
        "no tag at all, and a tag outside the rules, is refused",
        arguments: [
            ("{}", "Invalid tags: at least one must be given"), (#"{"":"v"}"#, "Invalid tag key: "),
            (#"{"a":"b","aws:k":"v"}"#, "Invalid tag key: aws:k"), (#"{"a":"b*"}"#, "Invalid tag value: b*"),
            (#"{"a":null}"#, "Invalid tag value: null"), (#"{"a\u0000":"v"}"#, "Invalid tag key: a\0"),
        ]
    )
    func refuses(_ tags: String, _ message: String) {
        #expect(throws: ServiceError.invalidParameter(message)) { try input("{\"Tags\":\(tags)}") }
    }

    @Test("a wrong type is found before a wrong value")
    func refusesType() {
        #expect(throws: ServiceError.malformedBody("The value of Tags must be an object.")) {
            try input(#"{"Tags":[{"a":"b"}]}"#)
        }
        #expect(throws: ServiceError.malformedBody("The value of k must be a string.")) {
            try input(#"{"Tags":{"aws:a":"","k":1}}"#)
        }
    }

    @Test("204 without headers and body")
    func writesResponse() {
        let response = AddTagsToVault.response(to: (), deployment: Example.deployment)
        #expect(response.statusCode == 204)
        #expect(response.headerLines == [])
        #expect(response.hasNoBody)
        #expect(AddTagsToVault.operation == .addTagsToVault)
    }
}
