import Glacier

/// Examples of jobs and of errors. Those that need no failure are run against a service.
enum JobExamples {
    static func retrieve(_ archive: Archive) async throws -> [UInt8] {
        let job = try await archive.initiateArchiveRetrieval(range: 0..<1_048_576, tier: .expedited)
        try await job.waitUntilCompleted(timeLimit: .hours(6))

        let output = try await job.getOutput()
        var bytes: [UInt8] = []
        var hasher = PayloadHasher()
        for try await chunk in output.body {
            chunk.withUnsafeReadableBytes { hasher.update($0) }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        if let expected = output.head.treeHash, hasher.finalize().tree != expected {
            throw UnreadableAnswer("body")
        }
        return bytes
    }

    static func inventory(_ vault: Vault, since date: Timestamp) async throws -> String? {
        let filter = InventoryFilter(startDate: date, limit: 1000)
        let job = try await vault.initiateInventoryRetrieval(format: .csv, filter: filter)
        let ended = try await job.waitUntilCompleted()
        return ended.inventoryRetrievalParameters?.marker
    }

    static func later(_ glacier: GlacierService, _ jobID: String) async throws -> JobOutput? {
        let job = glacier.job(jobID, in: "photos")
        return try await job.isCompleted ? try await job.getOutput() : nil
    }

    static func failure(_ job: Job) async throws -> String {
        do {
            try await job.waitUntilCompleted(timeLimit: .hours(12))
            return "done"
        } catch WaitError.jobFailed(let job) {
            return job.statusMessage ?? "failed"
        } catch WaitError.timeLimitReached(_, let job) {
            return "still \(job.statusCode ?? "unknown")"
        }
    }

    static func errors(_ vault: Vault) async throws -> Bool {
        do {
            try await vault.load()
            return true
        } catch let error as GlacierError where error.knownCode == .resourceNotFound {
            return false
        }
    }

    static func uncertain(_ vault: Vault, _ payload: Payload) async throws -> Archive? {
        do {
            return try await vault.uploadArchive(payload)
        } catch let error as TransportError where error.fate == .unknown {
            // The archive may be there: the next inventory shows it.
            return nil
        }
    }

    static func retries(_ endpoint: Endpoint, _ keys: any CredentialsProvider) async throws {
        let patient = RetryPolicy(maximumAttempts: 10, baseDelay: .seconds(1), maximumDelay: .minutes(2))
        try await GlacierService.with(endpoint: endpoint, credentials: keys, retries: patient) { glacier in
            _ = try await glacier.vault("photos").load()
        }
    }
}
