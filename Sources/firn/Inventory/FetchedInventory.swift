import GlacierModel

/// An inventory on the disk, whole and proved as far as the service lets it be.
struct FetchedInventory: Sendable {
    let file: SpooledFile
    let length: Int64
    let format: InventoryFormat

    /// Bytes that are read at a time.
    private static let pieceBytes = 256 << 10

    /// Hands over the archives, piece by piece: memory does not depend on their number.
    ///
    /// - Returns: what the inventory says of itself.
    /// - Throws: `InventoryError`, what `body` throws
    func forEachPiece(_ body: ([ListedArchive]) async throws -> Void) async throws -> InventoryHead {
        var reader = InventoryReader(format), offset: Int64 = 0, archives: [ListedArchive] = []
        while offset < length {
            try Task.checkCancellation()
            let piece = try await file.read(at: offset, upTo: Int(min(Int64(Self.pieceBytes), length - offset)))
            guard !piece.isEmpty else { throw InventoryError("the inventory ends too early") }
            offset += Int64(piece.count)
            try reader.read(piece) { archives.append($0) }
            if !archives.isEmpty { try await body(archives) }
            archives.removeAll(keepingCapacity: true)
        }
        try reader.finish { archives.append($0) }
        if !archives.isEmpty { try await body(archives) }
        return reader.head
    }

    /// Adds the archives to the local catalogue. Nothing is removed before the last byte was understood.
    ///
    /// - Parameters:
    ///   - isWhole: whether it lists all archives, so that what it does not list is gone.
    ///   - body: takes the archives as well.
    func merge(
        into catalogue: LocalCatalogue,
        _ vault: LocalVault,
        isWhole: Bool,
        _ body: ([ListedArchive]) throws -> Void = { _ in }
    ) async throws -> MergedInventory {
        let merge = try await catalogue.beginMerge(into: vault)
        var merged = MergedInventory()
        merged.head = try await forEachPiece { archives in
            try body(archives)
            try await catalogue.add(archives.map(KnownArchive.init), to: merge)
            merged.archives += archives.count
            merged.bytes += archives.reduce(0) { $0 + $1.size }
        }
        merged.summary = try await catalogue.finish(merge, inventoryDate: isWhole ? merged.head.inventoryDate : nil)
        return merged
    }
}

/// What an inventory had, and what it changed.
struct MergedInventory: Sendable {
    var head = InventoryHead()
    var archives = 0
    /// Bytes of all archives listed.
    var bytes: Int64 = 0
    var summary = MergeSummary()
}
