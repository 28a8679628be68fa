import Glacier

/// An archive as an inventory lists it.
struct ListedArchive: Hashable, Sendable {
    let archiveID: String
    /// Empty where there is none.
    let description: String
    let creationDate: Timestamp
    let size: Int64
    let treeHash: Digest

    /// The most characters of an id that are taken. The service's own have 138.
    private static let longestID = 1024

    /// Takes the texts of an inventory's fields.
    ///
    /// - Returns: nil where one is not what it has to be.
    init?(archiveID: String, description: String, creationDate: String, size: String, treeHash: String) {
        guard (1...Self.longestID).contains(archiveID.utf8.count),
            archiveID.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let date = Timestamp(iso8601: creationDate), let bytes = Int64(size), bytes >= 0,
            let digest = Digest(hex: treeHash[...])
        else { return nil }
        self.archiveID = archiveID
        self.description = description
        self.creationDate = date
        self.size = bytes
        self.treeHash = digest
    }
}

extension KnownArchive {
    init(_ listed: ListedArchive) {
        self.init(
            archiveID: listed.archiveID,
            size: listed.size,
            treeHash: listed.treeHash,
            description: listed.description,
            creationDate: listed.creationDate
        )
    }
}

/// What an inventory says of itself. In CSV it says nothing.
struct InventoryHead: Hashable, Sendable {
    var vaultARN: String?
    var inventoryDate: Timestamp?
}

/// Why a document is no inventory.
struct InventoryError: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
