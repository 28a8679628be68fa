import GlacierAPI
import GlacierModel
import Testing

@Suite("ListParts on the wire")
struct ListPartsTests {
    private func input(_ query: String, identifier: String = Example.uploadID) throws -> ListParts.Input {
        try ListParts.input(for: Example.vault(), from: .with(identifier: identifier, query: query))
    }

    private func document(_ description: String?, _ page: Page<Part>) throws -> String? {
        let upload = MultipartUpload(
            id: try UploadID(Example.uploadID),
            archiveDescription: try ArchiveDescription(description),
            partSize: try PartSize(bytes: 2_097_152),
            creationDate: Timestamp(milliseconds: 1_472_374_852_061)
        )
        let output = ListParts.Output(
            vault: try Example.vault("dummy_vault", account: "444455556666"),
            upload: upload,
            page: page
        )
        let response = ListParts.response(to: output, deployment: Deployment(partition: .aws, region: "eu-west-1"))
        #expect(response.statusCode == 200)
        #expect(response.headerLines == [])
        return response.document
    }

    @Test("a page holds 50 parts unless fewer are asked for", arguments: [("", 50), ("limit=2", 2), ("limit=100", 50)])
    func readsLimit(_ query: String, _ limit: Int) throws {
        let input = try input(query)
        #expect(input.limit.count == limit)
        #expect(input.marker == nil)
        #expect(input.uploadID.text == Example.uploadID)
    }

    @Test("a marker of this listing is read, an empty one is none")
    func readsMarker() throws {
        #expect(try input("marker=UAAAAAAAOiwA&limit=1").marker?.position == 3_812_352)
        #expect(try input("marker=").marker == nil)
    }

    @Test("a limit is judged before a marker, and a marker before the upload's id")
    func judgesInOrder() {
        #expect(throws: ServiceError.invalidLimit("x")) { try input("limit=x&marker=x", identifier: "x") }
        #expect(throws: ServiceError.invalidMarker("x")) { try input("limit=1&marker=x", identifier: "x") }
        #expect(throws: ServiceError.uploadNotFound("x")) { try input("limit=1", identifier: "x") }
        #expect(throws: ServiceError.invalidParameter("Parameter given more than once: limit")) {
            try input("limit=1&limit=1")
        }
    }

    @Test("one part, as captured: 427 bytes")
    func writesCapturedDocument() throws {
        let part = Part(range: 0..<2_097_152, treeHash: try Example.digest(Example.otherHash))
        let document = try #require(try document("botoUpload2", Page(found: [part], limit: 50)))
        #expect(document.utf8.count == 427)
        #expect(
            document
                == #"{"ArchiveDescription":"botoUpload2","CreationDate":"2016-08-28T09:00:52.061Z","Marker":null,"#
                + #""MultipartUploadId":"XfiA5PM122LLolN5gu___oRss20GeXhvM0ZFJiAmvBhZXRSN1Py8ZNQHxkeFk24Vm0zOjMUodpYJ0"#
                + #"2WFJ7Hp7i7EACwF","PartSizeInBytes":2097152,"Parts":[{"RangeInBytes":"0-2097151","#
                + #""SHA256TreeHash":"560c2c9333c719cb00cfdffee3ba293db17f58743cdd1f7e4055373ae6300afa"}],"#
                + #""VaultARN":"arn:aws:glacier:eu-west-1:444455556666:vaults/dummy_vault"}"#
        )
    }

    @Test("without parts and description: an empty list and null")
    func writesEmptyList() throws {
        let document = try #require(try document(nil, Page(found: [], limit: 50)))
        #expect(document.hasPrefix(#"{"ArchiveDescription":null,"#))
        #expect(document.contains(#","Marker":null,"#))
        #expect(document.contains(#","Parts":[],"#))
    }

    @Test("the marker of a page leads to the first part that it left out")
    func writesMarker() throws {
        let hash = try Example.digest(Example.otherHash)
        let parts = [0..<2_097_152, 2_097_152..<4_194_304, 3_812_352..<3_812_353].map {
            Part(range: $0, treeHash: hash)
        }
        let document = try #require(try document("d", Page(found: parts, limit: 2)))
        #expect(document.contains(#","Marker":"UAAAAAAAOiwA","#))
        #expect(
            document.contains(
                #""Parts":[{"RangeInBytes":"0-2097151","SHA256TreeHash":"\#(Example.otherHash)"},"#
                    + #"{"RangeInBytes":"2097152-4194303","SHA256TreeHash":"\#(Example.otherHash)"}],"#
            )
        )
        #expect(try input("marker=UAAAAAAAOiwA").marker?.position == parts[2].range.lowerBound)
        #expect(ListParts.operation == .listParts)
    }
}
