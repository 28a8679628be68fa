import GlacierAPI
import GlacierModel
import HTTPTypes
import Testing
import TreeHash

@Suite("UploadArchive on the wire")
struct UploadArchiveTests {
    private let headers: HTTPFields = [
        .contentSHA256: Example.otherHash, .treeHash: Example.treeHash, .archiveDescription: "  my archive ",
    ]

    private func input(_ request: RequestParts) throws -> UploadArchive.Input {
        try UploadArchive.input(for: Example.vault(), from: request)
    }

    @Test("hashes, length and description are read")
    func readsInput() throws {
        let input = try input(.with(headers: headers, declaredLength: 42))
        #expect(input.vault == (try Example.vault()))
        #expect(input.claims.contentSHA256 == Example.otherHash)
        #expect(input.claims.treeHash.header == Example.treeHash)
        #expect(input.claims.treeHash.matches(try Example.digest(Example.treeHash)))
        #expect(input.claims.contentLength == 42)
        #expect(input.archiveDescription?.text == "my archive")
    }

    @Test("a body in chunks has no length, and a description is not needed")
    func readsChunkedInput() throws {
        var headers = headers
        headers[.archiveDescription] = nil
        let input = try input(.with(headers: headers, isChunked: true))
        #expect(input.claims.contentLength == nil)
        #expect(input.archiveDescription == nil)
    }

    @Test("what is missing is told before what is wrong")
    func missesBeforeItJudges() {
        #expect(throws: ServiceError.missingParameter("Content-Length")) {
            try input(.with(headers: [.treeHash: "x"]))
        }
        #expect(throws: ServiceError.missingParameter("x-amz-content-sha256")) {
            try input(.with(headers: [.treeHash: "x"], declaredLength: 0))
        }
        #expect(throws: ServiceError.missingParameter("x-amz-sha256-tree-hash")) {
            try input(.with(headers: [.contentSHA256: "x", .archiveDescription: "ä"], declaredLength: 0))
        }
    }

    @Test("a length of 0, or of more than 4 GiB, is refused", arguments: [0, 4_294_967_297, Int64.max])
    func refusesLength(_ length: Int64) {
        #expect(throws: ServiceError.invalidContentLength(String(length))) {
            try input(.with(headers: headers, declaredLength: length))
        }
    }

    @Test("1 byte and 4 GiB are accepted", arguments: [1, 4_294_967_296] as [Int64])
    func acceptsLength(_ length: Int64) throws {
        #expect(try input(.with(headers: headers, declaredLength: length)).claims.contentLength == length)
    }

    @Test("wrong hashes and descriptions are refused")
    func refusesValues() {
        var wrong = headers
        wrong[.treeHash] = "xyz"
        #expect(throws: ServiceError.invalidTreeHash("xyz")) { try input(.with(headers: wrong, declaredLength: 1)) }
        wrong = headers
        wrong[.archiveDescription] = "ä"
        #expect(throws: ServiceError.invalidArchiveDescription) { try input(.with(headers: wrong, declaredLength: 1)) }
    }

    @Test("201 with the place of the archive, its id and its hash, and an empty object")
    func writesResponse() throws {
        let output = UploadArchive.Output(
            vault: try Example.vault(),
            archiveID: try ArchiveID(Example.archiveID),
            treeHash: try Example.digest(Example.treeHash)
        )
        let response = UploadArchive.response(to: output, deployment: Example.deployment)
        #expect(response.statusCode == 201)
        #expect(
            response.headerLines == [
                "Location: /111122223333/vaults/examplevault/archives/\(Example.archiveID)",
                "x-amz-archive-id: \(Example.archiveID)", "x-amz-sha256-tree-hash: \(Example.treeHash)",
            ]
        )
        #expect(response.document == "{}")
        #expect(UploadArchive.operation == .uploadArchive)
    }
}
