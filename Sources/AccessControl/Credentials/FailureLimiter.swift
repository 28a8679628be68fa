import AccessPolicy
import GlacierModel
import Synchronization

/// Slows down whoever presents wrong credentials again and again, by the address that they come from.
///
/// Each address has a number of failures that it may have at once, and gets them back one by one. When they are used
/// up, its requests are refused unread, but for those with access keys that were proved from there before, and have not
/// failed from there since: behind one address there may be many clients. The addresses of one network of IPv6 are one.
/// Memory is bounded; an address that is forgotten begins anew.
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
        var failures: Int64 = 0
        var moment: Timestamp
        /// Keys that failed.
        var failed: Set<String> = []
        /// Keys that were proved, and did not fail since.
        var proved: Set<String> = []
    }

    private static let addressCapacity = 10_000
    private static let keyCapacity = 32

    private let records = Mutex<[String: Record]>([:])
    /// Nil for no limit.
    private let rate: Rate?

    package init(rate: Rate?) { self.rate = rate }

    /// Whether a request may be looked at.
    ///
    /// - Parameter accessKeyID: well-formed, and so of a bounded length.
    func allows(_ accessKeyID: String, from address: String?, at now: Timestamp) -> Bool {
        guard let rate, let network = address.map(Self.network) else { return true }
        return records.withLock { records in
            guard var record = records[network] else { return true }
            record.settle(rate, now)
            guard record.failures + 1000 > rate.burst * 1000 else { return true }
            if record.proved.contains(accessKeyID) { return true }
            return record.failed.count < Self.keyCapacity && !record.failed.contains(accessKeyID)
        }
    }

    /// Counts a request whose credentials were wrong.
    func fail(_ accessKeyID: String, from address: String?, at now: Timestamp) {
        guard let rate, let network = address.map(Self.network) else { return }
        change(network, now) { record in
            record.settle(rate, now)
            record.failures = min(record.failures + 1000, rate.burst * 1000)
            record.proved.remove(accessKeyID)
            if record.failed.count < Self.keyCapacity { record.failed.insert(accessKeyID) }
        }
    }

    /// Notes that credentials were right.
    func succeed(_ accessKeyID: String, from address: String?, at now: Timestamp) {
        guard rate != nil, let network = address.map(Self.network) else { return }
        let isKnown = records.withLock { $0[network]?.proved.contains(accessKeyID) ?? false }
        if isKnown { return }
        change(network, now) { record in
            record.failed.remove(accessKeyID)
            if record.proved.count < Self.keyCapacity { record.proved.insert(accessKeyID) }
        }
    }

    private func change(_ network: String, _ now: Timestamp, _ change: (inout Record) -> Void) {
        records.withLock { records in
            if records.count >= Self.addressCapacity, records[network] == nil {
                records.removeAll(keepingCapacity: true)
            }
            change(&records[network, default: Record(moment: now)])
        }
    }

    /// What counts as one address: all of IPv4, and the first 64 bits of IPv6, in which one client has as many as it
    /// likes.
    private static func network(_ address: String) -> String {
        guard address.utf8.contains(UInt8(ascii: ":")), let parsed = IPAddress(address) else { return address }
        if parsed.mapped != nil { return address }
        return parsed.network64
    }
}

extension FailureLimiter.Record {
    /// Gives back what time has given back.
    fileprivate mutating func settle(_ rate: FailureLimiter.Rate, _ now: Timestamp) {
        let passed = max(0, now.milliseconds - moment.milliseconds)
        // A day gives back more than any burst, and does not overflow.
        failures = max(0, failures - min(passed, 86_400_000) * rate.perSecond)
        if failures == 0 { failed = [] }
        moment = now
    }
}
