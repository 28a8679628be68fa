import Dispatch
import Synchronization

/// Carries the cancellation of a task to the statement that its read is waiting for.
final class ReadCancellation: Sendable {
    private let flag = Atomic(false)

    /// The connection that works for the read. The lock is held while the server is being asked to stop, so that no
    /// request can arrive when the connection works for somebody else.
    private let connection = Mutex<CancelKey?>(nil)

    /// Asking the server blocks a thread, and the one that cancels a task must not be blocked.
    private static let queue = DispatchQueue(label: "PostgresDatabase.cancel")

    var isCancelled: Bool { flag.load(ordering: .sequentiallyConsistent) }

    /// To be called by the task that is cancelled. Returns at once.
    func cancel() {
        flag.store(true, ordering: .sequentiallyConsistent)
        Self.queue.async { [self] in
            connection.withLock { $0?.request() }
        }
    }

    /// From here on a cancellation stops what the connection does.
    func begin(on key: CancelKey) {
        connection.withLock { $0 = key }
    }

    /// From here on no cancellation reaches the connection any more.
    func end() {
        connection.withLock { $0 = nil }
    }
}
