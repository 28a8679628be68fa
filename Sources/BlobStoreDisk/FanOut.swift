import BlobStore
import Glibc

/// The folders of the time windows, as they come and go. Its steps block.
struct FanOut: Sendable {
    let layout: DiskLayout
    let calls: SystemCalls
    let ledger: FolderLedger

    /// Times a folder that vanishes while a name is put into it is made again.
    private static let attempts = 16

    /// Puts a name into a folder. Folders are made when they turn out to be missing; a folder may also vanish again in
    /// between, when the last blob in it is deleted.
    ///
    /// - Parameter body: Throws ``BlobStoreError/Code/notFound`` if the folder is missing.
    func putting<Value>(
        into folder: BlobFolder,
        _ body: () throws(BlobStoreError) -> Value
    ) throws(BlobStoreError) -> Value {
        for _ in 1..<Self.attempts {
            do {
                return try body()
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
            return try body()
        } catch {
            throw error.code == .notFound ? error.asMissingFolder : error
        }
    }

    /// Syncs the folder, and its parents unless they are known to be durable. There is something in the folder by now,
    /// so the folder cannot be removed, and whoever made it, its name is on the disk after this.
    func makeNamesDurable(in folder: BlobFolder) throws(BlobStoreError) {
        ledger.noteUse(of: folder)
        try calls.syncFolder(layout.folder(folder), .syncFolder)
        let removals = ledger.removals
        if ledger.isDurable(folder) { return }
        try calls.syncFolder(layout.upperFolder(folder), .syncParent)
        try calls.syncFolder(layout.blobs, .syncParent)
        ledger.noteDurable(folder, asOf: removals)
    }

    /// Removes a folder that is empty and whose time is over, and then the same for its parent. That it cannot be
    /// removed is the rule, and nothing depends on it.
    func removeIfEmpty(_ folder: BlobFolder) {
        guard ledger.isPast(folder) else { return }
        ledger.forget(folder)
        guard (try? calls.call(.removeFolder) { rmdir(layout.folder(folder)) }) != nil else { return }
        _ = try? calls.call(.removeFolder) { rmdir(layout.upperFolder(folder)) }
    }
}
