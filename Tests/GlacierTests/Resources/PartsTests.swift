import GlacierModel
import NIOCore
import TestSupport
import Testing
import TreeHash

@testable import Glacier

/// What `MultipartUpload.parts` promises, through the whole service.
@Suite("The parts of an upload")
struct PartsTests {
    private static let partSize: Int64 = 1 << 20

    private func upload(_ words: String? = nil) async throws -> Glacier.MultipartUpload {
        let vault = try await GlacierService(ServiceInProcess().client()).createVault("v")
        return try await vault.initiateMultipartUpload(partSize: Self.partSize, archiveDescription: words)
    }

    /// Parts of one byte, in any order.
    private func send(_ indices: some Sequence<Int>, to upload: Glacier.MultipartUpload) async throws {
        for index in indices {
            let byte = Payload([UInt8(truncatingIfNeeded: index)])
            try await upload.uploadPart(byte, at: Int64(index) * Self.partSize)
        }
    }

    private func indices(_ parts: [ListedPart]) -> [Int] { parts.map { Int($0.range.lowerBound / Self.partSize) } }

    private func code(_ body: () async throws -> Void) async throws -> String? {
        do {
            try await body()
            return nil
        } catch let error as GlacierError {
            return error.code
        }
    }

    @Test("come by their ranges with the service's tree hashes, whatever order they arrived in")
    func order() async throws {
        let upload = try await upload("words")
        #expect(try await upload.parts().parts.isEmpty)
        try await send([2, 0, 3, 1], to: upload)
        let page = try await upload.parts()
        #expect(indices(page.parts) == [0, 1, 2, 3])
        #expect(page.parts[2].range == 2_097_152..<2_097_153)
        #expect(page.parts.map(\.treeHash) == (0..<4).map { Payload([UInt8($0)]).summary.treeHash })
        #expect(page.marker == nil)
        #expect(page.upload.uploadID == upload.id)
        #expect(page.upload.archiveDescription == "words")
        #expect(page.upload.partSizeInBytes == Self.partSize)
        #expect(page.upload.vaultARN == "arn:aws:glacier:us-east-1:123456789012:vaults/v")
        #expect(page.upload.creationDate == Timestamp(milliseconds: 1_767_323_045_006))
    }

    @Test("come at most fifty on a page; the marker goes on where the page ended")
    func pages() async throws {
        let upload = try await upload()
        try await send((0..<120).reversed(), to: upload)
        let first = try await upload.parts()
        #expect(indices(first.parts) == Array(0..<50))
        let second = try await upload.parts(marker: first.marker, limit: 1000)
        #expect(indices(second.parts) == Array(50..<100))
        let last = try await upload.parts(marker: second.marker, limit: 20)
        #expect(indices(last.parts) == Array(100..<120))
        #expect(last.marker == nil)
        #expect(try await upload.parts(limit: 7).parts.count == 7)
        for size in [nil, 1, 7, 50] {
            var all: [ListedPart] = []
            for try await part in upload.allParts(pageSize: size) { all.append(part) }
            #expect(indices(all) == Array(0..<120))
            var again: [ListedPart] = []
            for try await part in upload.client.allParts(of: upload.id, in: "v", pageSize: size) { again.append(part) }
            #expect(again == all)
        }
    }

    @Test("a part that is sent again takes the place of the earlier one")
    func replaces() async throws {
        let upload = try await upload()
        try await send(0..<2, to: upload)
        try await upload.uploadPart(Payload([9, 9]), at: 0)
        let parts = try await upload.parts().parts
        #expect(parts.map(\.range) == [0..<2, 1_048_576..<1_048_577])
        #expect(parts.first?.treeHash == Payload([9, 9]).summary.treeHash)
    }

    @Test("wrong limits and markers are refused", arguments: [0, -1])
    func refuses(_ limit: Int) async throws {
        let upload = try await upload()
        #expect(try await code { _ = try await upload.parts(limit: limit) } == "InvalidParameterValueException")
        #expect(try await code { _ = try await upload.parts(marker: "?") } == "InvalidParameterValueException")
        #expect(
            try await code { for try await _ in upload.allParts(pageSize: limit) {} }
                == "InvalidParameterValueException"
        )
    }

    @Test("are an error once the upload was completed or given up, and so are its attributes")
    func ends() async throws {
        let upload = try await upload(), other = try await upload.vault.initiateMultipartUpload(partSize: 1 << 20)
        try await send([0], to: upload)
        let byte = Payload([0]).summary
        let archive = try await upload.complete(archiveSize: 1, treeHash: byte.treeHash)
        #expect(archive.creation?.treeHash == byte.treeHash)
        try await other.abort()
        for upload in [upload, other] {
            #expect(try await code { _ = try await upload.parts() } == "ResourceNotFoundException")
            #expect(try await code { for try await _ in upload.allParts() {} } == "ResourceNotFoundException")
            #expect(try await code { _ = try await upload.load() } == "ResourceNotFoundException")
        }
        let output = try await archive.initiateArchiveRetrieval().getOutput()
        #expect(try await output.body.collect(upTo: .max) == [0])
    }

    @Test("an upload that is listed knows what it was initiated with, and one that is named finds out")
    func attributes() async throws {
        let upload = try await upload("words"), vault = upload.vault
        #expect(try await upload.partSizeInBytes == Self.partSize)
        #expect(try await vault.multipartUpload(upload.id).archiveDescription == "words")
        var listed: [Glacier.MultipartUpload] = []
        for try await upload in vault.multipartUploads { listed.append(upload) }
        #expect(listed == [upload])
        // Nobody is asked: the upload is gone, and what was told stays.
        try await upload.abort()
        #expect(try await listed.first?.archiveDescription == "words")
    }
}
