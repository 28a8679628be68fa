public import GlacierAPI
public import GlacierModel

/// What was waited for did not come.
public enum WaitError: Error, Hashable, Sendable {
    /// The job ended in failure: its status message says why.
    case jobFailed(DescribedJob)
    /// The job has not ended within the time limit, and was as shown when it was last looked at.
    case timeLimitReached(Span, DescribedJob)
    /// The vault was looked at so many times.
    case attemptsUsedUp(Int)
}

extension WaitError: CustomStringConvertible {
    /// For people.
    public var description: String {
        switch self {
        case .jobFailed(let job): "the job failed: \(job.statusMessage ?? job.statusCode ?? "")"
        case .timeLimitReached(let limit, _): "the job has not ended after \(limit.milliseconds / 1000) s"
        case .attemptsUsedUp(let count): "the vault is not as expected after \(count) looks at it"
        }
    }
}
