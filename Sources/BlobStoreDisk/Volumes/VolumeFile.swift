import BlobStore
import Glibc
import NIOCore

/// What stands in a place of a volume's table.
///
/// What does not prove itself was an entry once, as far as anyone can tell: no step of a write leaves such a thing. So
/// it is no blob, but its bytes are not given back either.
enum VolumeSlot: Hashable, Sendable {
    case empty
    case entry(VolumeEntry)
    case damaged
}

/// A volume that is opened to look into it. Whoever opens it closes it. Its steps block.
struct VolumeFile: Sendable {
    /// What the header is worth.
    enum Header: Sendable {
        /// It proves itself, and tells the sizes.
        case proven
        /// There is none, as in a volume that is being made.
        case blank
        /// It cannot be read, or does not prove itself.
        case doubtful(BlobStoreError)
    }

    let name: VolumeName
    /// The sizes that the header tells, or else the usual ones. Entries prove themselves, so those that do can be read;
    /// but only to a volume whose header is proven may anything be done.
    let format: VolumeFormat
    let header: Header
    let descriptor: Int32
    private let calls: SystemCalls

    /// Opens a volume; nil if there is none.
    ///
    /// - Throws: ``BlobStoreError/Code/unsupported`` if it is of another version.
    init?(
        opening name: VolumeName,
        flags: Int32,
        usual: VolumeFormat,
        layout: DiskLayout,
        calls: SystemCalls
    ) throws(BlobStoreError) {
        let descriptor: Int32
        do {
            descriptor = try calls.open(layout.volume(name), flags: flags, .openVolume)
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
        do throws(BlobStoreError) {
            let bytes = try calls.read(upTo: VolumeRecord.byteCount, from: descriptor, at: 0, nil, .readVolume)
            let isBlank = bytes.readableBytesView.allSatisfy { $0 == 0 }
            format = isBlank ? usual : try VolumeHeader.format(of: bytes, name: name)
            header = isBlank ? .blank : .proven
        } catch {
            if error.code == .unsupported {
                calls.close(descriptor)
                throw error
            }
            format = usual
            header = .doubtful(error)
        }
        self.name = name
        self.descriptor = descriptor
        self.calls = calls
    }

    func close() { calls.close(descriptor) }

    /// Throws unless the header is proven, so that it is known what may be changed.
    func checkHeader() throws(BlobStoreError) {
        switch header {
        case .proven: return
        case .blank: throw BlobStoreError(.damaged, message: "a volume that has lost its header")
        case .doubtful(let error): throw error
        }
    }

    /// What stands in the place of an entry.
    func slot(at index: UInt16) throws(BlobStoreError) -> VolumeSlot {
        guard index < format.entryCount else { return .empty }
        var slot = VolumeSlot.damaged
        try visit(Int(index)..<(Int(index) + 1)) { found, _ in slot = found }
        return slot
    }

    /// Visits all places of entries that are not empty, in the order of their indices.
    func forEachSlot(_ body: (VolumeSlot, UInt16) -> Void) throws(BlobStoreError) {
        try visit(0..<format.entryCount) { slot, index in if slot != .empty { body(slot, index) } }
    }

    /// Whether there is nothing in the table, neither an entry nor what may have been one.
    func isEmpty() throws(BlobStoreError) -> Bool {
        var isEmpty = true
        try forEachSlot { _, _ in isEmpty = false }
        return isEmpty
    }

    /// Whether there is nothing else in the table. It is looked for around this entry: when entries go in their order
    /// or against it, that costs a look at one or two blocks.
    func isOnly(_ index: UInt16) throws(BlobStoreError) -> Bool {
        let perBlock = VolumeFormat.blockBytes / VolumeRecord.byteCount
        let blocks = (format.entryCount + perBlock - 1) / perBlock
        let middle = Int(index) / perBlock
        for distance in 0..<blocks {
            for block in Set([middle + distance, middle - distance]) where (0..<blocks).contains(block) {
                var isOnly = true
                try visit((block * perBlock)..<min((block + 1) * perBlock, format.entryCount)) { slot, other in
                    if other != index, slot != .empty { isOnly = false }
                }
                if !isOnly { return false }
            }
        }
        return true
    }

    /// Visits the places of some indices. Where the file ends before the table does, there was something once, unless
    /// it is being made.
    private func visit(_ indices: Range<Int>, _ body: (VolumeSlot, UInt16) -> Void) throws(BlobStoreError) {
        let offset = Int64(VolumeFormat.headerBytes + indices.lowerBound * VolumeRecord.byteCount)
        let byteCount = indices.count * VolumeRecord.byteCount
        let table = try calls.read(upTo: byteCount, from: descriptor, at: offset, nil, .readVolume)
        let missing = if case .blank = header { VolumeSlot.empty } else { VolumeSlot.damaged }
        table.withUnsafeReadableBytes { bytes in
            for number in 0..<indices.count {
                let index = UInt16(indices.lowerBound + number), start = number * VolumeRecord.byteCount
                guard let base = bytes.baseAddress, start + VolumeRecord.byteCount <= bytes.count else {
                    body(missing, index)
                    continue
                }
                body(slot(reading: base + start, at: index), index)
            }
        }
    }

    /// An entry belongs where its own key says, and to blocks behind the table.
    private func slot(reading bytes: UnsafeRawPointer, at index: UInt16) -> VolumeSlot {
        guard let record = VolumeRecord(bytes) else { return VolumeRecord.isNone(bytes) ? .empty : .damaged }
        let entry = VolumeEntry(record)
        guard VolumePlace(of: entry.key) == VolumePlace(name, index), entry.block >= format.firstExtentBlock,
            entry.length > 0, entry.extent.upperBound <= format.byteCount
        else { return .damaged }
        return .entry(entry)
    }
}

/// The header of a volume: which one it is, and its sizes.
enum VolumeHeader {
    /// The header of a new volume: a block.
    static func bytes(of name: VolumeName, _ format: VolumeFormat) -> ByteBuffer {
        let identity = UInt64(VolumeFormat.version) << 48 | UInt64(name.number) << 32 | UInt64(name.folder.window)
        let sizes = UInt64(format.entryCount) << 32 | UInt64(format.blockCount)
        var bytes = VolumeRecord(VolumeFormat.magic, identity, sizes).bytes
        bytes.writeRepeatingByte(0, count: VolumeFormat.headerBytes - bytes.readableBytes)
        return bytes
    }

    /// The sizes that a header tells.
    static func format(of bytes: ByteBuffer, name: VolumeName) throws(BlobStoreError) -> VolumeFormat {
        let start = bytes.readableBytes < VolumeRecord.byteCount ? nil : bytes
        let record = start?.withUnsafeReadableBytes { $0.baseAddress.flatMap { VolumeRecord($0) } }
        guard let words = record?.words, words.0 == VolumeFormat.magic else {
            throw BlobStoreError(.damaged, message: "a volume whose header does not prove itself")
        }
        guard words.1 >> 48 == UInt64(VolumeFormat.version) else {
            throw BlobStoreError(.unsupported, message: "a volume of version \(words.1 >> 48)")
        }
        let entryCount = Int(words.2 >> 32)
        let blockCount = Int(words.2 & 0xFFFF_FFFF)
        guard words.1 & 0xFFFF_FFFF == UInt64(name.folder.window), words.1 >> 32 & 0xFFFF == UInt64(name.number),
            (1...65_536).contains(entryCount), blockCount * 128 > entryCount + 256
        else {
            throw BlobStoreError(.damaged, message: "a volume in the place of another, or of sizes that cannot be")
        }
        return VolumeFormat(entryCount: entryCount, blockCount: blockCount)
    }
}
