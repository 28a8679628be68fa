import GlacierModel

/// How long a failed delivery waits for the next attempt: twice as long after each, and never the same for all.
enum BackOff {
    /// The bounds of every delay.
    static let delays = Span.seconds(1)...Span.hours(1)

    /// Between half and all of 2 s, 4 s, 8 s, …, 1 h.
    ///
    /// - Parameters:
    ///   - attempt: the one that failed, counted from 1.
    ///   - chance: any number; it chooses the place between half and all.
    static func delay(afterAttempt attempt: Int64, chance: UInt32) -> Span {
        let doublings = min(max(attempt, 1), 32)
        let longest = min(delays.lowerBound.milliseconds << doublings, delays.upperBound.milliseconds)
        let half = longest / 2
        return Span(milliseconds: half + (longest - half) * Int64(chance) / Int64(UInt32.max))
    }
}

extension Surroundings {
    /// Any number, each as likely as another.
    func chance() -> UInt32 {
        randomBytes(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}
