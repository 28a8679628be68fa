import Synchronization
import TreeHash

/// The blocks of one range of a file, handed out to whichever threads are free. Its work blocks.
final class BlockHashing: Sendable {
    /// The root over the leaves of a block.
    struct Root: Sendable {
        /// Counted from the beginning of the range.
        let block: Int
        let digest: Digest
    }

    private static let chunkBytes = TreeAlignment.chunkBytes
    /// Leaves that are in memory at once, for each thread.
    private static let bufferedChunks: Int64 = 2
    /// Leaves of the largest block, so large that there are few digests to keep, for the largest archives too.
    private static let largestBlock: Int64 = 64
    /// Blocks for each thread, so that all are busy until the end.
    private static let blocksEach: Int64 = 8

    let blockCount: Int
    private let file: OpenedFile
    private let range: Range<Int64>
    private let blockBytes: Int64
    private let next = Atomic(0)
    private let isStopped = Atomic(false)

    init(file: OpenedFile, range: Range<Int64>, workers: Int) {
        let chunks = (Int64(range.count) + Self.chunkBytes - 1) / Self.chunkBytes
        var block = Self.bufferedChunks
        while block < Self.largestBlock, block * Int64(workers) * Self.blocksEach < chunks { block *= 2 }
        blockBytes = block * Self.chunkBytes
        blockCount = Int((chunks + block - 1) / block)
        (self.file, self.range) = (file, range)
    }

    /// Lets all threads end before their next buffer, without an error.
    func stop() { isStopped.store(true, ordering: .relaxed) }

    /// Hashes blocks until there are none left, or everything is stopped. A failure stops the other threads.
    func takeBlocks() throws(FileHashError) -> [Root] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Int(Self.bufferedChunks * Self.chunkBytes),
            alignment: 64
        )
        defer { buffer.deallocate() }
        var roots: [Root] = []
        do throws(FileHashError) {
            while true {
                let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard block < blockCount, let digest = try root(of: block, buffer) else { return roots }
                roots.append(Root(block: block, digest: digest))
            }
        } catch {
            stop()
            throw error
        }
    }

    /// Nil when everything is stopped.
    private func root(of block: Int, _ buffer: UnsafeMutableRawBufferPointer) throws(FileHashError) -> Digest? {
        var folder = TreeFolder()
        var position = range.lowerBound + Int64(block) * blockBytes
        let end = min(position + blockBytes, range.upperBound)
        while position < end {
            guard !isStopped.load(ordering: .relaxed) else { return nil }
            let count = Int(min(end - position, Int64(buffer.count)))
            let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(count))
            guard try file.read(into: bytes, at: position) == count else { throw .changed }
            for leaf in LeafHashes.of(UnsafeRawBufferPointer(bytes)) { folder.append(leaf) }
            position += Int64(count)
        }
        return folder.root()
    }
}
