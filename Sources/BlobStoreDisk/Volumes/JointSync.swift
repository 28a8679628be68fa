import BlobStore
import NIOCore
import NIOPosix
import Synchronization

/// Writes blobs into volumes and makes them durable, many with one call to the disk: while it works for some, others
/// gather.
///
/// Each caller waits with one blob, so no more blobs gather than there are callers.
final class JointSync: Sendable {
    typealias Outcome = Result<Void, BlobStoreError>

    /// A blob whose bytes and entry are written, and who waits for it.
    private struct Waiter: Sendable {
        let blob: Reservation
        let continuation: CheckedContinuation<Outcome, Never>
    }

    private struct State {
        var waiting: [Waiter] = []
        var isRunning = false
    }

    private let pool: NIOThreadPool
    private let volumes: Volumes
    private let state = Mutex(State())

    init(pool: NIOThreadPool, volumes: Volumes) {
        self.pool = pool
        self.volumes = volumes
    }

    /// Writes a blob and waits until it is durable and can be seen, or is taken back; also when the task is cancelled,
    /// for the bytes may be on their way.
    nonisolated(nonsending) func write(_ bytes: ByteBuffer, for blob: Reservation) async -> Outcome {
        await withCheckedContinuation { continuation in
            let waiter = Waiter(blob: blob, continuation: continuation)
            pool.submit { [self] work in
                let written = NIOThreadPool.result(of: { () throws(BlobStoreError) in try blob.write(bytes) }, in: work)
                switch written {
                case .success: gather(waiter)
                case .failure: end(waiter, written)
                }
            }
        }
    }

    private func gather(_ waiter: Waiter) {
        let starts = state.withLock { state in
            state.waiting.append(waiter)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if starts { start() }
    }

    /// Behind the writes that are queued already, so that they are gathered as well.
    private func start() {
        pool.submit { [self] in
            sync($0)
            let goesOn = state.withLock { state in
                state.isRunning = !state.waiting.isEmpty
                return state.isRunning
            }
            if goesOn { start() }
        }
    }

    private func sync(_ work: NIOThreadPool.WorkItemState) {
        let group = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for (_, waiters) in Dictionary(grouping: group, by: { $0.blob.volume.name }) {
            let volume = waiters[0].blob.volume
            let synced = NIOThreadPool.result(of: { () throws(BlobStoreError) in try volume.sync() }, in: work)
            for waiter in waiters { end(waiter, synced) }
        }
    }

    private func end(_ waiter: Waiter, _ outcome: Outcome) {
        switch outcome {
        case .success: volumes.publish(waiter.blob)
        case .failure: volumes.withdraw(waiter.blob)
        }
        waiter.continuation.resume(returning: outcome.mapError { $0.about(waiter.blob.key) })
    }
}

extension BlobStoreError {
    /// The same about a blob.
    fileprivate func about(_ key: BlobKey) -> BlobStoreError {
        var error = self
        error.key = key
        return error
    }
}
