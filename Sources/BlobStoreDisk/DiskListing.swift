import BlobStore

/// Walks the fan-out in the order of keys. Its steps block.
struct DiskListing: Sendable {
    private let volumes: Volumes
    private let layout: DiskLayout
    private let calls: SystemCalls

    init(volumes: Volumes) {
        self.volumes = volumes
        layout = volumes.layout
        calls = volumes.calls
    }

    /// The first `limit` keys after `after`. Costs as much as the folders it looks into, whatever lies before or
    /// behind.
    func keys(after: BlobKey?, limit: Int) throws(BlobStoreError) -> [BlobKey] {
        guard limit > 0 else { return [] }
        let start = after.map(BlobFolder.init(of:))
        var found = FirstKeys(after: after, limit: limit)
        for upperName in try upperNames() where upperName >= start?.upperName ?? "" {
            for folder in try folders(in: upperName) where start.map({ folder >= $0 }) ?? true {
                try addKeys(in: folder, to: &found)
                if found.isComplete { return found.sorted }
            }
        }
        return found.sorted
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

    /// Adds the blobs of a time window: those with files of their own, and those in volumes.
    private func addKeys(in folder: BlobFolder, to found: inout FirstKeys) throws(BlobStoreError) {
        for fileName in try names(in: layout.folder(folder)) {
            if let key = BlobKey(fileName) {
                if BlobFolder(of: key) == folder { found.add(key) }
            } else if let volume = VolumeName(fileName, in: folder) {
                try volumes.forEachKey(in: volume) { found.add($0) }
            }
        }
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

/// The first keys of many that come in no order, in little more memory than they take.
private struct FirstKeys {
    private let after: BlobKey?
    private let limit: Int
    private var keys: [BlobKey] = []
    /// The last of the first keys, once there are enough.
    private var last: BlobKey?

    /// Keys beyond the limit that are gathered before they are sorted out.
    private static let surplus = 4096

    init(after: BlobKey?, limit: Int) {
        self.after = after
        self.limit = limit
    }

    mutating func add(_ key: BlobKey) {
        if let after, key <= after { return }
        if let last, key >= last { return }
        keys.append(key)
        if keys.count - limit >= Self.surplus { sortOut() }
    }

    /// Whether there are as many as asked for.
    var isComplete: Bool { keys.count >= limit }
    /// The first keys, ascending.
    var sorted: [BlobKey] { Array(keys.sorted().prefix(limit)) }

    private mutating func sortOut() {
        keys = sorted
        last = keys.last
    }
}
