import BlobStore
import Glibc
import NIOCore
import Synchronization

/// A blob in a volume, found by its key. Whoever found it closes the file.
struct FoundBlob: Sendable {
    let file: VolumeFile
    let index: UInt16
    let entry: VolumeEntry

    /// Whether the blob is still there. Its entry goes before its bytes do: so what was read before this is right.
    func isStillThere() throws(BlobStoreError) -> Bool { try file.slot(at: index) == .entry(entry) }
}

/// What lies in volumes, the retired ones and the open ones alike. All of it blocks.
extension Volumes {
    /// Looks for a blob; nil if it is in no volume, as far as the tables tell: see ``throwIfDamaged(_:)``.
    func find(_ key: BlobKey, flags: Int32 = O_RDONLY) throws(BlobStoreError) -> FoundBlob? {
        guard let place = VolumePlace(of: key) else { return nil }
        let wasOpen = isOpen(place.name)
        guard let file = try openFile(place.name, flags: flags) else { return nil }
        do throws(BlobStoreError) {
            // The entry first: one that is written later is hidden before. And once more: it may have been hidden until
            // it was taken back and its volume was retired.
            if case .entry(let entry) = try file.slot(at: place.index), entry.key == key, !hides(place),
                try (wasOpen ? file.slot(at: place.index) : .entry(entry)) == .entry(entry)
            {
                return FoundBlob(file: file, index: place.index, entry: entry)
            }
        } catch {
            file.close()
            throw error
        }
        file.close()
        return nil
    }

    /// Tells a blob that is missing from one whose entry may be what does not prove itself. To be asked only when there
    /// is no file of that key: a key may look like a place by chance.
    ///
    /// - Throws: ``BlobStoreError/Code/damaged``.
    func throwIfDamaged(_ key: BlobKey) throws(BlobStoreError) {
        guard let place = VolumePlace(of: key) else { return }
        try changing.withLock { _ throws(BlobStoreError) in
            guard let file = try openFile(place.name, flags: O_RDONLY) else {
                return
            }
            defer { file.close() }
            // An entry may be half there while it is written, and is hidden then; when it is not, it was written.
            guard try file.slot(at: place.index) == .damaged, !hides(place),
                try file.slot(at: place.index) == .damaged
            else { return }
            throw BlobStoreError(.damaged, key: key, message: "the entry in the volume does not prove itself")
        }
    }

    /// The length of a blob; nil if it is in no volume.
    func length(of key: BlobKey) throws(BlobStoreError) -> Int64? {
        guard let blob = try find(key) else { return nil }
        blob.file.close()
        return Int64(blob.entry.length)
    }

    /// Visits the keys of the blobs in a volume.
    func forEachKey(in name: VolumeName, _ body: (BlobKey) -> Void) throws(BlobStoreError) {
        guard let file = try openFile(name, flags: O_RDONLY) else { return }
        defer { file.close() }
        var found: [(BlobKey, UInt16)] = []
        try file.forEachSlot { slot, index in
            if case .entry(let entry) = slot { found.append((entry.key, index)) }
        }
        let isOpen = isOpen(name)
        for (key, index) in found where !isOpen || !hides(VolumePlace(name, index)) { body(key) }
    }

    /// Removes a blob: its entry, and then its bytes; or the volume if there is nothing else in it. An entry that does
    /// not prove itself stays.
    ///
    /// - Returns: whether it was in a volume.
    func delete(_ key: BlobKey) throws(BlobStoreError) -> Bool {
        if VolumePlace(of: key) == nil { return false }
        return try changing.withLock { _ throws(BlobStoreError) in
            guard let blob = try find(key, flags: O_RDWR) else { return false }
            defer { blob.file.close() }
            try blob.file.checkHeader()
            if !isOpen(blob.file.name), try blob.file.isOnly(blob.index) {
                try remove(blob.file.name)
                return true
            }
            let descriptor = blob.file.descriptor
            let none = ByteBuffer(repeating: 0, count: VolumeRecord.byteCount)
            try calls.write(none, to: descriptor, at: VolumeFormat.offset(ofEntry: blob.index), key, .clearEntry)
            // The blob is gone. A second delete would find no entry, so it could not give the room back either.
            if (try? calls.punch(blob.entry.extent, of: descriptor, key)) == nil { leaveToNextStart(blob.file.name) }
            return true
        }
    }

    /// Has the next start put a volume in order, as far as that can be arranged.
    private func leaveToNextStart(_ name: VolumeName) {
        if let volume = openVolume(name) { return volume.noteUntidy() }
        let path = layout.marker(name)
        guard let marker = try? calls.open(path, flags: O_WRONLY | O_CREAT, .createMarker) else { return }
        calls.close(marker)
        _ = try? calls.syncFolder(layout.incoming, .syncMarker)
    }

    /// Puts a volume in order that was in use when a process ended, or has something to give back since: gives back
    /// what no entry refers to, and removes it if there is nothing in it.
    ///
    /// One that this program does not understand is left as it is, and so is one with an entry that does not prove
    /// itself: nobody knows which blocks that refers to.
    func recover(_ name: VolumeName) throws(BlobStoreError) {
        if isOpen(name) { return }
        if let file = try openFile(name, flags: O_RDWR) {
            defer { file.close() }
            let isEmpty = try file.isEmpty()
            // One that has lost its header is not to be taken for one that was never finished.
            if case .blank = file.header, isEmpty {
                try remove(name)
            } else {
                try file.checkHeader()
                if isEmpty { try remove(name) } else { try tidy(file) }
            }
        }
        try calls.call(.removeMarker) { unlink(layout.marker(name)) }
    }

    private func tidy(_ file: VolumeFile) throws(BlobStoreError) {
        var entries: [VolumeEntry] = []
        var usedEntries = 0
        var isDamaged = false
        try file.forEachSlot { slot, index in
            if case .entry(let entry) = slot { entries.append(entry) } else { isDamaged = true }
            usedEntries = Int(index) + 1
        }
        if isDamaged { throw BlobStoreError(.damaged, message: "a volume with an entry that does not prove itself") }
        let end = entries.map(\.extent.upperBound).max() ?? 0
        let trimming = VolumeTrimming(file: file, calls: calls)
        try trimming.cut(usedEntries: usedEntries, usedBlocks: VolumeFormat.blocks(of: Int(end)))
        try trimming.punchGaps(between: entries)
    }
}
