import TreeHash

/// What is fetched, and in which ranges.
///
/// A range is a power of two of MiB, or the tail, and so a node of the output's tree: the service says a tree hash of
/// each, and the hashes fold into that of the whole. Their length follows from the output alone, so that a later run
/// cuts it in the same way.
struct DownloadPlan: Hashable, Sendable {
    /// Which archive, or range of it, the output is.
    let archiveID: String
    /// Bytes of the whole archive.
    let archiveBytes: Int64
    /// Those of its bytes that were retrieved.
    let retrieved: Range<Int64>
    /// Of exactly these; nil where they are not tree-hash aligned.
    let treeHash: Digest?
    /// Bytes of each range but the last.
    let rangeBytes: Int64

    /// No range is longer, unless there would be too many of them.
    private static let usualRange: Int64 = 16 << 20
    /// The archives that the service takes, of 40,000 GiB at most, have ranges of 1 GiB.
    private static let mostRanges: Int64 = 1 << 16
    /// Small outputs have so many, so that all connections are busy.
    private static let fewestRanges: Int64 = 16

    /// - Parameter longest: bytes of a range that has to be in memory; nil for the usual length.
    init(
        archiveID: String,
        archiveBytes: Int64,
        retrieved: Range<Int64>,
        treeHash: Digest?,
        longest: Int64? = nil
    ) {
        let total = Int64(retrieved.count)
        var bytes = TreeAlignment.chunkBytes
        while bytes < longest ?? Self.usualRange, bytes * Self.fewestRanges < total { bytes *= 2 }
        if longest == nil { while bytes * Self.mostRanges < total { bytes *= 2 } }
        self.init(
            archiveID: archiveID,
            archiveBytes: archiveBytes,
            retrieved: retrieved,
            treeHash: treeHash,
            rangeBytes: bytes
        )
    }

    init(archiveID: String, archiveBytes: Int64, retrieved: Range<Int64>, treeHash: Digest?, rangeBytes: Int64) {
        (self.archiveID, self.archiveBytes, self.retrieved) = (archiveID, archiveBytes, retrieved)
        (self.treeHash, self.rangeBytes) = (treeHash, rangeBytes)
    }

    var isWholeArchive: Bool { retrieved == 0..<archiveBytes }

    /// Bytes of the output.
    var totalBytes: Int64 { Int64(retrieved.count) }

    var rangeCount: Int { Int((totalBytes + rangeBytes - 1) / rangeBytes) }

    /// Counted within the output.
    func range(_ index: Int) -> Range<Int64> {
        let start = Int64(index) * rangeBytes
        return start..<min(start + rangeBytes, totalBytes)
    }

    /// The tree hash over the roots of all ranges, in order.
    func root(over roots: [Digest]) -> Digest { TreeFolder.root(of: roots) ?? .sha256OfNothing }
}

extension DownloadPlan {
    /// The plan for a job's output.
    ///
    /// - Throws: `DownloadError.jobOfSomethingElse`, `UnreadableAnswer` for a job that does not say its size
    init(archiveID: String, job: DescribedJob, longest: Int64? = nil) throws {
        guard job.action == "ArchiveRetrieval", job.archiveID == archiveID else {
            throw DownloadError.jobOfSomethingElse(job.jobID ?? "")
        }
        guard let size = job.archiveSizeInBytes, size >= 0 else { throw UnreadableAnswer("ArchiveSizeInBytes") }
        let retrieved = job.retrievalByteRange ?? 0..<size
        guard retrieved.lowerBound >= 0, retrieved.upperBound <= size else {
            throw UnreadableAnswer("RetrievalByteRange")
        }
        self.init(
            archiveID: archiveID,
            archiveBytes: size,
            retrieved: retrieved,
            treeHash: retrieved == 0..<size ? job.archiveTreeHash ?? job.treeHash : job.treeHash,
            longest: longest
        )
    }
}
