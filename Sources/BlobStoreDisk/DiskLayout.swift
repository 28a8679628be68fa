import BlobStore

/// Where things lie beneath the store's folder. Names are made of blob keys and of nothing else.
struct DiskLayout: Sendable {
    /// The store's own folder.
    let root: String

    /// The folder of published blobs.
    var blobs: String { root + "/blobs" }
    /// The folder of unpublished blobs.
    var incoming: String { root + "/incoming" }

    /// The file of an unpublished blob.
    func incoming(_ key: BlobKey) -> String { incoming + "/" + key.text }
    /// The file of a published blob.
    func blob(_ key: BlobKey) -> String { folder(BlobFolder(of: key)) + "/" + key.text }
    /// The folder of the blobs of one time window.
    func folder(_ folder: BlobFolder) -> String { upperFolder(folder) + "/" + folder.lowerName }
    /// The folder that holds the folder of a time window.
    func upperFolder(_ folder: BlobFolder) -> String { blobs + "/" + folder.upperName }
}

/// A folder of the fan-out: the blobs whose keys begin with the same eight digits, which are those made within the same
/// 65.536 s. Five of the digits name a folder of blobs/, which spans about three days, the other three a folder in it.
/// So folders sort as keys do, and one that is empty when its time is over stays empty.
struct BlobFolder: Hashable, Comparable, Sendable {
    /// The number that the eight digits are.
    let window: UInt32

    /// The folder of a blob.
    init(of key: BlobKey) {
        window = UInt32(truncatingIfNeeded: key.createdAtMilliseconds >> 16)
    }

    /// The folder that these two names lead to; nil if they are not five and three lower-case hexadecimal digits.
    init?(upperName: String, lowerName: String) {
        guard let window = UInt32(upperName + lowerName, radix: 16) else { return nil }
        self.window = window
        guard self.upperName == upperName, self.lowerName == lowerName else { return nil }
    }

    /// The first five digits.
    var upperName: String { String(digits.prefix(5)) }
    /// The other three digits.
    var lowerName: String { String(digits.suffix(3)) }

    private var digits: String {
        let text = String(window, radix: 16)
        return String(repeating: "0", count: 8 - text.utf8.count) + text
    }

    static func < (left: BlobFolder, right: BlobFolder) -> Bool { left.window < right.window }
}
