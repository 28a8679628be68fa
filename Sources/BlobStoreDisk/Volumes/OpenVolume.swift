import BlobStore
import Glibc
import NIOCore
import Synchronization

/// A place in a volume that was given to a blob and is never given again, whether the blob comes to be or not.
struct Reservation: Sendable {
    let volume: OpenVolume
    let index: UInt16
    let entry: VolumeEntry

    var key: BlobKey { entry.key }

    /// Writes the blob's bytes and then its entry.
    func write(_ bytes: ByteBuffer) throws(BlobStoreError) { try volume.write(bytes, for: self) }
}

/// A volume that takes blobs: its file, and what was given away of it.
///
/// An entry is hidden from its reservation on until its bytes are known to be durable.
final class OpenVolume: Sendable {
    private struct State {
        var nextIndex = 0
        var nextBlock: Int
        var hidden: Set<UInt16> = []
        /// Blobs that are neither published nor withdrawn.
        var outstanding = 0
        var isClosing = false
        var isRetired = false
        /// Whether something could not be given back.
        var isUntidy = false
        var failure: BlobStoreError?
        var isDirect = true
    }

    let name: VolumeName
    let format: VolumeFormat
    private let descriptor: Int32
    private let direct: Int32?
    private let calls: SystemCalls
    private let state: Mutex<State>

    /// Bytes from which on writing past the page cache is cheaper.
    static let directBytes = 64 << 10

    /// A volume whose file is made and durable.
    ///
    /// - Parameters:
    ///   - descriptor: the file, opened to read and to write.
    ///   - direct: the file, opened to write past the page cache, where that can be done.
    init(_ name: VolumeName, _ format: VolumeFormat, descriptor: Int32, direct: Int32?, calls: SystemCalls) {
        self.name = name
        self.format = format
        self.descriptor = descriptor
        self.direct = direct
        self.calls = calls
        state = Mutex(State(nextBlock: format.firstExtentBlock))
    }

    deinit {
        calls.close(descriptor)
        if let direct { calls.close(direct) }
    }

    /// Whether the volume takes no more blobs.
    var isClosing: Bool { state.withLock { $0.isClosing } }

    /// Whether the entry of an index is not to be seen yet, or never.
    func hides(_ index: UInt16) -> Bool { state.withLock { $0.hidden.contains(index) } }

    /// Gives a blob its place; nil if the volume is full or takes no more.
    func reserve(_ draft: BlobKey, length: Int) -> Reservation? {
        state.withLock { state in
            let end = state.nextBlock + VolumeFormat.blocks(of: length)
            guard !state.isClosing, state.nextIndex < format.entryCount, end <= format.blockCount else { return nil }
            let index = UInt16(state.nextIndex)
            let key = VolumePlace(name, index).completing(draft)
            let entry = VolumeEntry(key: key, block: UInt32(state.nextBlock), length: UInt32(length))
            state.nextIndex += 1
            state.nextBlock = end
            state.outstanding += 1
            state.hidden.insert(index)
            return Reservation(volume: self, index: index, entry: entry)
        }
    }

    /// Writes a blob's bytes and then its entry.
    ///
    /// - Parameter bytes: the bytes, and perhaps zeros behind them that fill the last block.
    func write(_ bytes: ByteBuffer, for blob: Reservation) throws(BlobStoreError) {
        let written = try writeDirect(bytes, for: blob)
        var rest = bytes
        rest.moveReaderIndex(forwardBy: written)
        if let rest = rest.readSlice(length: max(0, Int(blob.entry.length) - written)) {
            try calls.write(rest, to: descriptor, at: blob.entry.offset + Int64(written), blob.key, .writeExtent)
        }
        let offset = VolumeFormat.offset(ofEntry: blob.index)
        try calls.write(blob.entry.record.bytes, to: descriptor, at: offset, blob.key, .writeEntry)
    }

    /// Makes all that was written durable.
    ///
    /// After one failure it fails for ever, and the volume takes no more: the kernel tells a failure once, and what it
    /// could not write may be lost although the next call succeeds.
    func sync() throws(BlobStoreError) {
        if let failure = state.withLock({ $0.failure }) { throw failure }
        do throws(BlobStoreError) {
            try calls.call(.syncVolume) { fdatasync(descriptor) }
        } catch {
            state.withLock { state in
                state.failure = error
                state.isClosing = true
            }
            throw error
        }
    }

    /// Shows a blob that is durable.
    ///
    /// - Returns: whether the volume is to be retired now, by whoever is told so.
    func publish(_ blob: Reservation) -> Bool {
        state.withLock { state in
            state.hidden.remove(blob.index)
            state.outstanding -= 1
            return Self.retires(&state)
        }
    }

    /// Takes back what may have been written of a blob. What cannot be taken back is a blob that nothing refers to. So
    /// that it is soon seen to be one, the volume takes no more then: it hides an entry until it is retired.
    ///
    /// - Returns: whether the volume is to be retired now, by whoever is told so.
    func withdraw(_ blob: Reservation) -> Bool {
        let none = ByteBuffer(repeating: 0, count: VolumeRecord.byteCount)
        let offset = VolumeFormat.offset(ofEntry: blob.index)
        let isCleared = (try? calls.write(none, to: descriptor, at: offset, blob.key, .clearEntry)) != nil
        let isGivenBack = (try? calls.punch(blob.entry.extent, of: descriptor, blob.key)) != nil
        return state.withLock { state in
            if !isCleared { state.isClosing = true }
            if !isGivenBack { state.isUntidy = true }
            state.outstanding -= 1
            return Self.retires(&state)
        }
    }

    /// Takes no more blobs.
    ///
    /// - Returns: whether the volume is to be retired now, by whoever is told so.
    func close() -> Bool {
        state.withLock { state in
            state.isClosing = true
            return Self.retires(&state)
        }
    }

    /// Whether the next start is to give back what could not be given back here.
    var isUntidy: Bool { state.withLock { $0.isUntidy } }

    /// Notes that something could not be given back.
    func noteUntidy() { state.withLock { $0.isUntidy = true } }

    /// What was given away: entries and blocks, each from the first on.
    var used: (entries: Int, blocks: Int) { state.withLock { ($0.nextIndex, $0.nextBlock) } }

    private static func retires(_ state: inout State) -> Bool {
        guard state.isClosing, state.outstanding == 0, !state.isRetired else { return false }
        state.isRetired = true
        return true
    }

    /// Writes as much of whole blocks as can be written past the page cache, which may be nothing.
    private func writeDirect(_ bytes: ByteBuffer, for blob: Reservation) throws(BlobStoreError) -> Int {
        guard let direct, bytes.readableBytes >= Self.directBytes, bytes.isAligned, state.withLock({ $0.isDirect })
        else { return 0 }
        do throws(BlobStoreError) {
            return try calls.call(.writeDirect, blob.key) {
                bytes.withUnsafeReadableBytes {
                    pwrite(direct, $0.baseAddress, $0.count, off_t(blob.entry.offset))
                }
            }
        } catch {
            guard (error.cause as? SystemCallFailure)?.errorNumber == EINVAL else { throw error }
            state.withLock { $0.isDirect = false }
            return 0
        }
    }
}

extension ByteBuffer {
    /// Fills the last block with zeros, if that takes no other memory.
    mutating func fillLastBlock() {
        let missing = VolumeFormat.blocks(of: readableBytes) * VolumeFormat.blockBytes - readableBytes
        if missing > 0, missing <= writableBytes { writeRepeatingByte(0, count: missing) }
    }
}
