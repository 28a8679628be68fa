import NIOCore
package import NIOPosix
package import TreeHash

/// Computes tree hashes of files.
///
/// A regular file is cut into blocks of a power of two of leaves, which the threads of a pool take one by one: the root
/// of each full block is a node of the file's tree. Memory is 2 MiB for each thread and one digest for each block,
/// whatever the file's size. What cannot be cut is read in order by one thread: files that are not regular, those that
/// do not say their size, and whatever a linear hash is wanted of.
package struct FileTreeHasher: Sendable {
    /// Which hashes are computed.
    package enum Hashes: Hashable, Sendable {
        case tree
        case treeAndLinear
    }

    private let pool: NIOThreadPool
    private let workers: Int

    /// - Parameters:
    ///   - pool: of running threads.
    ///   - workers: how many of them may work on one file.
    package init(pool: NIOThreadPool = .singleton, workers: Int = System.coreCount) {
        self.pool = pool
        self.workers = max(1, workers)
    }

    /// The hashes of a file, or of a range of it as if it were an archive of exactly these bytes.
    ///
    /// - Parameter range: bytes; nil for all of the file. A file that is not regular begins with what is read next.
    /// - Throws: `FileHashError`, `CancellationError`
    package func hash(
        _ file: OpenedFile,
        range: Range<Int64>? = nil,
        _ hashes: Hashes = .tree
    ) async throws -> FileHash {
        guard file.isRegular else { return try await readInOrder(file, range, hashes) }
        let before = try file.stamp()
        if let range, range.lowerBound < 0 || range.upperBound > before.size {
            throw FileHashError.rangeOutside(size: before.size)
        }
        // The files that the kernel makes up when they are read are empty by their size.
        let isCut = hashes == .tree && before.size > 0
        let hash =
            isCut
            ? try await hashInBlocks(file, range ?? 0..<before.size, of: before.size)
            : try await readInOrder(file, range, hashes)
        guard try file.stamp() == before else { throw FileHashError.changed }
        return hash
    }

    private func hashInBlocks(_ file: OpenedFile, _ range: Range<Int64>, of size: Int64) async throws -> FileHash {
        let work = BlockHashing(file: file, range: range, workers: workers)
        let roots = try await withThrowingTaskGroup(of: [BlockHashing.Root].self) { group in
            for _ in 0..<min(workers, work.blockCount) {
                group.addTask {
                    try await withTaskCancellationHandler {
                        try await pool.runIfActive { try work.takeBlocks() }
                    } onCancel: {
                        work.stop()
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        try Task.checkCancellation()
        let tree = TreeFolder.root(of: roots.sorted { $0.block < $1.block }.lazy.map(\.digest)) ?? .sha256OfNothing
        return FileHash(fileBytes: size, byteCount: Int64(range.count), tree: tree, linear: nil)
    }

    private func readInOrder(
        _ file: OpenedFile,
        _ range: Range<Int64>?,
        _ hashes: Hashes
    ) async throws -> FileHash {
        let reading = OrderedHashing(file: file, range: range, hashes)
        return try await withTaskCancellationHandler {
            try await pool.runIfActive { try reading.hash() }
        } onCancel: {
            reading.stop()
        }
    }
}

/// What is known of a file, or of a range of it.
package struct FileHash: Hashable, Sendable {
    /// Bytes of the whole file; nil where it was not read to its end and does not say its size.
    package let fileBytes: Int64?
    /// Bytes that the hashes cover.
    package let byteCount: Int64
    /// The SHA-256 tree hash.
    package let tree: Digest
    /// Plain SHA-256, where it was wanted.
    package let linear: Digest?
}
