import GlacierModel
import Synchronization

/// Slows down whoever presents wrong credentials again and again, by the address that they come from.
///
/// Each address has a number of failures that it may have at once, and gets them back one by one. When they are used
/// up, its requests are refused unread, but for those with an access key that did not fail from there: behind one
/// address there may be many clients. Memory is bounded; an address that is forgotten begins anew.
package final class FailureLimiter: Sendable {
    /// How much is let pass.
    package struct Rate: Hashable, Sendable {
        /// Failures at once.
        package let burst: Int64
        /// Failures that are given back in a second.
        package let perSecond: Int64

        package init(burst: Int64, perSecond: Int64) {
            self.burst = burst
            self.perSecond = perSecond
        }

        package static let standard = Rate(burst: 200, perSecond: 2)
    }

    fileprivate struct Record {
        /// In thousandths of a failure.
        var failures: Int64
        var moment: Timestamp
        /// Keys that failed; more than a few count as all.
        var keys: Set<String>
    }

    private static let capacity = 10_000
    private static let keysKept = 16

    private let records = Mutex<[String: Record]>([:])
    /// Nil for no limit.
    private let rate: Rate?

    package init(rate: Rate?) { self.rate = rate }

    /// Whether a request may be looked at.
    func allows(_ accessKeyID: String, from address: String?, at now: Timestamp) -> Bool {
        guard let rate, let address else { return true }
        return records.withLock { records in
            guard var record = records[address] else { return true }
            record.settle(rate, now)
            guard record.failures > 0 else {
                records[address] = nil
                return true
            }
            guard record.failures + 1000 > rate.burst * 1000 else { return true }
            return record.keys.count < Self.keysKept && !record.keys.contains(accessKeyID)
        }
    }

    /// Counts a request whose credentials were wrong.
    func count(_ accessKeyID: String, from address: String?, at now: Timestamp) {
        guard let rate, let address else { return }
        records.withLock { records in
            if records.count >= Self.capacity, records[address] == nil { records.removeAll(keepingCapacity: true) }
            var record = records[address] ?? Record(failures: 0, moment: now, keys: [])
            record.settle(rate, now)
            record.failures = min(record.failures + 1000, rate.burst * 1000)
            if record.keys.count < Self.keysKept { record.keys.insert(accessKeyID) }
            records[address] = record
        }
    }
}

extension FailureLimiter.Record {
    /// Gives back what time has given back.
    fileprivate mutating func settle(_ rate: FailureLimiter.Rate, _ now: Timestamp) {
        let passed = max(0, now.milliseconds - moment.milliseconds)
        // A day gives back more than any burst, and does not overflow.
        failures = max(0, failures - min(passed, 86_400_000) * rate.perSecond)
        moment = now
    }
}
