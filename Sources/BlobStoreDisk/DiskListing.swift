import BlobStore

/// Walks the fan-out in the order of keys. Its steps block.
struct DiskListing: Sendable {
    let layout: DiskLayout
    let calls: SystemCalls

    /// The first `limit` keys after `after`. Costs as much as the folders it looks into, whatever lies before or
    /// behind.
    func keys(after: BlobKey?, limit: Int) throws(BlobStoreError) -> [BlobKey] {
        guard limit > 0 else { return [] }
        let start = after.map(BlobFolder.init(of:))
        var found: [BlobKey] = []
        for upperName in try upperNames() where upperName >= start?.upperName ?? "" {
            for folder in try folders(in: upperName) where start.map({ folder >= $0 }) ?? true {
                for key in try keys(in: folder) where after.map({ key > $0 }) ?? true {
                    found.append(key)
                    if found.count == limit { return found }
                }
            }
        }
        return found
    }

    /// The last folder there is.
    func newestFolder() throws(BlobStoreError) -> BlobFolder? {
        for upperName in try upperNames().reversed() {
            if let folder = try folders(in: upperName).last { return folder }
        }
        return nil
    }

    /// Names of the folders in blobs/, ascending. That blobs/ itself is missing is an error, lest a disk that is not
    /// mounted looks like an empty one.
    private func upperNames() throws(BlobStoreError) -> [String] {
        do {
            return try calls.names(in: layout.blobs).sorted()
        } catch {
            throw error.code == .notFound ? error.asMissingFolder : error
        }
    }

    private func folders(in upperName: String) throws(BlobStoreError) -> [BlobFolder] {
        guard let some = BlobFolder(upperName: upperName, lowerName: "000") else { return [] }
        return try names(in: layout.upperFolder(some))
            .compactMap { BlobFolder(upperName: upperName, lowerName: $0) }.sorted()
    }

    private func keys(in folder: BlobFolder) throws(BlobStoreError) -> [BlobKey] {
        try names(in: layout.folder(folder)).compactMap { BlobKey($0) }
            .filter { BlobFolder(of: $0) == folder }.sorted()
    }

    /// The names in a folder that may be removed at any time.
    private func names(in path: String) throws(BlobStoreError) -> [String] {
        do {
            return try calls.names(in: path)
        } catch {
            if error.code == .notFound { return [] }
            throw error
        }
    }
}
