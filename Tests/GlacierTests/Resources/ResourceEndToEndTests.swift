import GlacierModel
import TestSupport
import Testing

@testable import Glacier

/// The resources against the whole service.
@Suite("Resources and service")
struct ResourceEndToEndTests {
    @Test("an archive goes up, is waited for and comes down")
    func archive() async throws {
        let glacier = GlacierService(try await ServiceInProcess().client())
        let vault = try await glacier.createVault("v")
        try await vault.waitUntilExists()
        let archive = try await vault.uploadArchive(Payload([1, 2, 3]), archiveDescription: "words")
        #expect(archive.creation?.treeHash == Payload([1, 2, 3]).summary.treeHash)
        let job = try await archive.initiateArchiveRetrieval(tier: .bulk, jobDescription: "why")
        let ended = try await job.waitUntilCompleted()
        #expect(ended.archiveID == archive.id)
        #expect(try await job.tier == "Bulk")
        #expect(try await job.jobDescription == "why")
        #expect(try await job.archiveSizeInBytes == 3)
        #expect(try await job.getOutput().body.collect(upTo: .max) == [1, 2, 3])
        #expect(try await job.getOutput(range: .from(1)).body.collect(upTo: .max) == [2, 3])
        let inventory = try await job.vault.initiateInventoryRetrieval(format: .csv)
        try await inventory.waitUntilCompleted()
        let text = try await String(decoding: inventory.getOutput().body.collect(upTo: .max) ?? [], as: UTF8.self)
        #expect(text.contains(archive.id))
        try await glacier.archive(archive.id, in: "v").delete()
        #expect(try await vault.load().numberOfArchives == 0)
    }

    @Test("each collection has the jobs of its kind, which know what was listed")
    func jobs() async throws {
        let vault = try await GlacierService(ServiceInProcess().client()).createVault("v")
        var started: Set<Glacier.Job> = []
        for _ in 0..<3 { started.insert(try await vault.initiateInventoryRetrieval()) }
        for job in started { try await job.waitUntilCompleted() }
        for collection in [vault.jobs, vault.completedJobs, vault.succeededJobs, vault.jobs.pageSize(1)] {
            var found: Set<Glacier.Job> = []
            for try await job in collection {
                #expect(try await job.action == "InventoryRetrieval")
                found.insert(job)
            }
            #expect(found == started)
        }
        for collection in [vault.jobsInProgress, vault.failedJobs] {
            for try await job in collection { Issue.record("\(job)") }
        }
    }

    @Test("vaults and uploads are listed, with what is known of them")
    func vaults() async throws {
        let glacier = GlacierService(try await ServiceInProcess().client())
        for name in ["b", "a", "c"] { _ = try await glacier.account().createVault(name) }
        var names: [String] = []
        for try await vault in glacier.account(try AccountScope("123456789012")).vaults.pageSize(2) {
            names.append(vault.name)
            #expect(try await vault.vaultARN == "arn:aws:glacier:us-east-1:123456789012:vaults/\(vault.name)")
        }
        #expect(names == ["a", "b", "c"])
        try await glacier.vault("b").delete()
        try await glacier.vault("b").waitUntilNotExists()
        var rest: [String] = []
        for try await vault in glacier.vaults { rest.append(vault.name) }
        #expect(rest == ["a", "c"])
        var described: [String?] = []
        for try await vault in glacier.client.allVaults(pageSize: 1) { described.append(vault.vaultName) }
        #expect(described == rest)
        var begun: Set<String> = [], listed: Set<String> = []
        for _ in 0..<3 { begun.insert(try await glacier.vault("a").initiateMultipartUpload(partSize: 1 << 20).id) }
        for try await upload in glacier.client.allMultipartUploads(in: "a", pageSize: 2) {
            listed.insert(try #require(upload.uploadID))
        }
        #expect(listed == begun)
    }

    @Test("a notification configuration is set, shown and deleted")
    func notification() async throws {
        let vault = try await GlacierService(ServiceInProcess().client()).createVault("v")
        let notification = vault.notification
        try await notification.set(snsTopic: "arn:t", events: [.archiveRetrievalCompleted])
        #expect(try await notification.snsTopic == "arn:t")
        try await notification.set(snsTopic: "arn:u", events: [.inventoryRetrievalCompleted])
        #expect(try await notification.snsTopic == "arn:u")
        #expect(try await notification.events == ["InventoryRetrievalCompleted"])
        try await notification.delete()
        await #expect(throws: GlacierError.self) { try await notification.snsTopic }
    }
}

/// Programs that leave region, endpoint and credentials to the environment and the shared files.
@Suite("A client from the chain")
struct ChainClientTests {
    private static let environment = [
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "AWS_REGION": "us-east-1", "HOME": "/nowhere", "AWS_EC2_METADATA_DISABLED": "true",
    ]

    private static func url(_ endpoint: Endpoint) -> String { "\(endpoint.scheme)://\(endpoint.authority)" }

    @Test("resources and client work with what the environment says")
    func works() async throws {
        try await ServiceInProcess().serve { endpoint in
            let environment = Self.environment.merging(["AWS_ENDPOINT_URL_GLACIER": Self.url(endpoint)]) { $1 }
            try await GlacierService.with(environment: environment) { glacier in
                #expect(glacier.client.endpoint == endpoint)
                _ = try await glacier.createVault("v")
            }
            let names = try await GlacierClient.with(endpoint: Self.url(endpoint), environment: Self.environment) {
                try await $0.listVaults().items.map(\.vaultName)
            }
            #expect(names == ["v"])
        }
    }

    @Test("what is missing or cannot be is told before anything is sent")
    func refuses() async throws {
        func code(_ changes: [String: String]) async throws -> ConfigurationError.Code? {
            let environment = Self.environment.merging(changes) { $1 }
            let error = await #expect(throws: ConfigurationError.self) {
                try await GlacierService.with(environment: environment) { Issue.record("\($0)") }
            }
            return error?.code
        }
        #expect(try await code(["AWS_REGION": ""]) == .noRegion)
        #expect(try await code(["AWS_ENDPOINT_URL": "h"]) == .invalidSetting)
        #expect(try await code(["AWS_PROFILE": "no-such"]) == .unknownProfile)
        for url in ["http://h/path", "http://h:0"] {
            await #expect(throws: InvalidEndpoint(text: url)) {
                try await GlacierClient.with(endpoint: url, environment: Self.environment) { Issue.record("\($0)") }
            }
        }
    }
}
