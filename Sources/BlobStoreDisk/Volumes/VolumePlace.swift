import BlobStore

/// A volume by its name: the time window of its blobs, and a number in it.
struct VolumeName: Hashable, Sendable {
    let folder: BlobFolder
    let number: UInt16

    private static let prefix = "volume-"

    init(_ folder: BlobFolder, _ number: UInt16) {
        self.folder = folder
        self.number = number
    }

    /// Reads the name of a file in the folder of a time window; nil if it is no volume's.
    init?(_ fileName: String, in folder: BlobFolder) {
        guard fileName.hasPrefix(Self.prefix), let number = UInt16(fileName.dropFirst(Self.prefix.count), radix: 16)
        else { return nil }
        self.init(folder, number)
        guard self.fileName == fileName else { return nil }
    }

    /// Reads the name of a file that says that a volume is in use; nil if it is none.
    init?(marker: String) {
        let parts = marker.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].utf8.count == 8,
            let folder = BlobFolder(upperName: String(parts[1].prefix(5)), lowerName: String(parts[1].suffix(3)))
        else { return nil }
        self.init("\(parts[0])-\(parts[2])", in: folder)
        guard self.marker == marker else { return nil }
    }

    /// The file in the folder of the time window.
    var fileName: String { Self.prefix + digits }
    /// The file that says that the volume is in use.
    var marker: String { "\(Self.prefix)\(folder.upperName)\(folder.lowerName)-\(digits)" }

    private var digits: String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 4 - text.utf8.count) + text
    }
}

/// Where a blob lies, as its key tells: the first random byte says that there is something to tell, the next two have
/// the volume's number, two more the index of the entry. Five stay random.
///
/// A key may look so by chance. So the whole key stands in the entry as well, and only that decides.
struct VolumePlace: Hashable, Sendable {
    let name: VolumeName
    let index: UInt16

    private static let mark: UInt64 = 0xF5

    init(_ name: VolumeName, _ index: UInt16) {
        self.name = name
        self.index = index
    }

    /// The place that a key tells; nil if it tells none.
    init?(of key: BlobKey) {
        guard key.high >> 8 & 0xFF == Self.mark else { return nil }
        let number = UInt16(truncatingIfNeeded: key.high << 8) | UInt16(truncatingIfNeeded: key.low >> 56)
        self.init(VolumeName(BlobFolder(of: key), number), UInt16(truncatingIfNeeded: key.low >> 40))
    }

    /// The draft of a key with this place in it.
    func completing(_ draft: BlobKey) -> BlobKey {
        let random = draft.low & 0xFF_FFFF_FFFF
        return BlobKey(
            high: draft.high & ~0xFFFF | Self.mark << 8 | UInt64(name.number >> 8),
            low: UInt64(name.number & 0xFF) << 56 | UInt64(index) << 40 | random
        )
    }
}

extension DiskLayout {
    /// The file of a volume.
    func volume(_ name: VolumeName) -> String { folder(name.folder) + "/" + name.fileName }
    /// The file that says that a volume is in use.
    func marker(_ name: VolumeName) -> String { incoming + "/" + name.marker }
}
