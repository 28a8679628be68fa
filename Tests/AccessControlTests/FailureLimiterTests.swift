import GlacierModel
import Testing

@testable import AccessControl

@Suite("Limit of failed authentications")
struct FailureLimiterTests {
    private let start = Timestamp(seconds: 1_000)
    private let limiter = FailureLimiter(rate: FailureLimiter.Rate(burst: 3, perSecond: 1))

    private func fail(_ times: Int, key: String = "K", from address: String? = "192.0.2.1", at moment: Timestamp) {
        for _ in 0..<times { limiter.fail(key, from: address, at: moment) }
    }

    @Test("a burst is let pass, then the key waits until a failure is given back")
    func waits() {
        fail(2, at: start)
        #expect(limiter.allows("K", from: "192.0.2.1", at: start))
        fail(1, at: start)
        #expect(!limiter.allows("K", from: "192.0.2.1", at: start))
        #expect(!limiter.allows("K", from: "192.0.2.1", at: start + Span(milliseconds: 999)))
        #expect(limiter.allows("K", from: "192.0.2.1", at: start + .seconds(1)))
    }

    @Test("other addresses, and keys that did not fail from there, are not kept waiting")
    func sparesOthers() {
        fail(5, at: start)
        #expect(limiter.allows("K", from: "192.0.2.2", at: start))
        #expect(limiter.allows("other", from: "192.0.2.1", at: start))
    }

    @Test("whoever tries many keys waits with all of them")
    func stopsGuessing() {
        limiter.succeed("proved", from: "192.0.2.1", at: start)
        for number in 0..<40 { fail(1, key: "K\(number)", at: start) }
        #expect(!limiter.allows("never seen", from: "192.0.2.1", at: start))
        #expect(limiter.allows("proved", from: "192.0.2.1", at: start))
        fail(1, key: "proved", at: start)
        #expect(!limiter.allows("proved", from: "192.0.2.1", at: start))
    }

    @Test("addresses of one network of IPv6 count as one")
    func joinsNetworks() {
        for number in 0..<4 { fail(1, from: "2001:db8:0:1::\(number)", at: start) }
        #expect(!limiter.allows("K", from: "2001:db8:0:1:ffff::9", at: start))
        #expect(limiter.allows("K", from: "2001:db8:0:2::9", at: start))
        for number in 0..<4 { fail(1, from: "::ffff:192.0.2.\(number)", at: start) }
        #expect(limiter.allows("K", from: "::ffff:192.0.2.9", at: start))
    }

    @Test("everything is given back in time, and never more than the burst")
    func forgets() {
        fail(100, at: start)
        #expect(!limiter.allows("K", from: "192.0.2.1", at: start))
        let later = start + .seconds(3)
        #expect(limiter.allows("K", from: "192.0.2.1", at: later))
        fail(2, at: later)
        #expect(limiter.allows("K", from: "192.0.2.1", at: later))
    }

    @Test("a clock that goes backwards gives nothing back and keeps nobody out for ever")
    func survivesClockSteps() {
        fail(3, at: start)
        #expect(!limiter.allows("K", from: "192.0.2.1", at: start + .seconds(-600)))
        #expect(limiter.allows("K", from: "192.0.2.1", at: start + .seconds(1)))
    }

    @Test("without a rate, and without an address, nothing is limited")
    func canBeOff() {
        let off = FailureLimiter(rate: nil)
        for _ in 0..<1000 { off.fail("K", from: "192.0.2.1", at: start) }
        #expect(off.allows("K", from: "192.0.2.1", at: start))
        fail(1000, from: nil, at: start)
        #expect(limiter.allows("K", from: nil, at: start))
    }
}
