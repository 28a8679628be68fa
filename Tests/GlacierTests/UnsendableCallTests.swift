import Glacier
import GlacierAPI
import TreeHash
import Testing

@Suite("Calls that cannot be sent")
struct UnsendableCallTests {
    private func expectUnsendable(
        _ parameter: String,
        _ call: (GlacierClient) async throws -> Void
    ) async throws {
        let service = ScriptedService([])
        let error = await #expect(throws: UnsendableCall.self) { try await call(try service.client()) }
        #expect(error?.parameter == parameter)
        #expect(service.arrivals.isEmpty)
    }

    @Test("a name that would be another path is not sent", arguments: ["", ".", ".."])
    func refusesSegments(_ text: String) async throws {
        let vault = VaultAddress(text)
        try await expectUnsendable("vaultName") { try await $0.deleteVault(vault) }
        try await expectUnsendable("archiveId") { try await $0.deleteArchive(text, in: "v") }
        try await expectUnsendable("uploadId") { try await $0.abortMultipartUpload(text, in: "v") }
        try await expectUnsendable("jobId") { _ = try await $0.getJobOutput(text, in: "v") }
        try await expectUnsendable("lockId") { try await $0.completeVaultLock("v", lockID: text) }
    }

    @Test(
        "a description that no header can carry is not sent",
        arguments: ["é", "a\nb", String(repeating: "a", count: 1025)]
    )
    func refusesDescriptions(_ text: String) async throws {
        try await expectUnsendable("archiveDescription") {
            _ = try await $0.uploadArchive(Payload([1]), to: "v", archiveDescription: text)
        }
        try await expectUnsendable("archiveDescription") {
            _ = try await $0.initiateMultipartUpload(in: "v", partSize: 1 << 20, archiveDescription: text)
        }
    }

    @Test("a range that no text can say is not sent")
    func refusesRanges() async throws {
        for range: JobOutputBytes in [.range(5..<5), .range(-1..<5), .from(-1), .last(0), .last(-1)] {
            try await expectUnsendable("range") { _ = try await $0.getJobOutput("j", in: "v", range: range) }
        }
        try await expectUnsendable("retrievalByteRange") {
            _ = try await $0.initiateJob(.archiveRetrieval(archiveID: "a", range: 5..<5), in: "v")
        }
        try await expectUnsendable("range") {
            try await $0.uploadMultipartPart(Payload([1]), at: -1, of: "u", in: "v")
        }
        try await expectUnsendable("body") {
            try await $0.uploadMultipartPart(Payload([1]), at: .max, of: "u", in: "v")
        }
        try await expectUnsendable("body") {
            try await $0.uploadMultipartPart(Payload([UInt8]()), at: 0, of: "u", in: "v")
        }
    }

    @Test("an upload without its bytes is not sent")
    func refusesMissingBytes() async throws {
        let call = UploadArchive.Call(vault: "v", payload: Payload([1]).summary)
        try await expectUnsendable("body") { _ = try await $0.perform(UploadArchive.self, call) }
    }
}
