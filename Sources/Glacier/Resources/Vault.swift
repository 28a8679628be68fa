public import GlacierAPI
public import GlacierModel

/// A vault, by its account and name; whether it exists is not asked.
///
/// Two of them are equal when they name the same vault in the same way, whatever they know of it.
public struct Vault: Sendable {
    /// Account and name in one.
    public let address: VaultAddress
    let client: GlacierClient
    let known: LazyAttributes<DescribedVault>

    init(_ address: VaultAddress, _ client: GlacierClient, told: DescribedVault? = nil) {
        (self.address, self.client) = (address, client)
        known = LazyAttributes(told) { try await client.describeVault(address) }
    }

    /// Whose vault it is.
    public var accountID: AccountScope { address.account }
    /// Unique among the vaults of its account and region.
    public var name: String { address.name }

    // MARK: Actions

    /// Makes the vault. Nothing changes where it is there already.
    @discardableResult
    public func create() async throws -> CreateVault.Reply {
        defer { known.forget() }
        return try await client.createVault(address)
    }

    /// Removes the vault, which has to be empty.
    public func delete() async throws {
        defer { known.forget() }
        try await client.deleteVault(address)
    }

    /// Makes an archive of at most 4 GiB in one request. The request is not repeated where nobody knows whether it
    /// arrived: another archive might come of it.
    ///
    /// - Parameters:
    ///   - payload: the bytes, with their length and hashes.
    ///   - archiveDescription: at most 1,024 printable ASCII characters.
    /// - Returns: the archive, with what the service said of it in ``Archive/creation``.
    public func uploadArchive(_ payload: Payload, archiveDescription: String? = nil) async throws -> Archive {
        let made = try await client.uploadArchive(payload, to: address, archiveDescription: archiveDescription)
        return Archive(made.archiveID, in: address, client, creation: made)
    }

    /// Begins an upload in parts. The request is not repeated where nobody knows whether it arrived.
    ///
    /// - Parameters:
    ///   - partSize: bytes of every part but the last: 1 MiB times a power of two, at most 4 GiB.
    ///   - archiveDescription: at most 1,024 printable ASCII characters.
    public func initiateMultipartUpload(
        partSize: Int64,
        archiveDescription: String? = nil
    ) async throws -> MultipartUpload {
        let made = try await client.initiateMultipartUpload(
            in: address,
            partSize: partSize,
            archiveDescription: archiveDescription
        )
        return multipartUpload(made.uploadID)
    }

    /// Starts a job that lists the vault's archives. The request is not repeated where nobody knows whether it arrived.
    ///
    /// - Parameters:
    ///   - format: JSON unless told otherwise.
    ///   - filter: which archives are listed; nil for all.
    ///   - jobDescription: the caller's words.
    ///   - snsTopic: who is told when the job ends, besides those that the vault tells.
    public func initiateInventoryRetrieval(
        format: InventoryFormat? = nil,
        filter: InventoryFilter? = nil,
        jobDescription: String? = nil,
        snsTopic: String? = nil
    ) async throws -> Job {
        let made = try await client.initiateJob(
            .inventoryRetrieval(format: format, filter: filter),
            in: address,
            jobDescription: jobDescription,
            snsTopic: snsTopic
        )
        return job(made.jobID)
    }

    // MARK: Other resources

    /// The owner.
    public var account: Account { Account(accountID, client) }

    /// An archive that is, or was, in the vault.
    public func archive(_ id: String) -> Archive { Archive(id, in: address, client) }

    /// A job of the vault.
    public func job(_ id: String) -> Job { Job(id, in: address, client) }

    /// An upload in parts to the vault.
    public func multipartUpload(_ id: String) -> MultipartUpload { MultipartUpload(id, in: address, client) }

    /// Whom the vault tells of its jobs.
    public var notification: VaultNotification { VaultNotification(of: address, client) }
}

extension Vault: Hashable, CustomStringConvertible {
    /// Whether both name the same vault in the same way.
    public static func == (left: Vault, right: Vault) -> Bool { left.address == right.address }

    /// Goes by account and name.
    public func hash(into hasher: inout Hasher) { hasher.combine(address) }

    /// Account and name.
    public var description: String { "Vault(accountID: \(accountID.segment), name: \(name))" }
}
