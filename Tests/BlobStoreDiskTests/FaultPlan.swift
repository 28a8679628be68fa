import BlobStoreDisk
import Synchronization

/// Notes the steps of a store, and makes one of them fail.
final class FaultPlan: Sendable {
    private struct State {
        var taken: [DiskStep] = []
        var failing: Int?
        var errorNumber: Int32 = 0
    }

    private let state = Mutex(State())

    /// The steps taken since the start.
    var taken: [DiskStep] { state.withLock { $0.taken } }

    /// Begins to count; the step of that number is to fail.
    func start(failing: Int? = nil, with errorNumber: Int32 = 0) {
        state.withLock { $0 = State(failing: failing, errorNumber: errorNumber) }
    }

    @Sendable
    func next(_ step: DiskStep) -> Int32? {
        state.withLock { state in
            defer { state.taken.append(step) }
            return state.taken.count == state.failing ? state.errorNumber : nil
        }
    }
}
