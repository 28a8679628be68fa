import GlacierAPI
import NIOCore
import Synchronization
import TreeHash

/// A download whose bytes are handed on in order, each range when it is proved and not before. Memory holds as many
/// ranges as are fetched at once.
struct OrderedDownload: Sendable {
    /// Bytes of a range, which are in memory until they are proved and written.
    static let longestRange: Int64 = 4 << 20

    let fetcher: RangeFetcher
    let retrieval: ArchiveRetrieval
    let options: DownloadOptions
    let write: @Sendable (ByteBuffer) async throws -> Void

    private struct Held: Sendable {
        let index: Int
        let fetched: RangeFetcher.Fetched
        let pieces: [ByteBuffer]
    }

    /// What was handed on.
    private struct Written {
        var ranges = 0
        var folder = TreeFolder()
    }

    func run() async throws -> DownloadedArchive {
        var job = try await retrieval.find(), jobs = 1, written = Written()
        let plan = try DownloadPlan(archiveID: retrieval.archiveID, job: job, longest: Self.longestRange)
        guard plan.treeHash != nil || options.proof == .wherePossible else { throw DownloadError.unprovable }
        fetcher.meter.restart(.transferring, of: plan.totalBytes)
        job = try await retrieval.ended(job)
        while true {
            do {
                fetcher.meter.begin(.transferring)
                try await handOn(&written, plan, job)
                break
            } catch is RangeFetcher.JobForgotten {
                job = try await retrieval.ended(retrieval.next(after: job, number: &jobs))
            }
        }
        fetcher.meter.begin(.finishing)
        guard (written.folder.root() ?? .sha256OfNothing) == plan.treeHash ?? written.folder.root() else {
            throw DownloadError.wrongArchive
        }
        return DownloadedArchive(
            jobID: job.jobID,
            byteCount: plan.totalBytes,
            treeHash: plan.treeHash,
            reusedBytes: 0
        )
    }

    private func handOn(_ written: inout Written, _ plan: DownloadPlan, _ job: DescribedJob) async throws {
        guard let jobID = job.jobID else { throw UnreadableAnswer("JobId") }
        var next = written.ranges, held: [Int: Held] = [:]
        try await withThrowingTaskGroup(of: Held.self) { group in
            while written.ranges < plan.rangeCount {
                // No range is begun that would have to be held for longer than those before it are fetched.
                while next < min(written.ranges + options.parallelism, plan.rangeCount) {
                    let index = next
                    group.addTask { try await fetch(index, of: plan, from: jobID) }
                    next += 1
                }
                if let arrived = try await group.next() { held[arrived.index] = arrived }
                while let range = held.removeValue(forKey: written.ranges) {
                    for piece in range.pieces { try await write(piece) }
                    written.folder.append(range.fetched.root)
                    written.ranges += 1
                    fetcher.meter.completed(Int64(plan.range(range.index).count))
                }
            }
        }
    }

    private func fetch(_ index: Int, of plan: DownloadPlan, from jobID: String) async throws -> Held {
        let range = plan.range(index), pieces = Pieces(from: range.lowerBound)
        let fetched = try await fetcher.fetch(range, of: plan.totalBytes, from: jobID) { bytes, offset in
            pieces.put(bytes, at: offset)
        }
        guard fetched.isAttested || options.proof == .wherePossible else { throw DownloadError.unprovable }
        return Held(index: index, fetched: fetched, pieces: pieces.all)
    }

    /// The pieces of a range, those of the last attempt.
    private final class Pieces: Sendable {
        private let start: Int64
        private let pieces = Mutex<[ByteBuffer]>([])

        init(from start: Int64) { self.start = start }

        var all: [ByteBuffer] { pieces.withLock { $0 } }

        func put(_ bytes: ByteBuffer, at offset: Int64) {
            pieces.withLock { pieces in
                pieces.removeLast(max(0, pieces.count - Int((offset - start) / RangeFetcher.pieceBytes)))
                pieces.append(bytes)
            }
        }
    }
}
