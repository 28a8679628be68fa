import Glacier
import GlacierModel
import HTTPTypes
import TestSupport

/// One resource of each kind, with the names of `Fixtures/boto3_resources.py`, on a service that answers anything.
struct ResourceTree {
    static let topic = "arn:aws:sns:us-east-1:123456789012:topic"

    /// Whom the resources ask.
    let asked: ScriptedService
    let service: GlacierService
    let account: Account
    let vault: Glacier.Vault
    let archive: Archive
    let job: Glacier.Job
    let upload: Glacier.MultipartUpload
    let notification: VaultNotification

    init(answering answer: ScriptedService.Step = Self.anyAnswer) throws {
        asked = ScriptedService([], then: answer)
        service = GlacierService(try asked.client())
        account = service.account(try AccountScope("123456789012"))
        vault = account.vault("my.vault_1")
        archive = vault.archive("archive-1")
        job = vault.job("job-1")
        upload = vault.multipartUpload("upload-1")
        notification = vault.notification
    }

    /// Says whatever any operation has to be told.
    static let anyAnswer = ScriptedService.Step.answer(
        200,
        [
            .known("x-amz-archive-id"): "a", .known("x-amz-job-id"): "j", .known("x-amz-multipart-upload-id"): "u",
        ],
        "{}"
    )

    func names(_ vault: Glacier.Vault) -> [String] { [vault.accountID.segment, vault.name] }
    func names(_ archive: Archive) -> [String] { [archive.accountID.segment, archive.vaultName, archive.id] }
    func names(_ job: Glacier.Job) -> [String] { [job.accountID.segment, job.vaultName, job.id] }
    func names(_ notification: VaultNotification) -> [String] {
        [notification.accountID.segment, notification.vaultName]
    }
    func names(_ upload: Glacier.MultipartUpload) -> [String] {
        [upload.accountID.segment, upload.vaultName, upload.id]
    }
}

/// What this client has for each name of boto3.
enum ResourceNames {
    typealias Read = @Sendable (ResourceTree) throws -> [String]
    typealias Act = @Sendable (ResourceTree) async throws -> Void

    /// Identifiers, references and sub-resources: what asks nobody.
    static let values: [String: Read] = [
        "Account.id": { [$0.account.id.segment] },
        "Vault.account_id": { [$0.vault.accountID.segment] },
        "Vault.name": { [$0.vault.name] },
        "Archive.account_id": { [$0.archive.accountID.segment] },
        "Archive.vault_name": { [$0.archive.vaultName] },
        "Archive.id": { [$0.archive.id] },
        "Job.account_id": { [$0.job.accountID.segment] },
        "Job.vault_name": { [$0.job.vaultName] },
        "Job.id": { [$0.job.id] },
        "MultipartUpload.account_id": { [$0.upload.accountID.segment] },
        "MultipartUpload.vault_name": { [$0.upload.vaultName] },
        "MultipartUpload.id": { [$0.upload.id] },
        "Notification.account_id": { [$0.notification.accountID.segment] },
        "Notification.vault_name": { [$0.notification.vaultName] },
        "ServiceResource.Account()": { [$0.service.account($0.account.id).id.segment] },
        "ServiceResource.Vault()": { $0.names($0.service.vault($0.vault.address)) },
        "ServiceResource.Archive()": { $0.names($0.service.archive("archive-1", in: $0.vault.address)) },
        "ServiceResource.Job()": { $0.names($0.service.job("job-1", in: $0.vault.address)) },
        "ServiceResource.MultipartUpload()": {
            $0.names($0.service.multipartUpload("upload-1", in: $0.vault.address))
        },
        "ServiceResource.Notification()": { $0.names($0.service.notification(of: $0.vault.address)) },
        "Account.Vault()": { $0.names($0.account.vault("my.vault_1")) },
        "Vault.Account()": { [$0.vault.account.id.segment] },
        "Vault.Archive()": { $0.names($0.vault.archive("archive-1")) },
        "Vault.Job()": { $0.names($0.vault.job("job-1")) },
        "Vault.MultipartUpload()": { $0.names($0.vault.multipartUpload("upload-1")) },
        "Vault.Notification()": { $0.names($0.vault.notification) },
        "Archive.Vault()": { $0.names($0.archive.vault) },
        "Job.Vault()": { $0.names($0.job.vault) },
        "MultipartUpload.Vault()": { $0.names($0.upload.vault) },
        "Notification.Vault()": { $0.names($0.notification.vault) },
    ]

    /// Names that boto3 has twice: the attribute of the answer and the identifier are one.
    static let identifiersByTwoNames: Set<String> = [
        "Vault.vault_name", "Job.job_id", "MultipartUpload.multipart_upload_id",
    ]

    /// Attributes: the first use makes one call.
    static let attributes: [String: Act] = [
        "Vault.vault_arn": { _ = try await $0.vault.vaultARN },
        "Vault.creation_date": { _ = try await $0.vault.creationDate },
        "Vault.last_inventory_date": { _ = try await $0.vault.lastInventoryDate },
        "Vault.number_of_archives": { _ = try await $0.vault.numberOfArchives },
        "Vault.size_in_bytes": { _ = try await $0.vault.sizeInBytes },
        "Job.job_description": { _ = try await $0.job.jobDescription },
        "Job.action": { _ = try await $0.job.action },
        "Job.archive_id": { _ = try await $0.job.archiveID },
        "Job.vault_arn": { _ = try await $0.job.vaultARN },
        "Job.creation_date": { _ = try await $0.job.creationDate },
        "Job.completed": { _ = try await $0.job.isCompleted },
        "Job.status_code": { _ = try await ($0.job.statusCode, $0.job.status) },
        "Job.status_message": { _ = try await $0.job.statusMessage },
        "Job.archive_size_in_bytes": { _ = try await $0.job.archiveSizeInBytes },
        "Job.inventory_size_in_bytes": { _ = try await $0.job.inventorySizeInBytes },
        "Job.sns_topic": { _ = try await $0.job.snsTopic },
        "Job.completion_date": { _ = try await $0.job.completionDate },
        "Job.sha256_tree_hash": { _ = try await $0.job.treeHash },
        "Job.archive_sha256_tree_hash": { _ = try await $0.job.archiveTreeHash },
        "Job.retrieval_byte_range": { _ = try await $0.job.retrievalByteRange },
        "Job.tier": { _ = try await $0.job.tier },
        "Job.inventory_retrieval_parameters": { _ = try await $0.job.inventoryRetrievalParameters },
        "Job.job_output_path": { _ = try await $0.job.jobOutputPath },
        "Job.select_parameters": { _ = try await $0.job.selectParameters },
        "Job.output_location": { _ = try await $0.job.outputLocation },
        "MultipartUpload.vault_arn": { _ = try await $0.upload.vaultARN },
        "MultipartUpload.archive_description": { _ = try await $0.upload.archiveDescription },
        "MultipartUpload.part_size_in_bytes": { _ = try await $0.upload.partSizeInBytes },
        "MultipartUpload.creation_date": { _ = try await $0.upload.creationDate },
        "Notification.sns_topic": { _ = try await $0.notification.snsTopic },
        "Notification.events": { _ = try await $0.notification.events },
    ]
}

extension ResourceNames {
    private static let test = Payload(Array("test".utf8))

    /// Actions with the arguments of the script: each makes one call.
    static let actions: [String: Act] = [
        "ServiceResource.create_vault": { _ = try await $0.service.createVault("new") },
        "Account.create_vault": { _ = try await $0.account.createVault("new") },
        "Vault.load": { try await $0.vault.load() },
        "Vault.reload": { try await $0.vault.reload() },
        "Vault.create": { try await $0.vault.create() },
        "Vault.delete": { try await $0.vault.delete() },
        "Vault.initiate_inventory_retrieval": {
            _ = try await $0.vault.initiateInventoryRetrieval(format: .csv, jobDescription: "words")
        },
        "Vault.initiate_multipart_upload": {
            _ = try await $0.vault.initiateMultipartUpload(partSize: 1 << 20, archiveDescription: "words")
        },
        "Vault.upload_archive": { _ = try await $0.vault.uploadArchive(test, archiveDescription: "words") },
        "Archive.delete": { try await $0.archive.delete() },
        "Archive.initiate_archive_retrieval": {
            _ = try await $0.archive.initiateArchiveRetrieval(tier: .bulk, snsTopic: ResourceTree.topic)
        },
        "Job.load": { try await $0.job.load() },
        "Job.reload": { try await $0.job.reload() },
        "Job.get_output": { _ = try await $0.job.getOutput(range: .range(0..<1_048_576)) },
        "MultipartUpload.abort": { try await $0.upload.abort() },
        "MultipartUpload.complete": {
            _ = try await $0.upload.complete(archiveSize: 4, treeHash: test.summary.treeHash)
        },
        "MultipartUpload.parts": { _ = try await $0.upload.parts(marker: "m", limit: 7) },
        "MultipartUpload.upload_part": { try await $0.upload.uploadPart(test, at: 1 << 20) },
        "Notification.load": { try await $0.notification.load() },
        "Notification.reload": { try await $0.notification.reload() },
        "Notification.delete": { try await $0.notification.delete() },
        "Notification.set": {
            try await $0.notification.set(snsTopic: ResourceTree.topic, events: [.inventoryRetrievalCompleted])
        },
    ]

    /// Collections, and what can be said of them: a page makes one call.
    static let collections: [String: Act] = [
        "ServiceResource.vaults": { try await exhaust($0.service.vaults) },
        "Account.vaults": { try await exhaust($0.account.vaults.all()) },
        "Vault.completed_jobs": { try await exhaust($0.vault.completedJobs) },
        "Vault.failed_jobs": { try await exhaust($0.vault.failedJobs) },
        "Vault.jobs": { try await exhaust($0.vault.jobs.all()) },
        "Vault.jobs_in_progress": { try await exhaust($0.vault.jobsInProgress) },
        "Vault.succeeded_jobs": { try await exhaust($0.vault.succeededJobs) },
        "Vault.multipart_uploads": { try await exhaust($0.vault.multipartUploads) },
        // boto3 has it by this name, too.
        "Vault.multipart_uplaods": { try await exhaust($0.vault.multipartUploads) },
        "Vault.jobs.filter": {
            try await exhaust($0.vault.jobs.filter(statusCode: .succeeded, completed: true, marker: "m"))
        },
        "Vault.jobs.page_size": { try await exhaust($0.vault.jobs.pageSize(7)) },
        "Vault.failed_jobs.filter": { try await exhaust($0.vault.failedJobs.filter(statusCode: .succeeded)) },
        "Vault.completed_jobs.filter": { try await exhaust($0.vault.completedJobs.filter(statusCode: .failed)) },
        "Vault.multipart_uploads.filter": { try await exhaust($0.vault.multipartUploads.filter(marker: "m")) },
        "Account.vaults.filter": { try await exhaust($0.account.vaults.filter(marker: "m")) },
    ]

    private static func exhaust<Resource>(_ collection: ResourceCollection<Resource>) async throws {
        for try await _ in collection {}
    }
}
