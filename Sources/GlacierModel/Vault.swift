/// The numbers of a vault: live, and as of its last inventory.
public struct VaultNumbers: Hashable, Sendable {
    /// Archives that are in the vault: deleted ones no longer count.
    public let archives: Int64
    /// Bytes of the archives themselves.
    public let archiveBytes: Int64
    /// How often archives were added to the vault or deleted from it.
    public let writes: Int64

    /// Takes counts as the catalogue keeps them; nothing is judged.
    public init(archives: Int64, archiveBytes: Int64, writes: Int64) {
        self.archives = archives
        self.archiveBytes = archiveBytes
        self.writes = writes
    }

    /// Of a vault that was never written to. Callers also see them before the first inventory.
    public static let none = VaultNumbers(archives: 0, archiveBytes: 0, writes: 0)

    /// What the API shows as a vault's size: each archive counts a fixed overhead beside its bytes.
    public var sizeInBytes: Int64 { archiveBytes + archives * Limits.archiveOverheadBytes }
}

/// A vault with what is known of its contents.
public struct Vault: Hashable, Sendable {
    /// What a vault held at one moment.
    ///
    /// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/vault-inventory.html
    public struct Inventory: Hashable, Sendable {
        /// When the inventory was taken: `LastInventoryDate` in documents.
        public let date: Timestamp
        /// As of `date`: what was written later is not in them.
        public let numbers: VaultNumbers

        /// Pairs numbers with the moment they are of; nothing is judged.
        public init(date: Timestamp, numbers: VaultNumbers) {
            self.date = date
            self.numbers = numbers
        }
    }

    /// Unique among the vaults of its account.
    public let name: VaultName
    /// When the vault was made; making it again changes nothing.
    public let creationDate: Timestamp
    /// Live, every committed write included.
    public let current: VaultNumbers
    /// When an archive was last added or deleted.
    public let lastWrite: Timestamp?
    /// The last one that was taken; nil before the first. What callers see is `visibleInventory(_:)`.
    public let lastInventory: Inventory?

    /// Takes a vault as it is read back; nothing is judged.
    public init(
        name: VaultName,
        creationDate: Timestamp,
        current: VaultNumbers,
        lastWrite: Timestamp?,
        lastInventory: Inventory?
    ) {
        self.name = name
        self.creationDate = creationDate
        self.current = current
        self.lastWrite = lastWrite
        self.lastInventory = lastInventory
    }

    /// The inventory that callers see: always current, or the last that was taken.
    public func visibleInventory(_ timing: Timing) -> Inventory? {
        guard timing.inventoryIsAlwaysCurrent else { return lastInventory }
        return Inventory(date: max(creationDate, lastWrite ?? creationDate), numbers: current)
    }

    /// Whether the vault may be deleted: its last inventory counted nothing, and nothing was written since.
    public func isDeletable(_ timing: Timing) -> Bool {
        if timing.inventoryIsAlwaysCurrent { return current.archives == 0 }
        let inventoried = lastInventory?.numbers ?? .none
        return inventoried.archives == 0 && inventoried.writes == current.writes
    }
}
