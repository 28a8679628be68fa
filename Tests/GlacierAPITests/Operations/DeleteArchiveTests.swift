import GlacierAPI
import GlacierModel
import Testing

@Suite("DeleteArchive on the wire")
struct DeleteArchiveTests {
    @Test("the archive's id is read from the path")
    func readsInput() throws {
        let input = try DeleteArchive.input(for: Example.vault(), from: .with(identifier: Example.archiveID))
        #expect(input.archiveID.text == Example.archiveID)
        #expect(input.vault == (try Example.vault()))
        #expect(DeleteArchive.operation == .deleteArchive)
    }

    @Test("a text that cannot be an id names no archive", arguments: ["", "x", String(Example.archiveID.dropLast())])
    func refusesIdentifier(_ text: String) {
        #expect(throws: ServiceError.archiveNotFound(text)) {
            try DeleteArchive.input(for: Example.vault(), from: .with(identifier: text))
        }
    }

    @Test("204 with nothing")
    func writesResponse() {
        let response = DeleteArchive.response(to: (), deployment: Example.deployment)
        #expect(response.statusCode == 204)
        #expect(response.headerLines == [])
        #expect(response.hasNoBody)
    }
}
