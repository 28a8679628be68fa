package import GlacierModel
import Synchronization

/// A clock that stands still until a test moves it.
package final class ManualClock: Sendable {
    private let moment: Mutex<Timestamp>

    /// - Parameter start: 2026-01-02T03:04:05.006Z unless told otherwise.
    package init(at start: Timestamp = Timestamp(milliseconds: 1_767_323_045_006)) {
        moment = Mutex(start)
    }

    package var now: Timestamp { moment.withLock { $0 } }

    package func advance(by span: Span) {
        moment.withLock { $0 = $0 + span }
    }
}
