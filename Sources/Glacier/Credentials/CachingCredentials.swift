public import GlacierModel
import Synchronization

/// Keeps credentials until shortly before they end, and gets new ones once, however many callers wait for them.
///
/// During the last quarter of their life, 15 minutes at most, the first caller gets new ones while the others go on
/// with the old. During the last sixth, 10 minutes at most, everybody waits for the new ones. Where getting them fails
/// before that, the old ones are used on and a minute passes before the next attempt; a failure after that is
/// everybody's.
public final class CachingCredentials: CredentialsProvider {
    /// What a refresh comes to, for those who waited for it.
    private enum Outcome: Sendable {
        case credentials(Credentials)
        case failure(any Error)
        /// Whoever was at it was cancelled.
        case abandoned
        /// The one who waits was cancelled.
        case cancelled
    }

    private struct Held {
        let credentials: Credentials
        /// When new ones are wanted, and when they are needed; nil for never.
        var wantedAt: Timestamp?
        let neededAt: Timestamp?
    }

    private struct State {
        var held: Held?
        var isRefreshing = false
        var waiting: [Int: CheckedContinuation<Outcome, Never>] = [:]
        var nextWaiter = 0
    }

    private enum Step {
        case use(Credentials)
        case refresh
        case wait(number: Int)
    }

    private static let wantedBefore = Span.minutes(15)
    private static let neededBefore = Span.minutes(10)
    private static let pause = Span.minutes(1)

    private let fetch: @Sendable () async throws -> Credentials
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    /// - Parameters:
    ///   - now: the clock.
    ///   - fetch: gets new credentials; never called while an earlier call is under way.
    public init(now: @escaping @Sendable () -> Timestamp, fetch: @escaping @Sendable () async throws -> Credentials) {
        (self.now, self.fetch) = (now, fetch)
    }

    /// Credentials that do not end at once.
    ///
    /// - Throws: what `fetch` throws; `ConfigurationError.Code.expired` when it gives credentials that have ended.
    public func credentials() async throws -> Credentials {
        while true {
            switch nextStep() {
            case .use(let credentials): return credentials
            case .refresh: return try await refresh()
            case .wait(let number):
                switch await outcome(number) {
                case .credentials(let credentials): return credentials
                case .failure(let error): throw error
                case .abandoned: continue
                case .cancelled: throw CancellationError()
                }
            }
        }
    }

    /// How many callers wait for a refresh that somebody else is at.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    private func nextStep() -> Step {
        let now = now()
        return state.withLock { state in
            if let held = state.held {
                let isNeeded = held.neededAt.map { now >= $0 } ?? false
                let isWanted = held.wantedAt.map { now >= $0 } ?? false
                if !isNeeded, !isWanted || state.isRefreshing { return .use(held.credentials) }
            }
            if state.isRefreshing {
                state.nextWaiter += 1
                return .wait(number: state.nextWaiter)
            }
            state.isRefreshing = true
            return .refresh
        }
    }

    private func refresh() async throws -> Credentials {
        do {
            let credentials = try await fetch()
            if let end = credentials.expiration, end <= now() {
                throw ConfigurationError(.expired, at: "credentials", "those of \(credentials.accessKeyID) have ended")
            }
            hold(credentials)
            finish(.credentials(credentials))
            return credentials
        } catch is CancellationError {
            finish(.abandoned)
            throw CancellationError()
        } catch {
            guard let old = postponed() else {
                finish(.failure(error))
                throw error
            }
            finish(.credentials(old))
            return old
        }
    }

    private func hold(_ credentials: Credentials) {
        let now = now()
        let left = credentials.expiration.map { Span(milliseconds: $0.milliseconds - now.milliseconds) }
        let wanted = left.map { min(Self.wantedBefore, Span(milliseconds: $0.milliseconds / 4)) }
        let needed = left.map { min(Self.neededBefore, Span(milliseconds: $0.milliseconds / 6)) }
        let held = Held(
            credentials: credentials,
            wantedAt: credentials.expiration.flatMap { end in wanted.map { end - $0 } },
            neededAt: credentials.expiration.flatMap { end in needed.map { end - $0 } }
        )
        state.withLock { $0.held = held }
    }

    /// The old credentials where they are good enough for a while; nil otherwise.
    private func postponed() -> Credentials? {
        let now = now()
        return state.withLock { state in
            guard let held = state.held, let needed = held.neededAt, now < needed else { return nil }
            state.held?.wantedAt = now + Self.pause
            return held.credentials
        }
    }

    private func finish(_ outcome: Outcome) {
        let waiting = state.withLock { state in
            defer { (state.waiting, state.isRefreshing) = ([:], false) }
            return state.waiting.values.map { $0 }
        }
        for continuation in waiting { continuation.resume(returning: outcome) }
    }

    /// Waits for the refresh that is under way. It may have ended meanwhile: then there is nothing to wait for.
    private func outcome(_ number: Int) async -> Outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let early: Outcome? = state.withLock { state in
                    if Task.isCancelled { return .cancelled }
                    if !state.isRefreshing { return .abandoned }
                    state.waiting[number] = continuation
                    return nil
                }
                if let early { continuation.resume(returning: early) }
            }
        } onCancel: {
            let continuation = state.withLock { $0.waiting.removeValue(forKey: number) }
            continuation?.resume(returning: .cancelled)
        }
    }
}

extension ConfigurationChain {
    /// Credentials from the first place that has some. What has to be run or asked is run or asked when they are first
    /// wanted, and again shortly before they end.
    ///
    /// - Throws: `ConfigurationError`, for what is wrong with the configuration itself.
    public func credentials() throws(ConfigurationError) -> any CredentialsProvider {
        var planner = CredentialPlanner(self)
        let plan = try planner.plan(), fetcher = CredentialFetcher(self)
        return CachingCredentials(now: surroundings.time.now) { try await fetcher.fetch(plan) }
    }
}
