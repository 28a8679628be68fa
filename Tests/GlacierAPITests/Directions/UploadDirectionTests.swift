import GlacierAPI
import GlacierModel
import Testing
import TreeHash

@Suite("Both directions: uploads")
struct UploadDirectionTests {
    private func payload(_ length: Int64 = 3) throws -> PayloadSummary {
        PayloadSummary(
            length: length,
            contentSHA256: try Example.digest(Example.otherHash),
            treeHash: try Example.digest(Example.treeHash)
        )
    }

    private func expectClaims(_ claims: PayloadClaims, _ length: Int64) {
        #expect(claims.contentSHA256 == Example.otherHash)
        #expect(claims.treeHash.header == Example.treeHash)
        #expect(claims.contentLength == length)
    }

    @Test("an archive in one piece")
    func archives() throws {
        let call = UploadArchive.Call(vault: "v", payload: try payload(), archiveDescription: "two  spaces")
        let input = try UploadArchive.received(call)
        #expect(input.archiveDescription?.text == "two  spaces")
        expectClaims(input.claims, 3)
        let plain = UploadArchive.Call(vault: "v", payload: try payload(), archiveDescription: "")
        #expect(try UploadArchive.received(plain).archiveDescription == nil)
        let output = UploadArchive.Output(
            vault: try Example.vault(),
            archiveID: try ArchiveID(Example.archiveID),
            treeHash: try Example.digest(Example.treeHash)
        )
        let made = try UploadArchive.told(output)
        #expect(made == (try CompleteMultipartUpload.told(output)))
        #expect(made.archiveID == Example.archiveID)
        #expect(made.treeHash?.hex == Example.treeHash)
        #expect(made.location == "/111122223333/vaults/examplevault/archives/\(Example.archiveID)")
        let deletion = DeleteArchive.Call(vault: "v", archiveID: Example.archiveID)
        #expect(try DeleteArchive.received(deletion).archiveID.text == Example.archiveID)
    }

    @Test("an upload in parts from its beginning to its end")
    func uploads() throws {
        let start = InitiateMultipartUpload.Call(vault: "v", partSize: 1 << 20, archiveDescription: "d")
        let input = try InitiateMultipartUpload.received(start)
        #expect(input.partSize.bytes == 1_048_576)
        #expect(input.archiveDescription?.text == "d")
        let upload = InitiateMultipartUpload.Output(
            vault: try Example.vault(),
            uploadID: try UploadID(Example.uploadID)
        )
        let told = try InitiateMultipartUpload.told(upload)
        #expect(told.uploadID == Example.uploadID)
        #expect(told.location == "/111122223333/vaults/examplevault/multipart-uploads/\(Example.uploadID)")
        let part = UploadMultipartPart.Call(
            vault: "v",
            uploadID: Example.uploadID,
            firstByte: 1_048_576,
            payload: try payload()
        )
        let received = try UploadMultipartPart.received(part)
        #expect(received.uploadID.text == Example.uploadID)
        #expect(received.range.bytes == 1_048_576..<1_048_579)
        expectClaims(received.claims, 3)
        let stored = UploadMultipartPart.Output(treeHash: try Example.digest(Example.treeHash))
        #expect(try UploadMultipartPart.told(stored).treeHash?.hex == Example.treeHash)
        let end = CompleteMultipartUpload.Call(
            vault: "v",
            uploadID: Example.uploadID,
            archiveSize: 7,
            treeHash: try Example.digest(Example.treeHash)
        )
        let completion = try CompleteMultipartUpload.received(end)
        #expect(completion.uploadID.text == Example.uploadID)
        #expect(completion.claim.archiveSize == 7)
        #expect(completion.claim.treeHash.header == Example.treeHash)
        let abortion = AbortMultipartUpload.Call(vault: "v", uploadID: Example.uploadID)
        #expect(try AbortMultipartUpload.received(abortion).uploadID.text == Example.uploadID)
    }

    private func upload() throws -> MultipartUpload {
        MultipartUpload(
            id: try UploadID(Example.uploadID),
            archiveDescription: try ArchiveDescription("d"),
            partSize: try PartSize(bytes: 2_097_152),
            creationDate: Timestamp(milliseconds: 1_472_374_852_061)
        )
    }

    private func expectUpload(_ upload: ListedUpload) {
        #expect(upload.uploadID == Example.uploadID)
        #expect(upload.archiveDescription == "d")
        #expect(upload.partSizeInBytes == 2_097_152)
        #expect(upload.creationDate == Timestamp(milliseconds: 1_472_374_852_061))
        #expect(upload.vaultARN == "arn:aws:glacier:us-east-1:111122223333:vaults/examplevault")
    }

    @Test("a page of parts names the next one")
    func parts() throws {
        let hash = try Example.digest(Example.otherHash)
        let parts = [Part(range: 0..<2_097_152, treeHash: hash), Part(range: 2_097_152..<2_097_153, treeHash: hash)]
        let output = ListParts.Output(
            vault: try Example.vault(),
            upload: try upload(),
            page: Page(found: parts, limit: 1)
        )
        let page = try ListParts.told(output)
        expectUpload(page.upload)
        #expect(page.parts.map(\.range) == [0..<2_097_152])
        #expect(page.parts.map(\.treeHash) == [hash])
        let next = ListParts.Call(vault: "v", uploadID: Example.uploadID, limit: 1, marker: page.marker)
        let input = try ListParts.received(next)
        #expect(input.marker?.position == 2_097_152)
        #expect(input.limit.count == 1)
        #expect(input.uploadID.text == Example.uploadID)
    }

    @Test("a page of uploads names the next one")
    func listsUploads() throws {
        let upload = try upload()
        let output = ListMultipartUploads.Output(
            vault: try Example.vault(),
            page: Page(found: [upload, upload], limit: 1)
        )
        let page = try ListMultipartUploads.told(output)
        #expect(page.items.count == 1)
        expectUpload(page.items[0])
        let next = ListMultipartUploads.Call(vault: "v", limit: 1, marker: page.marker)
        let input = try ListMultipartUploads.received(next)
        #expect(input.start == .position(date: upload.creationDate, id: upload.id))
        #expect(input.limit.count == 1)
    }
}
