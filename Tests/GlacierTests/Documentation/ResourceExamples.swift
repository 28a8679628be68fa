import Glacier

/// Examples of resources, collections, parts and jobs. Each is run against a service.
enum ResourceExamples {
    static func attributes(_ glacier: GlacierService) async throws -> [Int64?] {
        let vault = glacier.vault("photos")
        let before = try await vault.numberOfArchives
        let size = try await vault.sizeInBytes
        try await vault.load()
        let after = try await vault.numberOfArchives
        return [before, size, after]
    }

    static func collections(_ vault: Vault) async throws -> [String] {
        var ids: [String] = []
        for try await job in vault.succeededJobs.limit(100) {
            if try await job.action == "InventoryRetrieval" { ids.append(job.id) }
        }
        return ids
    }

    static func filter(_ vault: Vault) async throws -> Int {
        var count = 0
        for try await _ in vault.jobs.filter(statusCode: .succeeded, completed: true).pageSize(10).limit(25) {
            count += 1
        }
        return count
    }

    static func pages(_ vault: Vault) async throws -> [Int] {
        var sizes: [Int] = []
        for try await page in vault.multipartUploads.pageSize(2).pages() {
            sizes.append(page.count)
        }
        return sizes
    }

    static func relatives(_ glacier: GlacierService, _ jobID: String) async throws -> Vault {
        let job = glacier.job(jobID, in: "photos")
        let vault = job.vault
        let sibling = vault.account.vault("films")
        return sibling
    }

    static func otherAccount(_ glacier: GlacierService) throws -> Vault {
        let account = glacier.account(try AccountScope("111122223333"))
        return account.vault("photos")
    }

    static func notification(_ vault: Vault) async throws -> [String] {
        let topic = "arn:aws:sns:us-east-1:123456789012:archive"
        let notification = vault.notification
        try await notification.set(snsTopic: topic, events: [.archiveRetrievalCompleted])
        return try await notification.events
    }

    static func waitForVault(_ vault: Vault) async throws {
        try await vault.create()
        try await vault.waitUntilExists(delay: .seconds(1), maximumAttempts: 30)
    }
}
