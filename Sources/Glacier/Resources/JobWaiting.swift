public import GlacierAPI
public import GlacierModel

extension Job {
    /// Waits until the job has ended. How soon that is depends on the service and the tier: seconds or half a day. The
    /// pauses between two looks double from the first to the longest, so that neither costs much.
    ///
    /// Once the service has answered, an error of the moment such as a lost connection does not end the wait before the
    /// time limit does.
    ///
    /// - Parameters:
    ///   - timeLimit: how long to wait at most; the job is looked at once more at its end.
    ///   - firstDelay: the pause behind the first look.
    ///   - longestDelay: the bound of all pauses.
    /// - Returns: the job as it ended, which is kept as its attributes.
    /// - Throws: `WaitError.jobFailed`, `WaitError.timeLimitReached`; what DescribeJob throws, for a job that is not
    ///   known `GlacierError`; `CancellationError`.
    @discardableResult
    public func waitUntilCompleted(
        timeLimit: Span = .hours(24),
        firstDelay: Span = .seconds(1),
        longestDelay: Span = .minutes(5)
    ) async throws -> DescribedJob {
        let surroundings = client.surroundings, end = surroundings.now() + timeLimit
        let longest = max(longestDelay, Self.shortestDelay)
        var delay = min(max(firstDelay, Self.shortestDelay), longest), seen: DescribedJob?
        while true {
            let job = try await look(after: seen)
            if job.status == .failed { throw WaitError.jobFailed(job) }
            if job.isCompleted || job.status == .succeeded { return job }
            let left = Span(milliseconds: end.milliseconds - surroundings.now().milliseconds)
            guard left > .zero else { throw WaitError.timeLimitReached(timeLimit, job) }
            try await surroundings.sleep(min(delay, left))
            delay = delay.milliseconds > longest.milliseconds / 2 ? longest : Span(milliseconds: delay.milliseconds * 2)
            seen = job
        }
    }

    /// Without any pause the wait would keep the service busy.
    private static let shortestDelay = Span(milliseconds: 10)

    /// The job as it is, or as it was last seen when the service cannot be asked at the moment.
    private func look(after seen: DescribedJob?) async throws -> DescribedJob {
        do {
            return try await load()
        } catch {
            guard let seen, Self.isOfTheMoment(error) else { throw error }
            return seen
        }
    }

    private static func isOfTheMoment(_ error: any Error) -> Bool {
        switch error {
        case is TransportError: true
        case let error as GlacierError: error.verdict != .final
        default: false
        }
    }
}
