import Synchronization

/// What the store remembers of the fan-out's folders, so that it need not sync a folder's parents for every blob.
final class FolderLedger: Sendable {
    private struct State {
        var durable: Set<BlobFolder> = []
        var newest: BlobFolder?
        var removals = 0
    }

    private let state = Mutex(State())

    /// Folders remembered at most; time goes on, so all of them are forgotten when there are more.
    private static let limit = 1024

    /// The number of times that ``forget(_:)`` was called.
    var removals: Int { state.withLock { $0.removals } }

    /// Whether the folder's own name, and that of its parent, are durable.
    func isDurable(_ folder: BlobFolder) -> Bool {
        state.withLock { $0.durable.contains(folder) }
    }

    /// Notes that the names of the folder and its parent are durable; not so if a folder was forgotten since `removals`
    /// was read, because it may be another folder of that name by now.
    func noteDurable(_ folder: BlobFolder, asOf removals: Int) {
        state.withLock { state in
            guard state.removals == removals else { return }
            if state.durable.count >= Self.limit { state.durable = [] }
            state.durable.insert(folder)
        }
    }

    /// Notes that the folder is about to be removed.
    func forget(_ folder: BlobFolder) {
        state.withLock { state in
            state.durable.remove(folder)
            state.removals += 1
        }
    }

    /// Notes that there are blobs of this window.
    func noteUse(of folder: BlobFolder) {
        state.withLock { $0.newest = max($0.newest ?? folder, folder) }
    }

    /// Whether blobs of a later window were seen, so that few or none will still come to this folder.
    func isPast(_ folder: BlobFolder) -> Bool {
        state.withLock { state in state.newest.map { folder < $0 } ?? false }
    }
}
