import Synchronization
import TreeHash

/// One pass over a file, or over a range of it, that computes both hashes. Its work blocks.
final class OrderedHashing: Sendable {
    private static let bufferBytes = 1 << 20

    private let file: OpenedFile
    private let range: Range<Int64>?
    private let hashes: FileTreeHasher.Hashes
    private let isStopped = Atomic(false)

    init(file: OpenedFile, range: Range<Int64>?, _ hashes: FileTreeHasher.Hashes) {
        (self.file, self.range, self.hashes) = (file, range, hashes)
    }

    /// Lets the pass end before its next buffer.
    func stop() { isStopped.store(true, ordering: .relaxed) }

    /// - Throws: `FileHashError`, `CancellationError` when it was stopped.
    func hash() throws -> FileHash {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.bufferBytes, alignment: 64)
        defer { buffer.deallocate() }
        var hasher = PayloadHasher()
        var position = file.isRegular ? range?.lowerBound ?? 0 : 0, isAtEnd = false
        while position < range?.upperBound ?? .max {
            guard !isStopped.load(ordering: .relaxed) else { throw CancellationError() }
            let wanted = min(Int64(buffer.count), (range?.upperBound ?? .max) - position)
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(Int(wanted)))
            let count = try file.isRegular ? file.read(into: room, at: position) : file.readNext(into: room)
            guard count > 0 else {
                isAtEnd = true
                break
            }
            // What stands before the range of a file that can only be read in order is passed over.
            let passed = max(0, min(Int64(count), (range?.lowerBound ?? 0) - position))
            hasher.update(UnsafeRawBufferPointer(rebasing: room[Int(passed)..<count]))
            position += Int64(count)
        }
        return try result(hasher.finalize(), end: position, isAtEnd: isAtEnd)
    }

    private func result(_ payload: PayloadHashes, end: Int64, isAtEnd: Bool) throws(FileHashError) -> FileHash {
        if let range, end < range.upperBound { throw file.isRegular ? FileHashError.changed : .rangeOutside(size: end) }
        return FileHash(
            fileBytes: isAtEnd ? end : file.isRegular ? try file.stamp().size : nil,
            byteCount: payload.byteCount,
            tree: payload.tree,
            linear: hashes == .treeAndLinear ? payload.linear : nil
        )
    }
}
