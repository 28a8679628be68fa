@testable import Glacier
import GlacierModel
import Synchronization
import TestSupport
import Testing

@Suite("Keeping credentials")
struct CachingCredentialsTests {
    struct Broken: Error {}

    /// Gives out credentials of an hour, numbered, when it is let.
    private final class Source: Sendable {
        private struct State {
            var count = 0
            var isBroken = false
            var isHeld = false
            var held: [CheckedContinuation<Void, Never>] = []
        }

        private let state = Mutex(State())
        private let clock: ManualClock
        private let lifetime: Span?

        init(_ clock: ManualClock, lifetime: Span? = .hours(1)) { (self.clock, self.lifetime) = (clock, lifetime) }

        var count: Int { state.withLock { $0.count } }

        func setBroken(_ isBroken: Bool) { state.withLock { $0.isBroken = isBroken } }

        /// Calls wait from now on.
        func hold() { state.withLock { $0.isHeld = true } }

        func release() {
            let held = state.withLock { state in
                defer { (state.held, state.isHeld) = ([], false) }
                return state.held
            }
            for continuation in held { continuation.resume() }
        }

        func get() async throws -> Credentials {
            let number = state.withLock { state in
                state.count += 1
                return state.count
            }
            await withCheckedContinuation { continuation in
                let isHeld = state.withLock { state in
                    if state.isHeld { state.held.append(continuation) }
                    return state.isHeld
                }
                if !isHeld { continuation.resume() }
            }
            try Task.checkCancellation()
            if state.withLock({ $0.isBroken }) { throw Broken() }
            return Credentials(
                accessKeyID: "\(number)",
                secretAccessKey: "-",
                expiration: lifetime.map { clock.now + $0 }
            )
        }
    }

    private let clock = ManualClock()

    private func cache(_ source: Source) -> CachingCredentials {
        CachingCredentials(now: { [clock] in clock.now }) { try await source.get() }
    }

    private func key(_ cache: CachingCredentials) async throws -> String { try await cache.credentials().accessKeyID }

    @Test("credentials are got once, until a quarter of an hour before they end")
    func keeps() async throws {
        let source = Source(clock), cache = cache(source)
        #expect(try await key(cache) == "1")
        clock.advance(by: Span(milliseconds: 45 * 60_000 - 1))
        #expect(try await key(cache) == "1")
        clock.advance(by: Span(milliseconds: 1))
        #expect(try await key(cache) == "2")
        #expect(try await key(cache) == "2")
    }

    @Test("credentials without an end are got once")
    func endless() async throws {
        let source = Source(clock, lifetime: nil), cache = cache(source)
        #expect(try await key(cache) == "1")
        clock.advance(by: .hours(100_000))
        #expect(try await key(cache) == "1")
    }

    @Test("short-lived credentials are used for three quarters of their life")
    func short() async throws {
        let source = Source(clock, lifetime: .minutes(4)), cache = cache(source)
        #expect(try await key(cache) == "1")
        clock.advance(by: Span(milliseconds: 180_000 - 1))
        #expect(try await key(cache) == "1")
        clock.advance(by: Span(milliseconds: 1))
        #expect(try await key(cache) == "2")
    }

    @Test(
        "a failure before the last ten minutes leaves the old ones in use, and a minute passes until the next attempt"
    )
    func earlyFailure() async throws {
        let source = Source(clock), cache = cache(source)
        _ = try await key(cache)
        clock.advance(by: .minutes(46))
        source.setBroken(true)
        #expect(try await key(cache) == "1")
        #expect(try await key(cache) == "1")
        #expect(source.count == 2)
        clock.advance(by: .minutes(1))
        #expect(try await key(cache) == "1")
        #expect(source.count == 3)
        clock.advance(by: .minutes(3))
        await #expect(throws: Broken.self) { try await key(cache) }
        source.setBroken(false)
        #expect(try await key(cache) == "5")
    }

    @Test("credentials that have ended when they come are refused")
    func ended() async {
        let cache = cache(Source(clock, lifetime: .zero))
        let error = await #expect(throws: ConfigurationError.self) { try await cache.credentials() }
        #expect(error?.code == .expired)
    }

    /// Lets other tasks run until something is true.
    private func until(_ condition: () -> Bool) async {
        while !condition() { await Task.yield() }
    }

    @Test("many callers make one request and get the same")
    func sharesOne() async throws {
        let source = Source(clock), cache = cache(source)
        source.hold()
        let keys = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await key(cache) } }
            await until { source.count == 1 && cache.waitingCount == 49 }
            source.release()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(keys == Array(repeating: "1", count: 50))
        #expect(source.count == 1)
    }

    @Test("while new ones are wanted but not needed, others go on with the old")
    func goesOn() async throws {
        let source = Source(clock), cache = cache(source)
        _ = try await key(cache)
        clock.advance(by: .minutes(46))
        source.hold()
        async let first = key(cache)
        await until { source.count == 2 }
        #expect(try await key(cache) == "1")
        source.release()
        #expect(try await first == "2")
    }

    @Test("where the one who asks is cancelled, another asks")
    func cancelledLeader() async throws {
        let source = Source(clock), cache = cache(source)
        source.hold()
        let key = try await withThrowingTaskGroup(of: String?.self) { group in
            let leader = Task { try await cache.credentials().accessKeyID }
            await until { source.count == 1 }
            group.addTask { try await self.key(cache) }
            await until { cache.waitingCount == 1 }
            leader.cancel()
            source.release()
            await #expect(throws: CancellationError.self) { try await leader.value }
            return try await group.next() ?? nil
        }
        #expect(key == "2")
    }

    @Test("one who waits can be cancelled without the others")
    func cancelledWaiter() async throws {
        let source = Source(clock), cache = cache(source)
        source.hold()
        async let first = key(cache)
        await until { source.count == 1 }
        let waiter = Task { try await cache.credentials().accessKeyID }
        await until { cache.waitingCount == 1 }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        source.release()
        #expect(try await first == "1")
    }

    @Test("those who wait get the failure too, and the next one asks anew")
    func sharesFailure() async throws {
        let source = Source(clock), cache = cache(source)
        source.hold()
        source.setBroken(true)
        let first = Task { try await key(cache) }
        await until { source.count == 1 }
        let second = Task { try await key(cache) }
        await until { cache.waitingCount == 1 }
        source.release()
        await #expect(throws: Broken.self) { try await first.value }
        await #expect(throws: Broken.self) { try await second.value }
        source.setBroken(false)
        #expect(try await key(cache) == "2")
    }
}
