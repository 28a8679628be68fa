import GlacierAPI
import NIOCore
import NIOPosix
import TreeHash

/// Fetches ranges of a job's output, and proves each by the tree hash that comes with it.
struct RangeFetcher: Sendable {
    /// A range that came with the right length, and the right hash where the service says one.
    struct Fetched: Sendable {
        let root: Digest
        /// Whether the service says the same hash.
        let isAttested: Bool
    }

    /// The service has no output of the job any more.
    struct JobForgotten: Error {}

    /// Takes bytes of an attempt, in order, `pieceBytes` at a time but for the last ones; it may block. Bytes of an
    /// earlier attempt at the same place are replaced.
    typealias Place = @Sendable (_ bytes: ByteBuffer, _ offset: Int64) throws -> Void

    /// Two leaves, which are hashed side by side.
    static let pieceBytes = 2 * TreeAlignment.chunkBytes

    let client: GlacierClient
    let vault: VaultAddress
    let attempts: RetryPolicy
    let meter: DownloadMeter

    /// - Parameters:
    ///   - range: begins at a whole MiB of the output.
    ///   - total: bytes of the output.
    /// - Throws: `JobForgotten`, `DownloadError.wrongBytes`, what `place` throws, the client's errors
    func fetch(
        _ range: Range<Int64>,
        of total: Int64,
        from jobID: String,
        _ place: @escaping Place
    ) async throws -> Fetched {
        var attempt = 1
        while true {
            do {
                return try await fetchOnce(range, of: total, from: jobID, place)
            } catch  where attempt < attempts.maximumAttempts && Self.mayPass(error) {
                let chance = client.surroundings.randomBytes(4).reduce(0) { $0 << 8 | UInt32($1) }
                try await client.surroundings.sleep(attempts.delay(afterAttempt: attempt, chance: chance))
                attempt += 1
            } catch let error as GlacierError where error.knownCode == .resourceNotFound {
                throw JobForgotten()
            }
        }
    }

    private static func mayPass(_ error: any Error) -> Bool {
        switch error {
        case is TransportError: true
        case DownloadError.wrongBytes: true
        case let error as GlacierError: error.verdict != .final
        default: false
        }
    }

    private func fetchOnce(
        _ range: Range<Int64>,
        of total: Int64,
        from jobID: String,
        _ place: @escaping Place
    ) async throws -> Fetched {
        let output = try await client.getJobOutput(jobID, in: vault, range: .range(range))
        guard output.head.range ?? 0..<total == range else { throw UnreadableAnswer("Content-Range") }
        var folder = TreeFolder(), position = range.lowerBound
        var piece = DirectWriting.buffer(capacity: Int(min(Self.pieceBytes, Int64(range.count))))
        let start = piece.readerIndex
        var chunks = output.body.makeAsyncIterator()
        while var chunk = try await Self.next(&chunks) {
            guard Int64(piece.readableBytes + chunk.readableBytes) <= range.upperBound - position else {
                throw DownloadError.wrongBytes(range)
            }
            while chunk.readableBytes > 0 {
                let room = Int(Self.pieceBytes) - piece.readableBytes
                if var part = chunk.readSlice(length: min(room, chunk.readableBytes)) { piece.writeBuffer(&part) }
                guard piece.readableBytes == Int(Self.pieceBytes) else { continue }
                try await take(&piece, &position, &folder, place)
                piece.moveIndices(to: start)
            }
        }
        // The end of a task's body may be the end of the task.
        try Task.checkCancellation()
        if piece.readableBytes > 0 { try await take(&piece, &position, &folder, place) }
        guard position == range.upperBound, let root = folder.root(), root == output.head.treeHash ?? root else {
            throw DownloadError.wrongBytes(range)
        }
        return Fetched(root: root, isAttested: output.head.treeHash != nil)
    }

    private func take(
        _ piece: inout ByteBuffer,
        _ position: inout Int64,
        _ folder: inout TreeFolder,
        _ place: @escaping Place
    ) async throws {
        let leaves = try await NIOThreadPool.singleton.runIfActive { [piece, position] in
            try place(piece, position)
            return piece.withUnsafeReadableBytes { LeafHashes.of($0) }
        }
        for leaf in leaves { folder.append(leaf) }
        meter.moved(Int64(piece.readableBytes))
        position += Int64(piece.readableBytes)
    }

    /// The next bytes; a connection that is lost on the way is an error like one that was never made.
    private static func next(_ chunks: inout ByteStream.AsyncIterator) async throws -> ByteBuffer? {
        do {
            return try await chunks.next()
        } catch {
            try Task.checkCancellation()
            throw error is CancellationError ? error : TransportError(.unknown, cause: error)
        }
    }
}
