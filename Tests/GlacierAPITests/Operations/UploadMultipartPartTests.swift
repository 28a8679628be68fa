import GlacierAPI
import GlacierModel
import HTTPTypes
import Testing

@Suite("UploadMultipartPart on the wire")
struct UploadMultipartPartTests {
    private let headers: HTTPFields = [
        .contentRange: "bytes 2097152-4194303/*", .contentSHA256: Example.otherHash, .treeHash: Example.treeHash,
    ]

    private func input(_ headers: HTTPFields, identifier: String = Example.uploadID, length: Int64? = 2_097_152) throws
        -> UploadMultipartPart.Input
    {
        try UploadMultipartPart.input(
            for: Example.vault(),
            from: .with(identifier: identifier, headers: headers, declaredLength: length)
        )
    }

    @Test("upload, range, hashes and length are read")
    func readsInput() throws {
        let input = try input(headers)
        #expect(input.uploadID.text == Example.uploadID)
        #expect(input.range.bytes == 2_097_152..<4_194_304)
        #expect(input.claims.contentSHA256 == Example.otherHash)
        #expect(input.claims.treeHash.header == Example.treeHash)
        #expect(input.claims.contentLength == 2_097_152)
    }

    @Test("a text that cannot be an id is told first", arguments: ["", "x", Example.archiveID])
    func refusesIdentifier(_ text: String) {
        #expect(throws: ServiceError.uploadNotFound(text)) { try input([:], identifier: text) }
    }

    @Test("what is missing is told before what is wrong")
    func missesBeforeItJudges() {
        var left: HTTPFields = [.contentRange: "wrong", .contentSHA256: "wrong", .treeHash: "wrong"]
        #expect(throws: ServiceError.missingParameter("Content-Length")) { try input(left, length: nil) }
        left[.treeHash] = nil
        #expect(throws: ServiceError.missingParameter("x-amz-sha256-tree-hash")) { try input(left) }
        left[.contentSHA256] = nil
        #expect(throws: ServiceError.missingParameter("x-amz-content-sha256")) { try input(left) }
        left[.contentRange] = nil
        #expect(throws: ServiceError.missingParameter("Content-Range")) { try input(left) }
    }

    @Test("a wrong range or hash is refused as sent")
    func refusesValues() {
        var wrong = headers
        wrong[.contentRange] = "bytes 1-0/*"
        #expect(throws: ServiceError.invalidContentRange("bytes 1-0/*")) { try input(wrong) }
        wrong = headers
        wrong[.treeHash] = "abc"
        #expect(throws: ServiceError.invalidTreeHash("abc")) { try input(wrong) }
    }

    @Test("204 with the hash and no body")
    func writesResponse() throws {
        let output = UploadMultipartPart.Output(treeHash: try Example.digest(Example.treeHash))
        let response = UploadMultipartPart.response(to: output, deployment: Example.deployment)
        #expect(response.statusCode == 204)
        #expect(response.headerLines == ["x-amz-sha256-tree-hash: \(Example.treeHash)"])
        #expect(response.hasNoBody)
        #expect(UploadMultipartPart.operation == .uploadMultipartPart)
    }
}
