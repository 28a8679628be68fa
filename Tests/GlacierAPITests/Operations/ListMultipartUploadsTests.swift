import GlacierAPI
import GlacierModel
import Testing

@Suite("ListMultipartUploads on the wire")
struct ListMultipartUploadsTests {
    private func input(_ query: String) throws -> ListMultipartUploads.Input {
        try ListMultipartUploads.input(for: Example.vault(), from: .with(query: query))
    }

    private func document(_ page: Page<MultipartUpload>) throws -> String? {
        let output = ListMultipartUploads.Output(vault: try Example.vault(), page: page)
        let deployment = Deployment(partition: .aws, region: "us-west-2")
        let response = ListMultipartUploads.response(to: output, deployment: deployment)
        #expect(response.statusCode == 200)
        #expect(response.headerLines == [])
        return response.document
    }

    private func upload(_ description: String?) throws -> MultipartUpload {
        MultipartUpload(
            id: try UploadID(Example.uploadID),
            archiveDescription: try ArchiveDescription(description),
            partSize: try PartSize(bytes: 4_194_304),
            creationDate: Timestamp(milliseconds: 1_332_199_259_130)
        )
    }

    @Test(
        "a page holds 50 uploads unless fewer are asked for",
        arguments: [("", 50), ("limit=2", 2), ("limit=51", 50)]
    )
    func readsLimit(_ query: String, _ limit: Int) throws {
        #expect(try input(query).limit.count == limit)
        #expect(try input(query).start == nil)
    }

    @Test("a marker is an upload's id or one of our own")
    func readsMarker() throws {
        let id = try UploadID(Example.uploadID), date = Timestamp(milliseconds: 7)
        let own = ListingStart<UploadThing>.marker(date: date, id: id)
        #expect(try input("marker=\(Example.uploadID)").start == .item(id))
        #expect(try input("marker=\(own)").start == .position(date: date, id: id))
        #expect(try input("marker=").start == nil)
    }

    @Test("wrong values are refused, the limit first")
    func refusesValues() throws {
        let foreign = ListingStart<JobThing>.marker(date: Timestamp(milliseconds: 7), id: try JobID(Example.jobID))
        #expect(throws: ServiceError.invalidLimit("0")) { try input("limit=0&marker=x") }
        #expect(throws: ServiceError.invalidMarker("x")) { try input("marker=x") }
        #expect(throws: ServiceError.invalidMarker(foreign)) { try input("marker=\(foreign)") }
        #expect(throws: ServiceError.invalidParameter("Parameter given more than once: marker")) {
            try input("marker=&marker=")
        }
    }

    @Test("a vault without uploads has an empty list")
    func writesEmptyList() throws {
        #expect(try document(Page(found: [], limit: 50)) == #"{"Marker":null,"UploadsList":[]}"#)
    }

    @Test("uploads as documented, absent descriptions as null")
    func writesList() throws {
        let page = Page(found: [try upload("archive 1"), try upload(nil)], limit: 50)
        let entries = [#""archive 1""#, "null"].map { description in
            #"{"ArchiveDescription":\#(description),"CreationDate":"2012-03-19T23:20:59.130Z","#
                + #""MultipartUploadId":"\#(Example.uploadID)","PartSizeInBytes":4194304,"#
                + #""VaultARN":"arn:aws:glacier:us-west-2:111122223333:vaults/examplevault"}"#
        }
        #expect(try document(page) == #"{"Marker":null,"UploadsList":[\#(entries.joined(separator: ","))]}"#)
    }

    @Test("the marker of a page leads to the first upload that it left out")
    func writesMarker() throws {
        let upload = try upload(nil)
        let document = try #require(try document(Page(found: [upload, upload], limit: 1)))
        // Base64url of U, the date and the id, worked out with another implementation.
        let marker =
            "VQAAATYtQ3v6WGZpQTVQTTEyMkxMb2xONWd1X19fb1JzczIwR2VYaHZNMFpGSmlBbXZCaFpYUlNOMVB5OFpOUUh4a2VGazI0Vm0wek9qTV"
            + "VvZHBZSjAyV0ZKN0hwN2k3RUFDd0Y"
        #expect(document.hasPrefix(#"{"Marker":"\#(marker)","UploadsList":[{"#))
        #expect(try input("marker=\(marker)").start == .position(date: upload.creationDate, id: upload.id))
        #expect(ListMultipartUploads.operation == .listMultipartUploads)
    }
}
