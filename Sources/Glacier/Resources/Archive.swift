public import GlacierAPI
public import GlacierModel

/// An archive, by its vault and id; whether it exists is not asked. The service describes archives in inventories only,
/// so there are no attributes to fetch.
public struct Archive: Sendable {
    /// The vault that the archive is in.
    public let vaultAddress: VaultAddress
    /// Needed to retrieve and to delete the archive.
    public let id: String
    /// What the service said when the archive was made; nil unless this value comes of an upload.
    public let creation: ArchiveCreation?
    let client: GlacierClient

    init(_ id: String, in vault: VaultAddress, _ client: GlacierClient, creation: ArchiveCreation? = nil) {
        (self.id, vaultAddress, self.client, self.creation) = (id, vault, client, creation)
    }

    /// Whose vault it is in.
    public var accountID: AccountScope { vaultAddress.account }
    /// The vault's name.
    public var vaultName: String { vaultAddress.name }
    /// The vault that the archive is in.
    public var vault: Vault { Vault(vaultAddress, client) }

    /// Deletes the archive; it need not be there.
    public func delete() async throws { try await client.deleteArchive(id, in: vaultAddress) }

    /// Starts a job that makes the archive available for download. The request is not repeated where nobody knows
    /// whether it arrived.
    ///
    /// - Parameters:
    ///   - range: bytes of the archive, aligned to 1 MiB; nil for all.
    ///   - tier: how soon; standard unless told otherwise.
    ///   - jobDescription: the caller's words.
    ///   - snsTopic: who is told when the job ends, besides those that the vault tells.
    public func initiateArchiveRetrieval(
        range: Range<Int64>? = nil,
        tier: Tier? = nil,
        jobDescription: String? = nil,
        snsTopic: String? = nil
    ) async throws -> Job {
        let made = try await client.initiateJob(
            .archiveRetrieval(archiveID: id, range: range, tier: tier),
            in: vaultAddress,
            jobDescription: jobDescription,
            snsTopic: snsTopic
        )
        return Job(made.jobID, in: vaultAddress, client)
    }
}

extension Archive: Hashable, CustomStringConvertible {
    /// Whether both name the same archive in the same way.
    public static func == (left: Archive, right: Archive) -> Bool {
        left.vaultAddress == right.vaultAddress && left.id == right.id
    }

    /// Goes by account, vault and id.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(vaultAddress)
        hasher.combine(id)
    }

    /// Account, vault and id.
    public var description: String {
        "Archive(accountID: \(accountID.segment), vaultName: \(vaultName), id: \(id))"
    }
}
