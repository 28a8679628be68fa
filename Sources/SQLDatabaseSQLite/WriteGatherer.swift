import GRDB
import SQLDatabase
import Synchronization

/// The queue before the one connection that writes: writes that wait for one another are gathered into one commit, so
/// that many callers share one sync of the disk.
///
/// Its length is bounded by its callers, each of which waits for its own write.
final class WriteGatherer: Sendable {
    private struct State {
        var waiting: [PendingWrite] = []
        /// Whether a drain is scheduled or running. Only one is, at any time.
        var isDraining = false
        var isClosed = false
        /// Who closes the database and waits for the last drain to end.
        var closer: CheckedContinuation<Void, Never>?

        /// False where closing has begun before.
        mutating func beginClosing() -> Bool {
            defer { isClosed = true }
            return !isClosed
        }

        /// Whether another drain is needed, and if not, who waits for that.
        mutating func endDrain() -> (isNeeded: Bool, closer: CheckedContinuation<Void, Never>?) {
            isDraining = !waiting.isEmpty
            guard !isDraining else { return (true, nil) }
            defer { closer = nil }
            return (false, closer)
        }
    }

    private let state = Mutex(State())
    private let connections: any DatabaseWriter
    private let texts: StatementTexts

    init(_ connections: any DatabaseWriter, _ texts: StatementTexts) {
        self.connections = connections
        self.texts = texts
    }

    /// Whether writes are still taken.
    var isOpen: Bool { state.withLock { !$0.isClosed } }

    /// Writes that wait and are not begun.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Takes a write, which is told its end in any case.
    func submit(_ write: PendingWrite) {
        enum Next { case nothing, drain, refuse }
        let next = state.withLock { state -> Next in
            guard !state.isClosed else { return .refuse }
            state.waiting.append(write)
            guard !state.isDraining else { return .nothing }
            state.isDraining = true
            return .drain
        }
        switch next {
        case .nothing: break
        case .drain: scheduleDrain()
        case .refuse: write.fail(SQLDatabaseError.databaseClosed)
        }
    }

    /// Takes no further writes and waits for the end of those taken.
    ///
    /// - Returns: false where this was called before.
    func close() async -> Bool {
        guard state.withLock({ $0.beginClosing() }) else { return false }
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.isDraining { state.closer = continuation }
                return !state.isDraining
            }
            if isIdle { continuation.resume() }
        }
        return true
    }

    /// Scheduled with a callback and not with `async`, whose statements GRDB interrupts when the calling task is
    /// cancelled: the drain works for many callers.
    private func scheduleDrain() {
        connections.asyncWriteWithoutTransaction { self.drain($0) }
    }

    private func drain(_ connection: Database) {
        WriteBatch(connection, texts).run { self.take($0) }
        let next = state.withLock { $0.endDrain() }
        if next.isNeeded { scheduleDrain() }
        next.closer?.resume()
    }

    private func take(_ count: Int) -> ArraySlice<PendingWrite> {
        state.withLock { state in
            let taken = state.waiting.prefix(count)
            state.waiting.removeFirst(taken.count)
            return taken
        }
    }
}
