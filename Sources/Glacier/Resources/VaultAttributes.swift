public import GlacierAPI
public import GlacierModel

/// What DescribeVault answers. The first use of an attribute fetches all of them, unless a listing told them already;
/// then they are kept until ``load()``.
extension Vault {
    /// All attributes at once.
    public var attributes: DescribedVault { get async throws { try await known.value } }

    /// Fetches the attributes anew, for this vault and its copies.
    @discardableResult
    public func load() async throws -> DescribedVault { try await known.load() }

    /// The same as ``load()``.
    @discardableResult
    public func reload() async throws -> DescribedVault { try await load() }

    /// When the vault was made.
    public var creationDate: Timestamp? { get async throws { try await attributes.creationDate } }
    /// When the last inventory was made; nil before the first one.
    public var lastInventoryDate: Timestamp? { get async throws { try await attributes.lastInventoryDate } }
    /// As of the last inventory.
    public var numberOfArchives: Int64? { get async throws { try await attributes.numberOfArchives } }
    /// As of the last inventory, with the service's overhead for each archive.
    public var sizeInBytes: Int64? { get async throws { try await attributes.sizeInBytes } }
    /// The vault's full name: account and region are in it.
    public var vaultARN: String? { get async throws { try await attributes.vaultARN } }
}
