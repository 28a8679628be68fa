import GlacierAPI
import GlacierModel
import HTTPTypes
import Testing

@Suite("GetJobOutput on the wire")
struct GetJobOutputTests {
    private func response(
        description: String? = nil,
        range: Range<Int64>,
        total: Int64,
        isPartial: Bool,
        treeHash: String? = nil
    ) throws -> APIResponse {
        let output = GetJobOutput.Output(
            content: .archive(try ArchiveDescription(description), treeHash: try treeHash.map(Example.digest)),
            range: range,
            total: total,
            isPartial: isPartial
        )
        return GetJobOutput.response(to: output, deployment: Example.deployment)
    }

    @Test("job and range are read; a range that is not understood is none")
    func readsInput() throws {
        let input = { (headers: HTTPFields) in
            try GetJobOutput.input(for: Example.vault(), from: .with(identifier: Example.jobID, headers: headers))
        }
        #expect(try input([:]).jobID.text == Example.jobID)
        #expect(try input([:]).range == nil)
        #expect(try input([.range: "bytes=0-9"]).range == OutputRange(header: "bytes=0-9"))
        #expect(try input([.range: "bytes 0-9/10"]).range == nil)
        #expect(throws: ServiceError.jobNotFound("x")) {
            try GetJobOutput.input(for: Example.vault(), from: .with(identifier: "x"))
        }
        #expect(GetJobOutput.operation == .getJobOutput)
    }

    @Test("everything: 200 with the archive's description and the hash of the whole")
    func writesWholeOutput() throws {
        let response = try response(
            description: "my archive",
            range: 0..<42,
            total: 42,
            isPartial: false,
            treeHash: Example.treeHash
        )
        #expect(response.statusCode == 200)
        #expect(
            response.headerLines == [
                "Accept-Ranges: bytes", "Content-Type: application/octet-stream",
                "x-amz-archive-description: my archive", "x-amz-sha256-tree-hash: \(Example.treeHash)",
            ]
        )
        #expect(response.streamLength == 42)
    }

    @Test("a part: 206 with its place, inclusive, and without what is not known")
    func writesPartialOutput() throws {
        let response = try response(range: 10..<20, total: 42, isPartial: true)
        #expect(response.statusCode == 206)
        #expect(
            response.headerLines == [
                "Accept-Ranges: bytes", "Content-Range: bytes 10-19/42", "Content-Type: application/octet-stream",
            ]
        )
        #expect(response.streamLength == 10)
    }

    @Test("a range that covers everything is still 206")
    func writesWholeRange() throws {
        let response = try response(range: 0..<1, total: 1, isPartial: true, treeHash: Example.otherHash)
        #expect(response.statusCode == 206)
        #expect(response.headers[.contentRange] == "bytes 0-0/1")
        #expect(response.headers[.treeHash] == Example.otherHash)
        #expect(response.streamLength == 1)
    }

    @Test(
        "an inventory has a type of its own, and neither description nor hash",
        arguments: [(InventoryFormat.json, "application/json"), (.csv, "text/csv")]
    )
    func writesInventory(_ format: InventoryFormat, _ type: String) {
        let output = GetJobOutput.Output(content: .inventory(format), range: 1..<9, total: 124, isPartial: true)
        let response = GetJobOutput.response(to: output, deployment: Example.deployment)
        #expect(
            response.headerLines == ["Accept-Ranges: bytes", "Content-Range: bytes 1-8/124", "Content-Type: \(type)"]
        )
        #expect(response.streamLength == 8)
    }
}
