import TreeHash

/// The two forms of an inventory.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/vault-inventory.html
public enum InventoryFormat: String, Hashable, Sendable, CaseIterable {
    case json = "JSON"
    case csv = "CSV"
}

/// The place of an archive in the order of inventories: creation date, then id.
public struct InventoryPosition: Hashable, Sendable {
    /// With its milliseconds, though inventories show seconds.
    public let creationDate: Timestamp
    /// Orders archives of one date, by its bytes.
    public let archiveID: ArchiveID

    /// Takes the place of any archive, whether or not it is there.
    public init(creationDate: Timestamp, archiveID: ArchiveID) {
        self.creationDate = creationDate
        self.archiveID = archiveID
    }
}

/// Which of a vault's archives an inventory job lists.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-initiate-job-post.html
public struct InventorySelection: Hashable, Sendable {
    /// Archives created at or after this moment; nil for no such bound.
    public let startDate: Timestamp?
    /// Archives created before this moment; nil for no such bound.
    public let endDate: Timestamp?
    /// The most archives to list: 1 or more; nil for no such bound.
    public let limit: Int64?
    /// The last archive that an earlier job delivered: the list goes on behind it.
    public let after: InventoryPosition?

    /// Takes bounds that `InventoryMarker` and the request's parser have read; nothing is judged again.
    public init(startDate: Timestamp?, endDate: Timestamp?, limit: Int64?, after: InventoryPosition?) {
        self.startDate = startDate
        self.endDate = endDate
        self.limit = limit
        self.after = after
    }

    /// Every archive.
    public static let everything = InventorySelection(startDate: nil, endDate: nil, limit: nil, after: nil)
}

/// What an inventory job made.
public struct InventoryOutput: Hashable, Sendable {
    /// Bytes of the document.
    public let sizeInBytes: Int64
    /// The last archive of the document where archives are left behind it, else nil.
    public let continuation: InventoryPosition?

    /// Takes what was written; nothing is judged.
    public init(sizeInBytes: Int64, continuation: InventoryPosition?) {
        self.sizeInBytes = sizeInBytes
        self.continuation = continuation
    }
}

/// A job that lists a vault's archives as its inventory has them.
public struct InventoryRetrieval: Hashable, Sendable {
    /// The document's form.
    public let format: InventoryFormat
    /// When the inventory was taken that the job gives out.
    public let inventoryDate: Timestamp
    /// How often the vault had been written to when the inventory was taken: archives that were added by a later write
    /// are not in it, and archives that were deleted by a later write are.
    public let snapshot: Int64
    /// Which of the inventory's archives are listed.
    public let selection: InventorySelection
    /// Nil until the job has succeeded.
    public let output: InventoryOutput?

    /// Takes a job's parameters and, once there is one, its output; nothing is judged.
    public init(
        format: InventoryFormat,
        inventoryDate: Timestamp,
        snapshot: Int64,
        selection: InventorySelection,
        output: InventoryOutput?
    ) {
        self.format = format
        self.inventoryDate = inventoryDate
        self.snapshot = snapshot
        self.selection = selection
        self.output = output
    }
}

/// Where an inventory goes on in the next job: opaque to callers, at most 1,024 characters, good for one vault alone.
public enum InventoryMarker {
    private static let vaultTagCharacters = 16

    /// The marker behind the last archive that a job delivered.
    public static func text(behind position: InventoryPosition, in vault: VaultReference) -> String {
        Marker(
            listing: .inventory,
            position: position.creationDate.milliseconds,
            id: vaultTag(vault) + position.archiveID.text
        ).text
    }

    /// - Throws: `ServiceError.invalidMarker` when the text was not issued for this vault.
    public static func position(_ text: String, in vault: VaultReference) throws(ServiceError) -> InventoryPosition {
        let marker = try Marker(text, of: .inventory)
        guard marker.id.hasPrefix(vaultTag(vault)),
            let archiveID = try? ArchiveID(String(marker.id.dropFirst(vaultTagCharacters)))
        else { throw .invalidMarker(text) }
        return InventoryPosition(creationDate: Timestamp(milliseconds: marker.position), archiveID: archiveID)
    }

    /// Tells the markers of different vaults apart. It proves nothing: a marker is a place, not a permission.
    private static func vaultTag(_ vault: VaultReference) -> String {
        String(Digest.sha256(Array("\(vault.account)/\(vault.name)".utf8)).hex.prefix(vaultTagCharacters))
    }
}
