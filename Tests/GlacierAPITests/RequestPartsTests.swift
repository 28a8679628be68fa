import GlacierAPI
import GlacierModel
import HTTPTypes
import Testing

@Suite("Headers of requests")
struct RequestPartsTests {
    @Test("a value is trimmed, its inner spaces are kept")
    func trims() {
        let request = RequestParts.with(headers: [.archiveDescription: " \t two  spaces\t "])
        #expect(request.header(.archiveDescription) == "two  spaces")
        #expect(request.header(.partSize) == nil)
    }

    @Test("header names are case-insensitive")
    func ignoresCase() throws {
        let name = try #require(HTTPField.Name("X-Amz-Part-SIZE"))
        #expect(RequestParts.with(headers: [name: "1"]).header(.partSize) == "1")
    }

    @Test("a missing or empty header is missing under its name", arguments: [nil, "", " \t "] as [String?])
    func requires(_ value: String?) {
        var headers: HTTPFields = [:]
        headers[.treeHash] = value
        #expect(throws: ServiceError.missingParameter("x-amz-sha256-tree-hash")) {
            try RequestParts.with(headers: headers).requiredHeader(.treeHash)
        }
    }

    @Test("the API's headers have their documented names")
    func namesHeaders() {
        let names: [HTTPField.Name] = [
            .glacierVersion, .contentSHA256, .treeHash, .archiveDescription, .archiveID, .archiveSize, .partSize,
            .uploadID, .jobID, .requestID,
        ]
        #expect(
            names.map(\.rawName) == [
                "x-amz-glacier-version", "x-amz-content-sha256", "x-amz-sha256-tree-hash",
                "x-amz-archive-description", "x-amz-archive-id", "x-amz-archive-size", "x-amz-part-size",
                "x-amz-multipart-upload-id", "x-amz-job-id", "x-amzn-RequestId",
            ]
        )
    }
}
