import BlobStore
import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// The volumes of a store: those that take blobs, and the way to what lies in any of them.
///
/// A volume takes the blobs of one time window until it is full; then it is retired. Where there cannot be volumes, or
/// there is no room for one, blobs get files of their own.
final class Volumes: Sendable {
    private struct State {
        /// Volumes that are not retired; those that take blobs in the order of their making.
        var open: [OpenVolume] = []
        /// Numbers that come next.
        var next: [BlobFolder: Int] = [:]
        /// Whether the file system cannot have volumes.
        var isUnsupported = false
        /// Short blobs to pass by before a volume is tried again.
        var pause = 0
    }

    private enum Attempt {
        case reserved(Reservation)
        case needsVolume
        case unavailable
    }

    let fanOut: FanOut
    let format: VolumeFormat
    private let pool: NIOThreadPool
    private let state = Mutex(State())
    /// Held by whoever makes, retires or removes a volume, or takes a blob out of one.
    let changing = Mutex(())

    /// Volumes that take blobs at once: of the present window and, for those who come late, of one more.
    private static let openLimit = 2
    /// Short blobs that get files when a volume could not be made, before it is tried again.
    private static let pauseCount = 256
    /// Windows whose next numbers are remembered.
    private static let windowLimit = 64

    init(fanOut: FanOut, format: VolumeFormat, pool: NIOThreadPool) {
        self.fanOut = fanOut
        self.format = format
        self.pool = pool
    }

    var layout: DiskLayout { fanOut.layout }
    var calls: SystemCalls { fanOut.calls }

    /// Gives a short blob its place, and makes a volume if need be; nil if it is to be a file.
    nonisolated(nonsending) func reserve(_ draft: BlobKey, length: Int) async -> Reservation? {
        guard (1...format.blobLimit).contains(length) else { return nil }
        switch attempt(draft, length: length) {
        case .reserved(let place): return place
        case .unavailable: return nil
        case .needsVolume: break
        }
        return try? await pool.run { [self] () throws(BlobStoreError) in reserveInNewVolume(draft, length: length) }
    }

    /// Lets a blob be seen that is durable.
    func publish(_ blob: Reservation) {
        if blob.volume.publish(blob) { retire(blob.volume) }
    }

    /// Takes back a blob that is not to be.
    func withdraw(_ blob: Reservation) {
        if blob.volume.withdraw(blob) { retire(blob.volume) }
    }

    /// Whether an entry is not to be seen.
    func hides(_ place: VolumePlace) -> Bool {
        openVolume(place.name)?.hides(place.index) ?? false
    }

    /// Whether the volume is not retired.
    func isOpen(_ name: VolumeName) -> Bool {
        openVolume(name) != nil
    }

    /// The volume of a name if it is not retired.
    func openVolume(_ name: VolumeName) -> OpenVolume? {
        state.withLock { state in state.open.first { $0.name == name } }
    }

    /// Opens a volume to look into it; nil if there is none.
    func openFile(_ name: VolumeName, flags: Int32) throws(BlobStoreError) -> VolumeFile? {
        try VolumeFile(opening: name, flags: flags, usual: format, layout: layout, calls: calls)
    }

    /// Removes a volume, and its folder with it if there is nothing else in that.
    func remove(_ name: VolumeName) throws(BlobStoreError) {
        try calls.call(.removeVolume) { unlink(layout.volume(name)) }
        fanOut.removeIfEmpty(name.folder)
    }

    private func attempt(_ draft: BlobKey, length: Int) -> Attempt {
        state.withLock { state in
            let folder = BlobFolder(of: draft)
            for volume in state.open where volume.name.folder == folder {
                if let place = volume.reserve(draft, length: length) { return .reserved(place) }
            }
            if state.isUnsupported { return .unavailable }
            guard state.pause == 0 else {
                state.pause -= 1
                return .unavailable
            }
            return .needsVolume
        }
    }

    private func reserveInNewVolume(_ draft: BlobKey, length: Int) -> Reservation? {
        let (place, retiring) = changing.withLock { _ -> (Reservation?, [OpenVolume]) in
            // Someone else may have made one meanwhile.
            switch attempt(draft, length: length) {
            case .reserved(let place): return (place, [])
            case .unavailable: return (nil, [])
            case .needsVolume: break
            }
            guard let volume = makeVolume(in: BlobFolder(of: draft)) else { return (nil, []) }
            return (volume.reserve(draft, length: length), take(volume))
        }
        retiring.forEach(retire)
        return place
    }

    /// Makes a volume; nil if that fails, and then the next blobs are passed by.
    private func makeVolume(in folder: BlobFolder) -> OpenVolume? {
        let first = state.withLock { $0.next[folder] ?? 0 }
        do throws(BlobStoreError) {
            let maker = VolumeMaker(fanOut: fanOut, format: format)
            let volume = try maker.make(in: folder, from: first)
            state.withLock { state in
                if state.next.count >= Self.windowLimit { state.next = [:] }
                state.next[folder] = Int(volume.name.number) + 1
            }
            return volume
        } catch {
            let number = (error.cause as? SystemCallFailure)?.errorNumber
            state.withLock { state in
                if number == EOPNOTSUPP || number == ENOSYS { state.isUnsupported = true }
                state.pause = Self.pauseCount
            }
            return nil
        }
    }

    /// Lets a new volume take blobs instead of the full one of its window, or of the one that was made first.
    ///
    /// - Returns: volumes to be retired.
    private func take(_ volume: OpenVolume) -> [OpenVolume] {
        let closing = state.withLock { state in
            let taking = state.open.filter { !$0.isClosing }
            state.open.append(volume)
            let full = taking.filter { $0.name.folder == volume.name.folder }
            return full.isEmpty && taking.count >= Self.openLimit ? [taking[0]] : full
        }
        return closing.filter { $0.close() }
    }

    /// Gives back what a volume has not used, and removes it if it holds nothing. Failing that, the next start does so.
    private func retire(_ volume: OpenVolume) {
        changing.withLock { _ in
            state.withLock { state in state.open.removeAll { $0 === volume } }
            guard (try? giveBackUnused(of: volume)) != nil, !volume.isUntidy else { return }
            _ = try? calls.call(.removeMarker) { unlink(layout.marker(volume.name)) }
        }
    }

    private func giveBackUnused(of volume: OpenVolume) throws(BlobStoreError) {
        guard let file = try openFile(volume.name, flags: O_RDWR) else {
            throw BlobStoreError(.damaged, message: "a volume in use that is not there")
        }
        defer { file.close() }
        try file.checkHeader()
        let used = volume.used
        try VolumeTrimming(file: file, calls: calls).cut(usedEntries: used.entries, usedBlocks: used.blocks)
        if try file.isEmpty() { try remove(volume.name) }
    }
}
