import GlacierModel
import NIOCore
import TestSupport
import Testing
import TreeHash

@testable import Glacier

/// The client against the whole service: real signatures, operations and catalogue, without a socket.
@Suite("Client and service")
struct EndToEndTests {
    private static let mebibyte = 1 << 20

    private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 % 251) } }

    private func code(_ body: () async throws -> Void) async throws -> String? {
        do {
            try await body()
            return nil
        } catch let error as GlacierError {
            return error.code
        }
    }

    @Test("vaults are made, described, listed page by page, tagged and deleted")
    func vaults() async throws {
        let client = try await ServiceInProcess().client()
        #expect(try await client.createVault("a").location == "/123456789012/vaults/a")
        try await client.createVault("b")
        try await client.createVault(VaultAddress("c", of: AccountScope("123456789012")))
        let first = try await client.listVaults(limit: 2)
        #expect(first.items.map(\.vaultName) == ["a", "b"])
        let second = try await client.listVaults(limit: 2, marker: first.marker)
        #expect(second.items.map(\.vaultName) == ["c"])
        #expect(second.marker == nil)
        let vault = try await client.describeVault("a")
        #expect(vault.vaultARN == "arn:aws:glacier:us-east-1:123456789012:vaults/a")
        #expect(vault.creationDate == Timestamp(milliseconds: 1_767_323_045_006))
        #expect(vault.numberOfArchives == 0)
        try await client.addTagsToVault("a", tags: ["team": "films", "ключ": "a/b"])
        try await client.removeTagsFromVault("a", tagKeys: ["team"])
        #expect(try await client.listTagsForVault("a") == ["ключ": "a/b"])
        try await client.deleteVault("a")
        #expect(try await code { _ = try await client.describeVault("a") } == "ResourceNotFoundException")
        #expect(try await code { try await client.createVault("a b") } == "InvalidParameterValueException")
    }

    @Test("an archive goes up in one piece and comes down whole and in part")
    func archive() async throws {
        let client = try await ServiceInProcess().client(), bytes = bytes(Self.mebibyte + 1)
        try await client.createVault("v")
        let archive = try await client.uploadArchive(Payload(bytes), to: "v", archiveDescription: "two  spaces")
        // P(1 MiB + 1) of the published vectors.
        #expect(archive.treeHash?.hex == "a9c574ce937d2371daf87cdd0e75396b096d7f74a66c764e4c656bd12b2e7bf9")
        let job = try await client.initiateJob(.archiveRetrieval(archiveID: archive.archiveID), in: "v")
        let described = try await client.describeJob(job.jobID, in: "v")
        #expect(described.status == .succeeded)
        #expect(described.retrievalByteRange == 0..<1_048_577)
        #expect(described.tier == "Standard")
        #expect(described.treeHash == archive.treeHash)
        let whole = try await client.getJobOutput(job.jobID, in: "v")
        #expect(whole.head.contentLength == 1_048_577)
        #expect(whole.head.archiveDescription == "two  spaces")
        #expect(whole.head.treeHash == archive.treeHash)
        #expect(!whole.head.isPartial)
        #expect(try await whole.body.collect(upTo: .max) == bytes)
        let last = try await client.getJobOutput(job.jobID, in: "v", range: .from(1_048_576))
        #expect(last.head.range == 1_048_576..<1_048_577)
        #expect(last.head.totalLength == 1_048_577)
        #expect(try await last.body.collect(upTo: .max) == Array(bytes.suffix(1)))
        try await client.deleteArchive(archive.archiveID, in: "v")
        let again = try await code {
            _ = try await client.initiateJob(.archiveRetrieval(archiveID: archive.archiveID), in: "v")
        }
        #expect(again == "ResourceNotFoundException")
    }

    @Test("an upload in parts shows its parts by their ranges, page by page, until it is completed")
    func parts() async throws {
        let client = try await ServiceInProcess().client(), bytes = bytes(3 * Self.mebibyte - 7)
        try await client.createVault("v")
        let upload = try await client.initiateMultipartUpload(in: "v", partSize: 1 << 20, archiveDescription: "d")
        #expect(try await client.listMultipartUploads(in: "v").items.map(\.uploadID) == [upload.uploadID])
        for index in [2, 0, 1] {
            let start = index * Self.mebibyte
            let payload = Payload(Array(bytes[start..<min(start + Self.mebibyte, bytes.count)]))
            let reply = try await client.uploadMultipartPart(payload, at: Int64(start), of: upload.uploadID, in: "v")
            #expect(reply.treeHash == payload.summary.treeHash)
        }
        let first = try await client.listParts(of: upload.uploadID, in: "v", limit: 2)
        #expect(first.upload.archiveDescription == "d")
        #expect(first.upload.partSizeInBytes == 1_048_576)
        #expect(first.parts.map(\.range) == [0..<1_048_576, 1_048_576..<2_097_152])
        let second = try await client.listParts(of: upload.uploadID, in: "v", limit: 2, marker: first.marker)
        #expect(second.parts.map(\.range) == [2_097_152..<3_145_721])
        #expect(second.marker == nil)
        let whole = Payload(bytes).summary
        let archive = try await client.completeMultipartUpload(
            upload.uploadID,
            in: "v",
            archiveSize: whole.length,
            treeHash: whole.treeHash
        )
        #expect(archive.treeHash == whole.treeHash)
        let late = try await code { _ = try await client.listParts(of: upload.uploadID, in: "v") }
        #expect(late == "ResourceNotFoundException")
        let other = try await client.initiateMultipartUpload(in: "v", partSize: 1 << 20)
        try await client.abortMultipartUpload(other.uploadID, in: "v")
        #expect(try await client.listMultipartUploads(in: "v").items.isEmpty)
    }

    @Test("inventories come in both forms, and jobs are listed by their status")
    func inventories() async throws {
        let client = try await ServiceInProcess().client()
        try await client.createVault("v")
        let archive = try await client.uploadArchive(Payload([0x61]), to: "v")
        let csv = try await client.initiateJob(
            .inventoryRetrieval(format: .csv, filter: InventoryFilter(limit: 1)),
            in: "v",
            jobDescription: "words"
        )
        let described = try await client.describeJob(csv.jobID, in: "v")
        #expect(described.inventoryRetrievalParameters?.format == "CSV")
        #expect(described.inventoryRetrievalParameters?.limit == 1)
        #expect(described.jobDescription == "words")
        let output = try await client.getJobOutput(csv.jobID, in: "v")
        #expect(output.head.contentType == "text/csv")
        let text = try await String(decoding: output.body.collect(upTo: .max) ?? [], as: UTF8.self)
        #expect(text.contains(archive.archiveID))
        let jobs = try await client.listJobs(in: "v", statusCode: .succeeded, completed: true)
        #expect(jobs.items.map(\.jobID) == [csv.jobID])
        #expect(try await client.listJobs(in: "v", completed: false).items.isEmpty)
    }

    @Test("what is set for a vault and an account is shown as it was set")
    func configuration() async throws {
        let client = try await ServiceInProcess().client()
        try await client.createVault("v")
        try await client.setVaultNotifications("v", snsTopic: "arn:t", events: [.inventoryRetrievalCompleted])
        let notifications = try await client.getVaultNotifications("v")
        #expect(notifications.snsTopic == "arn:t")
        #expect(notifications.events == ["InventoryRetrievalCompleted"])
        try await client.deleteVaultNotifications("v")
        let policy =
            #"{"Version":"2012-10-17","Statement":[{"Sid":"s","Principal":"*","Effect":"Deny","#
            + #""Action":"glacier:DeleteArchive","Resource":"arn:aws:glacier:us-east-1:123456789012:vaults/v"}]}"#
        try await client.setVaultAccessPolicy("v", policy: policy)
        #expect(try await client.getVaultAccessPolicy("v").policy == policy)
        try await client.deleteVaultAccessPolicy("v")
        _ = try await client.initiateVaultLock("v", policy: policy)
        #expect(try await client.getVaultLock("v").state == "InProgress")
        try await client.abortVaultLock("v")
        let lock = try await client.initiateVaultLock("v", policy: policy)
        try await client.completeVaultLock("v", lockID: lock.lockID)
        let locked = try await client.getVaultLock("v")
        #expect(locked.state == "Locked")
        #expect(locked.expirationDate == nil)
        #expect(locked.policy == policy)
        try await client.setDataRetrievalPolicy(.bytesPerHour(7))
        #expect(try await client.getDataRetrievalPolicy().policy == .bytesPerHour(7))
        let unit = try await client.purchaseProvisionedCapacity()
        #expect(try await client.listProvisionedCapacity().map(\.capacityID) == [unit.capacityID])
    }

    @Test("a wrong key is refused")
    func refusesWrongKeys() async throws {
        let wrong = StaticCredentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wrong")
        let client = try await ServiceInProcess().client(credentials: wrong)
        #expect(try await code { _ = try await client.listVaults() } == "InvalidSignatureException")
    }
}
