import BlobStore
import NIOPosix
import Synchronization

extension NIOThreadPool {
    /// Runs blocking work on the pool and waits for its end, even when the task is cancelled, because the work has
    /// files open.
    nonisolated(nonsending) func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(BlobStoreError) -> Value
    ) async throws(BlobStoreError) -> Value {
        let result: Result<Value, BlobStoreError> = await withCheckedContinuation { continuation in
            submit { continuation.resume(returning: Self.result(of: work, in: $0)) }
        }
        return try result.get()
    }

    /// Runs blocking work that cannot fail and may not be left out, not even when the pool has been shut down.
    nonisolated(nonsending) func finish(_ work: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            submit { _ in
                work()
                continuation.resume()
            }
        }
    }

    static func result<Value>(
        of work: () throws(BlobStoreError) -> Value,
        in state: WorkItemState
    ) -> Result<Value, BlobStoreError> {
        switch state {
        case .active: Result(catching: work)
        case .cancelled: .failure(BlobStoreError(.unavailable, message: "the store's threads have been stopped"))
        }
    }
}

/// Blocking work on a thread pool whose end is awaited later, by whoever started it.
final class StartedWork<Value: Sendable>: Sendable {
    private typealias Outcome = Result<Value, BlobStoreError>

    private enum State {
        case running
        case awaited(CheckedContinuation<Outcome, Never>)
        case ended(Outcome)
    }

    private let state = Mutex(State.running)

    /// Starts the work.
    ///
    /// - Parameter refused: Called instead of `work` if the pool has been shut down.
    init(
        on pool: NIOThreadPool,
        refused: @escaping @Sendable () -> Void = {},
        _ work: @escaping @Sendable () throws(BlobStoreError) -> Value
    ) {
        pool.submit { [self] state in
            if case .cancelled = state { refused() }
            end(with: NIOThreadPool.result(of: work, in: state))
        }
    }

    /// Waits for the end of the work, even when the task is cancelled. To be called once.
    nonisolated(nonsending) func wait() async throws(BlobStoreError) -> Value {
        let outcome = await withCheckedContinuation { continuation in
            let ended: Outcome? = state.withLock { state in
                if case .ended(let outcome) = state { return outcome }
                state = .awaited(continuation)
                return nil
            }
            if let ended { continuation.resume(returning: ended) }
        }
        return try outcome.get()
    }

    private func end(with outcome: Outcome) {
        let waiting: CheckedContinuation<Outcome, Never>? = state.withLock { state in
            defer { state = .ended(outcome) }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume(returning: outcome)
    }
}
