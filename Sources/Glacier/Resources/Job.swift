public import GlacierAPI

/// A job, by its vault and id; whether it exists is not asked.
public struct Job: Sendable {
    /// The vault that the job is of.
    public let vaultAddress: VaultAddress
    /// Good until the service forgets the job, a day after its end or later.
    public let id: String
    let client: GlacierClient
    let known: LazyAttributes<DescribedJob>

    init(_ id: String, in vault: VaultAddress, _ client: GlacierClient, told: DescribedJob? = nil) {
        (self.id, vaultAddress, self.client) = (id, vault, client)
        known = LazyAttributes(told) { try await client.describeJob(id, in: vault) }
    }

    /// Whose vault the job is of.
    public var accountID: AccountScope { vaultAddress.account }
    /// The vault's name.
    public var vaultName: String { vaultAddress.name }
    /// The vault that the job is of.
    public var vault: Vault { Vault(vaultAddress, client) }

    /// Downloads the output of a job that has succeeded, or a range of it.
    ///
    /// Nothing is checked but the length: where the service gives a tree hash, `JobOutputHead.treeHash` has it, for
    /// whoever hashes the bytes while they come.
    ///
    /// - Parameter range: counted within the output; nil for everything.
    public func getOutput(range: JobOutputBytes? = nil) async throws -> JobOutput {
        try await client.getJobOutput(id, in: vaultAddress, range: range)
    }
}

extension Job: Hashable, CustomStringConvertible {
    /// Whether both name the same job in the same way.
    public static func == (left: Job, right: Job) -> Bool {
        left.vaultAddress == right.vaultAddress && left.id == right.id
    }

    /// Goes by account, vault and id.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(vaultAddress)
        hasher.combine(id)
    }

    /// Account, vault and id.
    public var description: String { "Job(accountID: \(accountID.segment), vaultName: \(vaultName), id: \(id))" }
}
