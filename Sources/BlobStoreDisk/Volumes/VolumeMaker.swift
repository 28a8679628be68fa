import BlobStore
import CFirnSystem
import Glibc
import NIOCore

/// Makes volumes. A file in incoming/ says so before, so that the next start finds what a crash leaves. Its steps
/// block.
struct VolumeMaker: Sendable {
    let fanOut: FanOut
    let format: VolumeFormat

    private var layout: DiskLayout { fanOut.layout }
    private var calls: SystemCalls { fanOut.calls }

    /// Makes a volume of the first number that is free, and makes it and its name durable.
    ///
    /// - Throws: an error whose cause is `EOPNOTSUPP` where the file system cannot have volumes.
    func make(in folder: BlobFolder, from first: Int) throws(BlobStoreError) -> OpenVolume {
        let name = try freeName(in: folder, from: first)
        let marker = try calls.open(layout.marker(name), flags: O_WRONLY | O_CREAT, .createMarker)
        calls.close(marker)
        var isLeft = false
        do throws(BlobStoreError) {
            try calls.syncFolder(layout.incoming, .syncMarker)
            return try make(name, isLeft: &isLeft)
        } catch {
            if !isLeft { _ = try? calls.call(.removeMarker) { unlink(layout.marker(name)) } }
            throw error
        }
    }

    private func freeName(in folder: BlobFolder, from first: Int) throws(BlobStoreError) -> VolumeName {
        var number = first
        while number <= Int(UInt16.max) {
            let name = VolumeName(folder, UInt16(number))
            do throws(BlobStoreError) {
                try calls.call(.findVolume) { access(layout.volume(name), F_OK) }
                number += 1
            } catch {
                guard error.code == .notFound else { throw error }
                return name
            }
        }
        throw BlobStoreError(.unavailable, message: "all volumes of a time window are used up")
    }

    /// - Parameter isLeft: set if this fails and the file cannot be removed: then the next start has to be told of it.
    private func make(_ name: VolumeName, isLeft: inout Bool) throws(BlobStoreError) -> OpenVolume {
        let descriptor = try fanOut.putting(into: name.folder) { () throws(BlobStoreError) in
            try calls.open(layout.volume(name), flags: O_RDWR | O_CREAT | O_EXCL, .createVolume)
        }
        do throws(BlobStoreError) {
            try calls.callReturningError(.allocateVolume) { firn_allocate(descriptor, format.byteCount) }
            // Room that cannot be given back would be lost with every blob that is deleted.
            let block = Int64(VolumeFormat.headerBytes)
            try calls.callReturningError(.punchVolume) { firn_punch(descriptor, 0, block) }
            try calls.write(VolumeHeader.bytes(of: name, format), to: descriptor, at: 0, nil, .writeHeader)
            try calls.call(.syncHeader) { fdatasync(descriptor) }
            try fanOut.makeNamesDurable(in: name.folder)
        } catch {
            calls.close(descriptor)
            isLeft = (try? calls.call(.removeVolume) { unlink(layout.volume(name)) }) == nil
            throw error
        }
        let direct = try? calls.call(.openDirect) { firn_open_direct(layout.volume(name)) }
        return OpenVolume(name, format, descriptor: descriptor, direct: direct, calls: calls)
    }
}

/// Gives back the room of a volume that nothing is in. Its steps block.
struct VolumeTrimming: Sendable {
    let file: VolumeFile
    let calls: SystemCalls

    /// Cuts off what lies behind the blocks that were given away, and what of the table was not.
    func cut(usedEntries: Int, usedBlocks: Int) throws(BlobStoreError) {
        let end = VolumeFormat.offset(ofBlock: max(usedBlocks, file.format.firstExtentBlock))
        try calls.call(.truncateVolume) { ftruncate(file.descriptor, off_t(end)) }
        let table = VolumeFormat.headerBytes + usedEntries * VolumeRecord.byteCount
        let unused = VolumeFormat.offset(ofBlock: VolumeFormat.blocks(of: table))..<file.format.extentsOffset
        try calls.punch(unused, of: file.descriptor)
    }

    /// Gives back what no entry refers to.
    func punchGaps(between entries: [VolumeEntry]) throws(BlobStoreError) {
        var end = file.format.extentsOffset
        for extent in entries.map(\.extent).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            try calls.punch(end..<max(end, extent.lowerBound), of: file.descriptor)
            end = max(end, extent.upperBound)
        }
    }
}
