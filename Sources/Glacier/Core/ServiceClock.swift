import GlacierModel
import SigV4
import Synchronization

/// The service's clock, as far as a client knows it: the machine's own, corrected by what answers said.
final class ServiceClock: Sendable {
    /// Less than this is the time that the answer took.
    static let smallestCorrection = Span.minutes(1)

    private let now: @Sendable () -> Timestamp
    /// Milliseconds that the service's clock is ahead of the machine's.
    private let lead = Mutex<Int64>(0)

    init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    /// The clock as a request was signed by it.
    struct Reading: Sendable {
        /// The moment to sign with.
        let instant: SigningInstant
        fileprivate let lead: Int64
    }

    /// How far the service's clock is ahead of the machine's, as far as answers have said.
    var knownLead: Duration { .milliseconds(lead.withLock { $0 }) }

    var reading: Reading {
        let lead = lead.withLock { $0 }
        let (sum, overflow) = now().milliseconds.addingReportingOverflow(lead)
        let instant = SigningInstant(secondsSince1970: Timestamp(milliseconds: overflow ? 0 : sum).seconds)
        return Reading(instant: instant, lead: lead)
    }

    /// Takes the `Date` of an answer over.
    ///
    /// - Parameter signed: the reading that the request was signed by. The clock is compared as it is now, so that the
    ///   time which a long upload took is no difference.
    /// - Returns: whether a signature made now may be taken where that one was refused: the clock was corrected, by
    ///   this answer or meanwhile by that of another call.
    func adopt(httpDate: String?, signed: Reading) -> Bool {
        guard let date = httpDate.flatMap({ SigningInstant(httpDate: $0) }) else { return false }
        let current = reading
        let difference = (date.secondsSince1970 - current.instant.secondsSince1970) * 1000
        guard abs(difference) >= Self.smallestCorrection.milliseconds else { return current.lead != signed.lead }
        lead.withLock { $0 = current.lead + difference }
        return true
    }
}
