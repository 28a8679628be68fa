import GlacierAPI
import GlacierModel
import HTTPTypes
import Testing

@Suite("CompleteMultipartUpload on the wire")
struct CompleteMultipartUploadTests {
    private func input(_ headers: HTTPFields, identifier: String = Example.uploadID) throws
        -> CompleteMultipartUpload.Input
    {
        try CompleteMultipartUpload.input(
            for: Example.vault(),
            from: .with(identifier: identifier, headers: headers, body: "ignored")
        )
    }

    @Test("upload, size and hash are read")
    func readsInput() throws {
        let input = try input([.archiveSize: "7340032", .treeHash: Example.treeHash])
        #expect(input.uploadID.text == Example.uploadID)
        #expect(input.claim.archiveSize == 7_340_032)
        #expect(input.claim.treeHash.header == Example.treeHash)
    }

    @Test("a text that cannot be an id is told first", arguments: ["", "x"])
    func refusesIdentifier(_ text: String) {
        #expect(throws: ServiceError.uploadNotFound(text)) { try input([:], identifier: text) }
    }

    @Test("what is missing is told before what is wrong, and the size before the hash")
    func judgesInOrder() {
        #expect(throws: ServiceError.missingParameter("x-amz-archive-size")) { try input([.treeHash: "xyz"]) }
        #expect(throws: ServiceError.missingParameter("x-amz-sha256-tree-hash")) { try input([.archiveSize: "-1"]) }
        #expect(throws: ServiceError.invalidArchiveSize("-1")) { try input([.archiveSize: "-1", .treeHash: "xyz"]) }
        #expect(throws: ServiceError.invalidTreeHash("xyz")) { try input([.archiveSize: "1", .treeHash: "xyz"]) }
    }

    @Test("the answer is that of an archive")
    func writesResponse() throws {
        let output = CompleteMultipartUpload.Output(
            vault: try Example.vault(),
            archiveID: try ArchiveID(Example.archiveID),
            treeHash: try Example.digest(Example.treeHash)
        )
        let response = CompleteMultipartUpload.response(to: output, deployment: Example.deployment)
        #expect(response.statusCode == 201)
        #expect(
            response.headerLines == [
                "Location: /111122223333/vaults/examplevault/archives/\(Example.archiveID)",
                "x-amz-archive-id: \(Example.archiveID)", "x-amz-sha256-tree-hash: \(Example.treeHash)",
            ]
        )
        #expect(response.document == "{}")
        #expect(CompleteMultipartUpload.operation == .completeMultipartUpload)
    }
}
