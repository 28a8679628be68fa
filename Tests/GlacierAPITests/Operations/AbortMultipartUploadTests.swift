import GlacierAPI
import GlacierModel
import Testing

@Suite("AbortMultipartUpload on the wire")
struct AbortMultipartUploadTests {
    @Test("the upload's id is read from the path")
    func readsInput() throws {
        let input = try AbortMultipartUpload.input(for: Example.vault(), from: .with(identifier: Example.uploadID))
        #expect(input.uploadID.text == Example.uploadID)
        #expect(input.vault == (try Example.vault()))
        #expect(AbortMultipartUpload.operation == .abortMultipartUpload)
    }

    @Test("a text that cannot be an id names no upload", arguments: ["", "x", Example.archiveID])
    func refusesIdentifier(_ text: String) {
        #expect(throws: ServiceError.uploadNotFound(text)) {
            try AbortMultipartUpload.input(for: Example.vault(), from: .with(identifier: text))
        }
    }

    @Test("204 with nothing")
    func writesResponse() {
        let response = AbortMultipartUpload.response(to: (), deployment: Example.deployment)
        #expect(response.statusCode == 204)
        #expect(response.headerLines == [])
        #expect(response.hasNoBody)
    }
}
