public import BlobStore
import Glibc
public import NIOCore
public import NIOPosix

/// A blob store in a folder of a local file system: `blobs/` holds the published blobs, `incoming/` those being
/// written.
///
/// A blob is written beside, synced, renamed to its name without replacing anything, and its folder is synced; only
/// then does a write return. Everything that blocks runs on the thread pool. One process at a time may use a folder;
/// that is for the caller to see to.
public struct DiskBlobStore: BlobStore {
    private let layout: DiskLayout
    private let pool: NIOThreadPool
    private let calls: SystemCalls
    private let ledger = FolderLedger()

    /// Opens a store, and makes its folders if they are missing. Blocks for a few system calls, so it belongs to the
    /// start of a program.
    ///
    /// - Parameters:
    ///   - directory: The store's folder; the folder it lies in has to exist.
    ///   - threadPool: Where blocking work is done; as many threads as transfers should run at once on the disk.
    public init(directory: String, threadPool: NIOThreadPool) throws(BlobStoreError) {
        try self.init(directory: directory, threadPool: threadPool) { _ in nil }
    }

    /// The same with system calls that fail on demand.
    ///
    /// - Parameter faults: Asked before every system call; an error number makes the call fail with it.
    package init(
        directory: String,
        threadPool: NIOThreadPool,
        faults: @escaping @Sendable (DiskStep) -> Int32?
    ) throws(BlobStoreError) {
        layout = DiskLayout(root: directory)
        pool = threadPool
        calls = SystemCalls(faults: faults)
        let isNew = try calls.makeFolder(layout.root, .prepareFolder)
        try calls.makeFolder(layout.blobs, .prepareFolder)
        try calls.makeFolder(layout.incoming, .prepareFolder)
        try calls.syncFolder(layout.root, .prepareFolder)
        do {
            try calls.syncFolder(layout.root + "/..", .prepareFolder)
        } catch {
            // The folder above may be closed to this program; that is no harm to a folder someone else has made.
            if isNew { throw error }
        }
        if let newest = try listing.newestFolder() { ledger.noteUse(of: newest) }
    }

    /// Removes the files of all unpublished blobs. To be called at start, before anything is written.
    ///
    /// - Returns: How many there were.
    @discardableResult
    public nonisolated(nonsending) func sweepIncoming() async throws(BlobStoreError) -> Int {
        try await pool.run { [layout, calls] () throws(BlobStoreError) in
            var count = 0
            for key in try calls.names(in: layout.incoming).compactMap({ BlobKey($0) }) {
                try calls.call(.removeIncoming, key) { unlink(layout.incoming(key)) }
                count += 1
            }
            return count
        }
    }

    /// Writes into a file beside, syncs it, renames it to its name without replacing anything, and syncs the folder. An
    /// append returns when the one before it is written, so the next bytes are prepared while these go to the disk.
    ///
    /// A key that is used is refused with ``BlobStoreError/Code/alreadyExists``, one that another writer is using even
    /// before `body` is called.
    public nonisolated(nonsending) func write<Result: Sendable>(
        _ key: BlobKey,
        _ body: nonisolated(nonsending) (any BlobWriter) async throws -> Result
    ) async throws -> Result {
        try Task.checkCancellation()
        let blob = try await pool.run { [layout, calls, ledger] () throws(BlobStoreError) in
            try IncomingBlob(key, layout: layout, calls: calls, ledger: ledger)
        }
        let writer = DiskBlobWriter(blob, pool: pool)
        do {
            let result = try await body(writer)
            try await writer.settle()
            try Task.checkCancellation()
            try await pool.run { () throws(BlobStoreError) in try blob.publish() }
            return result
        } catch {
            // The file must not be closed under a write; that this write fails as well is no news.
            try? await writer.settle()
            await pool.finish { blob.discard() }
            throw error
        }
    }

    /// Reads from one open file, so a read that has begun delivers everything, even if the blob is deleted meanwhile.
    /// The next buffer is read while `consume` uses one.
    public nonisolated(nonsending) func read(
        _ key: BlobKey,
        range: Range<Int64>,
        bufferBytes: Int,
        _ consume: nonisolated(nonsending) (ByteBuffer) async throws -> Void
    ) async throws {
        guard bufferBytes > 0 else {
            throw BlobStoreError(.misuse, key: key, message: "buffers of \(bufferBytes) bytes")
        }
        var (reading, buffer) = try await pool.run { [layout, calls] () throws(BlobStoreError) in
            let reading = try DiskReading(key, range: range, bufferBytes: bufferBytes, layout: layout, calls: calls)
            return try reading.advanced()
        }
        while let full = buffer {
            buffer = nil
            let next =
                reading.isAtEnd
                ? nil
                : StartedWork(on: pool) { [reading] () throws(BlobStoreError) in
                    try reading.advanced()
                }
            do {
                try Task.checkCancellation()
                try await consume(full)
            } catch {
                // The file must not be closed under a read; one that fails closes it.
                if let (rest, _) = try? await next?.wait(), !rest.isAtEnd { await pool.finish { rest.abandon() } }
                throw error
            }
            guard let next else { return }
            (reading, buffer) = try await next.wait()
        }
    }

    /// The length of the blob's file.
    public nonisolated(nonsending) func length(of key: BlobKey) async throws(BlobStoreError) -> Int64 {
        try await pool.run { [layout, calls] () throws(BlobStoreError) in
            do throws(BlobStoreError) {
                var status = stat()
                try calls.call(.measureBlob, key) { stat(layout.blob(key), &status) }
                return Int64(status.st_size)
            } catch {
                throw calls.explain(error, in: layout)
            }
        }
    }

    /// Looks into as many folders as the page needs, in the order of their time windows.
    public nonisolated(nonsending) func list(
        after: BlobKey?,
        limit: Int
    ) async throws(BlobStoreError) -> [BlobKey] {
        try await pool.run { [listing] () throws(BlobStoreError) in try listing.keys(after: after, limit: limit) }
    }

    /// Removes the blob's file, and its folder if that is empty and blobs of a later window were seen.
    public nonisolated(nonsending) func delete(_ key: BlobKey) async throws(BlobStoreError) {
        try await pool.run { [layout, calls] () throws(BlobStoreError) in
            do throws(BlobStoreError) {
                try calls.call(.deleteBlob, key) { unlink(layout.blob(key)) }
            } catch {
                let error = calls.explain(error, in: layout)
                if error.code != .notFound { throw error }
            }
            removeFolderIfEmpty(BlobFolder(of: key))
        }
    }

    private var listing: DiskListing { DiskListing(layout: layout, calls: calls) }

    /// Removes a folder that is empty and whose time is over, and then the same for its parent. That it cannot be
    /// removed is the rule, and nothing depends on it.
    private func removeFolderIfEmpty(_ folder: BlobFolder) {
        guard ledger.isPast(folder) else { return }
        ledger.forget(folder)
        guard (try? calls.call(.removeFolder) { rmdir(layout.folder(folder)) }) != nil else { return }
        _ = try? calls.call(.removeFolder) { rmdir(layout.upperFolder(folder)) }
    }
}
