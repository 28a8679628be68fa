import BlobStore
import CFirnSystem
import Glibc
import NIOCore

/// The open file of a blob that is not published yet, and the steps that publish it. All of them block.
struct IncomingBlob: Sendable {
    private let key: BlobKey
    private let descriptor: Int32
    private let direct: DirectFile
    private let layout: DiskLayout
    private let calls: SystemCalls
    private let ledger: FolderLedger

    /// Bytes after which the kernel is asked to write: fewer make more calls, more leave more for the last sync.
    private static let writeBackBytes: Int64 = 8 << 20
    /// Times a folder that vanishes while a blob is moved into it is made again.
    private static let folderAttempts = 16

    /// Makes the file.
    ///
    /// - Throws: ``BlobStoreError/Code/alreadyExists`` if another writer is making a blob of this key.
    init(
        _ key: BlobKey,
        layout: DiskLayout,
        calls: SystemCalls,
        ledger: FolderLedger
    ) throws(BlobStoreError) {
        self.key = key
        self.layout = layout
        self.calls = calls
        self.ledger = ledger
        direct = DirectFile(key, path: layout.incoming(key), calls: calls)
        do {
            descriptor = try calls.open(
                layout.incoming(key),
                flags: O_WRONLY | O_CREAT | O_EXCL,
                .createIncoming,
                key
            )
        } catch {
            throw error.code == .notFound ? error.asMissingFolder : error
        }
    }

    /// Writes `bytes` at `offset`, past the page cache as far as that is possible, and has the kernel begin with what
    /// makes up whole stretches there.
    func write(_ bytes: ByteBuffer, at offset: Int64) throws(BlobStoreError) {
        var bytes = bytes, offset = offset
        let written = try direct.write(bytes, at: offset)
        bytes.moveReaderIndex(forwardBy: written)
        offset += Int64(written)
        guard bytes.readableBytes > 0 else { return }
        try calls.write(bytes, to: descriptor, at: offset, key)
        let begun = offset / Self.writeBackBytes * Self.writeBackBytes
        let end = (offset + Int64(bytes.readableBytes)) / Self.writeBackBytes * Self.writeBackBytes
        guard end > begun else { return }
        try calls.callReturningError(.startWriteBack, key) {
            firn_start_write_back(descriptor, begun, end - begun)
        }
    }

    /// Makes the bytes durable, gives the blob its name, and makes the name durable; then closes the file.
    ///
    /// When this throws, the blob has no published name, and ``discard()`` is still to be called.
    func publish() throws(BlobStoreError) {
        try calls.call(.syncFile, key) { fdatasync(descriptor) }
        try moveIntoPlace()
        do {
            try makeNameDurable()
        } catch {
            // The name is there but may not last: take it back. Failing that, it is a blob nothing refers to.
            _ = try? calls.call(.withdraw, key) { unlink(layout.blob(key)) }
            throw error
        }
        direct.close()
        calls.close(descriptor)
    }

    /// Closes and removes the file. What cannot be removed is left for ``DiskBlobStore/sweepIncoming()``.
    func discard() {
        direct.close()
        calls.close(descriptor)
        _ = try? calls.call(.removeIncoming, key) { unlink(layout.incoming(key)) }
    }

    /// Renames the file, never over another. Folders are made when they turn out to be missing; a folder may also
    /// vanish again in between, when the last blob in it is deleted.
    private func moveIntoPlace() throws(BlobStoreError) {
        let folder = BlobFolder(of: key)
        for _ in 1..<Self.folderAttempts {
            do {
                return try rename()
            } catch {
                guard error.code == .notFound else { throw error }
            }
            do {
                try calls.makeFolder(layout.upperFolder(folder), .createFolder)
                try calls.makeFolder(layout.folder(folder), .createFolder)
            } catch {
                guard error.code == .notFound else { throw error }
            }
        }
        do {
            try rename()
        } catch {
            throw error.code == .notFound ? error.asMissingFolder : error
        }
    }

    private func rename() throws(BlobStoreError) {
        try calls.callReturningError(.publish, key) {
            firn_rename_without_replacing(layout.incoming(key), layout.blob(key))
        }
    }

    /// Syncs the folder, and its parents unless they are known to be durable. The blob is in the folder by now, so the
    /// folder cannot be removed, and whoever made it, its name is on the disk after this.
    private func makeNameDurable() throws(BlobStoreError) {
        let folder = BlobFolder(of: key)
        ledger.noteUse(of: folder)
        try calls.syncFolder(layout.folder(folder), .syncFolder)
        let removals = ledger.removals
        if ledger.isDurable(folder) { return }
        try calls.syncFolder(layout.upperFolder(folder), .syncParent)
        try calls.syncFolder(layout.blobs, .syncParent)
        ledger.noteDurable(folder, asOf: removals)
    }
}

extension BlobStoreError {
    /// The same for a folder of the store that is missing, which is no missing blob.
    var asMissingFolder: BlobStoreError {
        BlobStoreError(.unavailable, key: key, message: "a folder of the store is missing", cause: cause)
    }
}
