import Glacier
import TreeHash

/// The calls of `Fixtures/botocore_requests.py`, made with this client.
enum BotocoreCalls {
    typealias Call = @Sendable (GlacierClient) async throws -> Void

    private static let vault: VaultAddress = "my.vault_1"
    private static let archive = "TgCPA9cpYEGWVo6-_TDVqkHeeA7g" + String(repeating: "a", count: 110)
    private static let upload = "XfiA5PM122LLolN5gu___oRss20G" + String(repeating: "u", count: 64)
    private static let job = "vJo5-KLs3G5-JgWSw2IQAmbC4qKa" + String(repeating: "j", count: 64)
    private static let lock = "AE863rKkWZU53SLW5be4DUcW"
    private static let topic = "arn:aws:sns:us-east-1:123456789012:topic"
    private static let policy = #"{"Version":"2012-10-17","Statement":[]}"#
    private static let hash = Digest.sha256(Array("test".utf8))
    private static let arn = "arn:aws:glacier:us-east-1:123456789012:vaults/my.vault_1"

    static let all: [String: Call] = vaults.merging(configuration) { $1 }.merging(jobs) { $1 }
        .merging(uploads) { $1 }.merging(listings) { $1 }

    private static let vaults: [String: Call] = [
        "CreateVault": { try await $0.createVault(vault) },
        "CreateVault of an account": {
            try await $0.createVault(VaultAddress("v", of: AccountScope("123456789012")))
        },
        "CreateVault with signs in its name": {
            try await $0.createVault(VaultAddress("a b/c%d+e~f\u{E9}&g=h?i#j:k@l!m*n'(o)"))
        },
        "DescribeVault": { _ = try await $0.describeVault(vault) },
        "DeleteVault": { try await $0.deleteVault(vault) },
        "AddTagsToVault": {
            try await $0.addTagsToVault(vault, tags: ["team": "films", "ключ": "a/b = \u{E9}"])
        },
        "ListTagsForVault": { _ = try await $0.listTagsForVault(vault) },
        "RemoveTagsFromVault": { try await $0.removeTagsFromVault(vault, tagKeys: ["team", "unit"]) },
    ]

    private static let configuration: [String: Call] = [
        "AbortVaultLock": { try await $0.abortVaultLock(vault) },
        "CompleteVaultLock": { try await $0.completeVaultLock(vault, lockID: lock) },
        "GetVaultLock": { _ = try await $0.getVaultLock(vault) },
        "InitiateVaultLock": { _ = try await $0.initiateVaultLock(vault, policy: policy) },
        "DeleteVaultAccessPolicy": { try await $0.deleteVaultAccessPolicy(vault) },
        "GetVaultAccessPolicy": { _ = try await $0.getVaultAccessPolicy(vault) },
        "SetVaultAccessPolicy": { try await $0.setVaultAccessPolicy(vault, policy: policy) },
        "DeleteVaultNotifications": { try await $0.deleteVaultNotifications(vault) },
        "GetVaultNotifications": { _ = try await $0.getVaultNotifications(vault) },
        "SetVaultNotifications": {
            try await $0.setVaultNotifications(
                vault,
                snsTopic: topic,
                events: [.archiveRetrievalCompleted, .inventoryRetrievalCompleted]
            )
        },
        "GetDataRetrievalPolicy": { _ = try await $0.getDataRetrievalPolicy() },
        "SetDataRetrievalPolicy": { try await $0.setDataRetrievalPolicy(.bytesPerHour(10_737_418_240)) },
        "SetDataRetrievalPolicy without a limit": { try await $0.setDataRetrievalPolicy(.none) },
        "ListProvisionedCapacity": { _ = try await $0.listProvisionedCapacity() },
        "PurchaseProvisionedCapacity": { _ = try await $0.purchaseProvisionedCapacity() },
    ]

    private static let jobs: [String: Call] = [
        "DescribeJob": { _ = try await $0.describeJob(job, in: vault) },
        "GetJobOutput": { _ = try await $0.getJobOutput(job, in: vault) },
        "GetJobOutput of a range": {
            _ = try await $0.getJobOutput(job, in: vault, range: .range(0..<1_048_576))
        },
        "InitiateJob for an archive": {
            _ = try await $0.initiateJob(
                .archiveRetrieval(archiveID: archive, range: 0..<1_048_576, tier: .bulk),
                in: vault,
                jobDescription: #"my "job""#,
                snsTopic: topic
            )
        },
        "InitiateJob for an inventory": {
            let filter = InventoryFilter(
                startDate: Timestamp(seconds: 1_735_689_600),
                endDate: Timestamp(seconds: 1_767_225_600),
                limit: 10,
                marker: "m=/+"
            )
            _ = try await $0.initiateJob(.inventoryRetrieval(format: .csv, filter: filter), in: vault)
        },
        "InitiateJob for a selection": {
            let selection = SelectParameters(
                expression: "SELECT s._1 FROM archive s WHERE s._2 > '5'",
                input: SelectParameters.Input(fileHeaderInfo: "USE", fieldDelimiter: ","),
                output: SelectParameters.Output(quoteFields: "ALWAYS")
            )
            let output = SelectOutputLocation(
                bucketName: "results",
                prefix: "test",
                storageClass: "STANDARD_IA"
            )
            let request = JobRequest.select(selection, archiveID: archive, output: output, tier: .standard)
            _ = try await $0.initiateJob(request, in: vault)
        },
    ]

    private static let uploads: [String: Call] = [
        "AbortMultipartUpload": { try await $0.abortMultipartUpload(upload, in: vault) },
        "CompleteMultipartUpload": {
            _ = try await $0.completeMultipartUpload(upload, in: vault, archiveSize: 3_145_728, treeHash: hash)
        },
        "DeleteArchive": { try await $0.deleteArchive(archive, in: vault) },
        "InitiateMultipartUpload": {
            _ = try await $0.initiateMultipartUpload(
                in: vault,
                partSize: 1_048_576,
                archiveDescription: "two  spaces"
            )
        },
        "UploadArchive": {
            _ = try await $0.uploadArchive(
                Payload(Array("Welcome to Amazon Glacier.".utf8)),
                to: vault,
                archiveDescription: "my photo's (1)"
            )
        },
        "UploadArchive without a description": {
            _ = try await $0.uploadArchive(Payload(Array("a".utf8)), to: vault)
        },
        "UploadMultipartPart": {
            try await $0.uploadMultipartPart(Payload(Array("abc".utf8)), at: 1_048_576, of: upload, in: vault)
        },
    ]

    private static let listings: [String: Call] = [
        "ListJobs": { _ = try await $0.listJobs(in: vault) },
        "ListJobs with filters": {
            _ = try await $0.listJobs(
                in: vault,
                limit: 2,
                marker: "m=/+ ~",
                statusCode: .inProgress,
                completed: false
            )
        },
        "ListMultipartUploads": { _ = try await $0.listMultipartUploads(in: vault, limit: 7, marker: "a&b") },
        "ListParts": { _ = try await $0.listParts(of: upload, in: vault, limit: 2, marker: "m=/+") },
        "ListVaults": { _ = try await $0.listVaults() },
        "ListVaults with a marker": { _ = try await $0.listVaults(limit: 5, marker: arn) },
    ]
}
