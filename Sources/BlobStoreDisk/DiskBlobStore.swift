public import BlobStore
import Glibc
public import NIOCore
public import NIOPosix

/// A blob store in a folder of a local file system: `blobs/` holds the published blobs, `incoming/` those being
/// written.
///
/// A blob is written beside, synced, renamed to its name without replacing anything, and its folder is synced; only
/// then does a write return. Short blobs lie together in volumes, and those that are written at the same time are
/// synced with one call. Everything that blocks runs on the thread pool. One process at a time may use a folder; that
/// is for the caller to see to.
public struct DiskBlobStore: BlobStore {
    private let pool: NIOThreadPool
    private let readers = ReaderCensus()
    private let fanOut: FanOut
    private let volumes: Volumes
    private let joint: JointSync

    private var layout: DiskLayout { fanOut.layout }
    private var calls: SystemCalls { fanOut.calls }

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
    /// - Parameters:
    ///   - volumeFormat: The sizes of new volumes.
    ///   - faults: Asked before every system call; an error number makes the call fail with it.
    package init(
        directory: String,
        threadPool: NIOThreadPool,
        volumeFormat: VolumeFormat? = nil,
        faults: @escaping @Sendable (DiskStep) -> Int32?
    ) throws(BlobStoreError) {
        let layout = DiskLayout(root: directory)
        let calls = SystemCalls(faults: faults)
        let fanOut = FanOut(layout: layout, calls: calls, ledger: FolderLedger())
        let volumes = Volumes(fanOut: fanOut, format: volumeFormat ?? .usual, pool: threadPool)
        pool = threadPool
        self.fanOut = fanOut
        self.volumes = volumes
        joint = JointSync(pool: threadPool, volumes: volumes)
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
        if let newest = try listing.newestFolder() { fanOut.ledger.noteUse(of: newest) }
    }

    /// Removes the files of all unpublished blobs, and gives back what volumes hold that were in use when a process
    /// ended. To be called at start, before anything is written.
    ///
    /// A volume that cannot be put in order stays as it is, which is no harm but to the room it takes.
    @discardableResult
    public nonisolated(nonsending) func sweepIncoming() async throws(BlobStoreError) -> IncomingSweep {
        try await pool.run { [layout, calls, volumes] () throws(BlobStoreError) in
            var sweep = IncomingSweep()
            for name in try calls.names(in: layout.incoming) {
                if let key = BlobKey(name) {
                    try calls.call(.removeIncoming, key) { unlink(layout.incoming(key)) }
                    sweep.blobs += 1
                } else if let volume = VolumeName(marker: name), (try? volumes.recover(volume)) == nil {
                    sweep.untidyVolumes += 1
                }
            }
            return sweep
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
        let blob = try await pool.run { [fanOut, volumes] () throws(BlobStoreError) in
            if try volumes.length(of: key) != nil {
                throw BlobStoreError(.alreadyExists, key: key, message: "a short blob has this key")
            }
            return try IncomingBlob(key, fanOut: fanOut)
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

    /// Writes into a volume, past the page cache from 64 KiB on where that can be done, and waits for a sync that all
    /// have in common who wait. Where there cannot be volumes, or no room for one, the blob gets a file of its own.
    public nonisolated(nonsending) func write(
        short draft: BlobKey,
        length: Int,
        _ seal: (BlobKey) throws -> ByteBuffer
    ) async throws -> BlobKey {
        try Task.checkCancellation()
        guard let blob = await volumes.reserve(draft, length: length) else {
            return try await write(ordinary: draft, length: length, seal)
        }
        var bytes: ByteBuffer
        do {
            bytes = try seal(blob.key)
            try bytes.check(length: length, of: blob.key)
            bytes.fillLastBlock()
            try Task.checkCancellation()
        } catch {
            await pool.finish { [volumes] in volumes.withdraw(blob) }
            throw error
        }
        try await joint.write(bytes, for: blob).get()
        return blob.key
    }

    /// Reads from one open file, so a read that has begun delivers everything, even if the blob is deleted meanwhile; a
    /// short blob that is deleted meanwhile is not found. While reads are few the next buffer is read while `consume`
    /// uses one.
    public nonisolated(nonsending) func read(
        _ key: BlobKey,
        range: Range<Int64>,
        bufferBytes: Int,
        _ consume: nonisolated(nonsending) (ByteBuffer) async throws -> Void
    ) async throws {
        guard bufferBytes > 0 else {
            throw BlobStoreError(.misuse, key: key, message: "buffers of \(bufferBytes) bytes")
        }
        readers.enter()
        defer { readers.leave() }
        var (reading, buffer) = try await pool.run { [volumes] () throws(BlobStoreError) in
            let reading = try DiskReading(key, range: range, bufferBytes: bufferBytes, volumes: volumes)
            return try reading.advanced()
        }
        while let full = buffer {
            buffer = nil
            let ahead = reading.isAtEnd || !readers.allowsReadingAhead ? nil : startAdvancing(reading)
            do {
                try Task.checkCancellation()
                try await consume(full)
            } catch {
                // The file must not be closed under a read; one that fails, or is refused, closes it.
                let rest = ahead == nil ? reading : try? await ahead?.wait().0
                if let rest, !rest.isAtEnd { await pool.finish { rest.abandon() } }
                throw error
            }
            if reading.isAtEnd { return }
            (reading, buffer) = try await (ahead ?? startAdvancing(reading)).wait()
        }
    }

    /// Begins to read the next buffer.
    private func startAdvancing(_ reading: DiskReading) -> StartedWork<(DiskReading, ByteBuffer?)> {
        StartedWork(on: pool, refused: reading.abandon) { () throws(BlobStoreError) in try reading.advanced() }
    }

    /// The length of the blob's file, or what the table of its volume says.
    public nonisolated(nonsending) func length(of key: BlobKey) async throws(BlobStoreError) -> Int64 {
        try await pool.run { [layout, calls, volumes] () throws(BlobStoreError) in
            if let length = try volumes.length(of: key) { return length }
            do throws(BlobStoreError) {
                var status = stat()
                try calls.call(.measureBlob, key) { stat(layout.blob(key), &status) }
                return Int64(status.st_size)
            } catch {
                let error = calls.explain(error, in: layout)
                if error.code == .notFound { try volumes.throwIfDamaged(key) }
                throw error
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

    /// Removes the blob's file, and its folder if that is empty and blobs of a later window were seen; or takes the
    /// blob out of its volume, and removes that if there is nothing else in it.
    public nonisolated(nonsending) func delete(_ key: BlobKey) async throws(BlobStoreError) {
        try await pool.run { [layout, calls, fanOut, volumes] () throws(BlobStoreError) in
            if try volumes.delete(key) { return }
            do throws(BlobStoreError) {
                try calls.call(.deleteBlob, key) { unlink(layout.blob(key)) }
            } catch {
                let error = calls.explain(error, in: layout)
                if error.code != .notFound { throw error }
            }
            fanOut.removeIfEmpty(BlobFolder(of: key))
        }
    }

    /// One sync of the whole file system for all deletes, which are entries in many volumes and names in many folders.
    public nonisolated(nonsending) func syncDeletions() async throws(BlobStoreError) {
        try await pool.run { [layout, calls] () throws(BlobStoreError) in
            try calls.syncFileSystem(of: layout.blobs, .syncDeletions)
        }
    }

    private var listing: DiskListing { DiskListing(volumes: volumes) }
}
