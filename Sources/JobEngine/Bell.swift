import GlacierModel
import Synchronization

/// Wakes those who wait for something to do. What rings while nobody waits is not missed: waiters say what they have
/// heard already.
final class Bell: Sendable {
    private struct State {
        var count: UInt64 = 0
        var nextWaiter: UInt64 = 0
        var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// How often the bell has rung.
    var count: UInt64 { state.withLock { $0.count } }

    func ring() {
        let waiters = state.withLock { state in
            defer { state.waiters = [:] }
            state.count += 1
            return state.waiters.values.map { $0 }
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns when the bell has rung more often than `heard`, or after a span.
    ///
    /// - Throws: `CancellationError`
    func wait(beyond heard: UInt64, atMost span: Span, _ surroundings: Surroundings) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { try await surroundings.sleep(span) }
            group.addTask { await self.wait(beyond: heard) }
            try await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
    }

    private func wait(beyond heard: UInt64) async {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.count > heard || Task.isCancelled { return true }
                    state.waiters[waiter] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume()
        }
    }
}
