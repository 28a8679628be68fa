public import GlacierModel

/// A vault as DescribeVault answers and ListVaults lists it, whichever service it is. What was not said is nil.
public struct DescribedVault: Hashable, Sendable {
    /// The vault's full name: account and region are in it.
    public let vaultARN: String?
    /// Unique among the vaults of its account and region.
    public let vaultName: String?
    /// When the vault was made.
    public let creationDate: Timestamp?
    /// Nil before the first inventory.
    public let lastInventoryDate: Timestamp?
    /// As of the last inventory.
    public let numberOfArchives: Int64?
    /// As of the last inventory, with the service's overhead for each archive.
    public let sizeInBytes: Int64?

    init(_ document: AnswerDocument) throws(UnreadableAnswer) {
        vaultARN = try document.string("VaultARN")
        vaultName = try document.string("VaultName")
        creationDate = try document.date("CreationDate")
        lastInventoryDate = try document.date("LastInventoryDate")
        numberOfArchives = try document.integer("NumberOfArchives")
        sizeInBytes = try document.integer("SizeInBytes")
    }
}
