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
    private let fanOut: FanOut

    /// Bytes after which the kernel is asked to write: fewer make more calls, more leave more for the last sync.
    private static let writeBackBytes: Int64 = 8 << 20

    /// Makes the file.
    ///
    /// - Throws: ``BlobStoreError/Code/alreadyExists`` if another writer is making a blob of this key.
    init(_ key: BlobKey, fanOut: FanOut) throws(BlobStoreError) {
        self.key = key
        self.fanOut = fanOut
        layout = fanOut.layout
        calls = fanOut.calls
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
            try fanOut.makeNamesDurable(in: BlobFolder(of: key))
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

    /// Renames the file, never over another.
    private func moveIntoPlace() throws(BlobStoreError) {
        try fanOut.putting(into: BlobFolder(of: key)) { () throws(BlobStoreError) in
            try calls.callReturningError(.publish, key) {
                firn_rename_without_replacing(layout.incoming(key), layout.blob(key))
            }
        }
    }
}

extension BlobStoreError {
    /// The same for a folder of the store that is missing, which is no missing blob.
    var asMissingFolder: BlobStoreError {
        BlobStoreError(.unavailable, key: key, message: "a folder of the store is missing", cause: cause)
    }
}
