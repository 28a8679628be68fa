public import GlacierModel

/// How often a request is tried, and how long a client waits in between.
///
/// Waiting is exponential with full jitter: a span between nothing and a bound that doubles with each attempt, so that
/// many clients that failed together do not come back together.
/// Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
public struct RetryPolicy: Hashable, Sendable {
    /// The first attempt included: 1 or more.
    public let maximumAttempts: Int
    /// The bound of the first wait.
    public let baseDelay: Span
    /// The bound of all waits.
    public let maximumDelay: Span

    /// - Parameters:
    ///   - maximumAttempts: less than 1 is taken as 1.
    ///   - baseDelay: the bound of the first wait.
    ///   - maximumDelay: the bound of all waits.
    public init(
        maximumAttempts: Int = 5,
        baseDelay: Span = Span(milliseconds: 200),
        maximumDelay: Span = .seconds(20)
    ) {
        self.maximumAttempts = max(1, maximumAttempts)
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
    }

    /// One attempt and no more.
    public static let never = RetryPolicy(maximumAttempts: 1)

    /// - Parameters:
    ///   - attempt: the one that failed, counted from 1.
    ///   - chance: any number; it chooses the place between nothing and the bound.
    func delay(afterAttempt attempt: Int, chance: UInt32) -> Span {
        let doublings = min(max(attempt - 1, 0), 40)
        let (grown, overflow) = baseDelay.milliseconds.multipliedReportingOverflow(by: 1 << Int64(doublings))
        let bound = overflow ? maximumDelay.milliseconds : min(grown, maximumDelay.milliseconds)
        return Span(milliseconds: Int64(Double(bound) * Double(chance) / Double(UInt32.max)))
    }
}
