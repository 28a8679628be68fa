package import GlacierModel
import SQLDatabase

/// What a request for an inventory asks for, before it is known which inventory that is.
package struct InventoryRequest: Sendable {
    package let id: JobID
    package let format: InventoryFormat
    package let selection: InventorySelection
    package let jobDescription: JobDescription?
    package let snsTopic: String?
    package let creationDate: Timestamp

    package init(
        id: JobID,
        format: InventoryFormat,
        selection: InventorySelection,
        jobDescription: JobDescription?,
        snsTopic: String?,
        creationDate: Timestamp
    ) {
        self.id = id
        self.format = format
        self.selection = selection
        self.jobDescription = jobDescription
        self.snsTopic = snsTopic
        self.creationDate = creationDate
    }
}

/// Jobs that are started.
extension Catalogue {
    /// Starts a retrieval of an archive as it is now.
    ///
    /// - Parameters:
    ///   - due: when the job is to end; a job that is due already is given as ended, and announced at once.
    ///   - rules: what the account's retrieval policy and capacity are measured against.
    /// - Throws: `ServiceError.vaultNotFound`; `ServiceError.archiveNotFound` when it was deleted meanwhile;
    ///   `ServiceError.retrievalPolicyEnforced`, `ServiceError.insufficientCapacity`.
    package func createArchiveRetrieval(
        _ job: Job,
        _ retrieval: ArchiveRetrieval,
        due: Timestamp,
        in vault: VaultReference,
        rules: RetrievalRules,
        announcement: @escaping JobAnnouncement
    ) async throws {
        try await database.write { tx in
            let vaultKey = try requireVaultKey(of: vault, tx)
            guard try isAlive(retrieval.archiveID, tx) else {
                throw ServiceError.archiveNotFound(retrieval.archiveID.text)
            }
            try admit(retrieval, of: vault.account, under: rules, at: job.creationDate, tx)
            try insert(job, vaultKey: vaultKey, account: vault.account, due: due, tx)
            guard job.status != .inProgress else { return }
            try announce(job, in: vault, vaultKey: vaultKey, announcement, tx)
        }
    }

    /// Starts a retrieval of the inventory that callers of the vault see now.
    ///
    /// - Throws: `ServiceError.vaultNotFound`, `ServiceError.noInventoryYet`
    package func createInventoryRetrieval(
        _ request: InventoryRequest,
        due: Timestamp,
        in reference: VaultReference,
        timing: Timing
    ) async throws {
        try await database.write { tx in
            let (vaultKey, vault) = try loadVault(reference, tx)
            guard let inventory = vault.visibleInventory(timing) else {
                throw ServiceError.noInventoryYet(arn: deployment.arn(of: reference))
            }
            let job = Job(
                id: request.id,
                work: .inventoryRetrieval(
                    InventoryRetrieval(
                        format: request.format,
                        inventoryDate: inventory.date,
                        snapshot: inventory.numbers.writes,
                        selection: request.selection,
                        output: nil
                    )
                ),
                jobDescription: request.jobDescription,
                snsTopic: request.snsTopic,
                creationDate: request.creationDate,
                status: .inProgress
            )
            try insert(job, vaultKey: vaultKey, account: reference.account, due: due, tx)
        }
    }

    func isAlive(_ archive: ArchiveID, _ tx: any SQLTransaction) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM archives WHERE archive_id = $1 AND deleted_at IS NULL",
            [.text(archive.text)]
        ) { row in try row.integer(0) } != nil
    }

    private func insert(
        _ job: Job,
        vaultKey: Int64,
        account: AccountID,
        due: Timestamp,
        _ tx: any SQLTransaction
    ) throws {
        let next = jobColumnCount + 1
        try tx.execute(
            """
            INSERT INTO jobs (\(jobColumns), vault_key, account_id, due_at)
            VALUES (\(jobParameters), $\(next), $\(next + 1), $\(next + 2))
            """,
            values(of: job) + [.integer(vaultKey), .text(account.text), .timestamp(due)]
        )
    }
}
