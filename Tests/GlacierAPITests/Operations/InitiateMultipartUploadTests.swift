import GlacierAPI
import GlacierModel
import HTTPTypes
import Testing

@Suite("InitiateMultipartUpload on the wire")
struct InitiateMultipartUploadTests {
    private func input(_ headers: HTTPFields) throws -> InitiateMultipartUpload.Input {
        try InitiateMultipartUpload.input(for: Example.vault(), from: .with(headers: headers))
    }

    @Test("part size and description are read")
    func readsInput() throws {
        let input = try input([.partSize: " 4194304 ", .archiveDescription: " two  spaces"])
        #expect(input.partSize.bytes == 4_194_304)
        #expect(input.archiveDescription?.text == "two  spaces")
        #expect(input.vault == (try Example.vault()))
        #expect(try self.input([.partSize: "1048576"]).archiveDescription == nil)
    }

    @Test("a part size that is missing or wrong is refused as sent", arguments: [nil, "", "0", "3145728", "1 MiB"])
    func refusesPartSize(_ size: String?) {
        var headers: HTTPFields = [:]
        headers[.partSize] = size
        #expect(throws: ServiceError.invalidPartSize(size)) { try input(headers) }
    }

    @Test("a wrong description is refused")
    func refusesDescription() {
        #expect(throws: ServiceError.invalidArchiveDescription) {
            try input([.partSize: "1048576", .archiveDescription: "ä"])
        }
    }

    @Test("201 with the place of the upload and its id, and an empty object")
    func writesResponse() throws {
        let output = InitiateMultipartUpload.Output(
            vault: try Example.vault(),
            uploadID: try UploadID(Example.uploadID)
        )
        let response = InitiateMultipartUpload.response(to: output, deployment: Example.deployment)
        #expect(response.statusCode == 201)
        #expect(
            response.headerLines == [
                "Location: /111122223333/vaults/examplevault/multipart-uploads/\(Example.uploadID)",
                "x-amz-multipart-upload-id: \(Example.uploadID)",
            ]
        )
        #expect(response.document == "{}")
        #expect(InitiateMultipartUpload.operation == .initiateMultipartUpload)
    }
}
