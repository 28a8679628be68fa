/// When a write that lost against others is begun again: pauses that grow, of random length so that those who met once
/// do not meet again, until the time is up.
struct RetryPlan {
    /// The longest first pause, in nanoseconds.
    private static let firstCeiling: UInt64 = 1_000_000

    /// The longest pause of all, in nanoseconds.
    private static let lastCeiling: UInt64 = 256_000_000

    /// Connections that may break under one write before it is given up.
    private static let longestBadLuck = 3

    private let end: UInt64
    private let randomBytes: @Sendable (_ count: Int) -> [UInt8]
    private var ceiling = firstCeiling
    private var losses = 0

    /// - Parameters:
    ///   - start: by the clock that ``pause(after:at:)`` is told, in nanoseconds.
    ///   - length: nanoseconds after which no further attempt begins.
    init(from start: UInt64, for length: UInt64, randomBytes: @escaping @Sendable (_ count: Int) -> [UInt8]) {
        end = start + length
        self.randomBytes = randomBytes
    }

    /// Nanoseconds to pause before the next attempt, or nil where there is none.
    mutating func pause(after consequence: StatementFailure.Consequence, at now: UInt64) -> UInt64? {
        if consequence == .connectionLost { losses += 1 }
        let random = randomBytes(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        let pause = random % (ceiling + 1)
        ceiling = min(ceiling * 2, Self.lastCeiling)
        guard losses <= Self.longestBadLuck, now + pause < end else { return nil }
        return pause
    }
}
