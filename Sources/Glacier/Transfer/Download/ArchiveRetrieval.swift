import GlacierAPI
import GlacierModel

/// The job whose output is fetched, as the options choose it.
struct ArchiveRetrieval: Sendable {
    let client: GlacierClient
    let archiveID: String
    let vault: VaultAddress
    let options: DownloadOptions
    let meter: DownloadMeter

    /// Jobs that are followed by another when they are forgotten.
    private static let mostJobs = 4

    /// The job as it stands, which may be in progress.
    ///
    /// - Throws: `DownloadError.archiveNotFound`, `.jobNotFound`
    func find() async throws -> DescribedJob {
        switch options.job {
        case .any(let tier): try await client.retrieval(of: archiveID, in: vault, tier: tier)
        case .id(let id): try await client.describedJob(id, in: vault)
        }
    }

    /// Another job when one was forgotten.
    func next(after job: DescribedJob, number: inout Int) async throws -> DescribedJob {
        if case .id(let id) = options.job { throw DownloadError.jobNotFound(id) }
        guard number < Self.mostJobs else { throw DownloadError.jobsForgotten }
        number += 1
        return try await find()
    }

    /// The job when it has succeeded, which is waited for.
    ///
    /// - Throws: `DownloadError.jobFailed`, `.jobInProgress`, `.jobNotFound`
    func ended(_ job: DescribedJob) async throws -> DescribedJob {
        guard let id = job.jobID else { throw UnreadableAnswer("JobId") }
        let ended = job.isCompleted ? job : try await waited(id)
        guard ended.status == .succeeded else { throw DownloadError.jobFailed(id, message: ended.statusMessage) }
        return ended
    }

    private func waited(_ id: String) async throws -> DescribedJob {
        guard case .atMost(let limit) = options.wait else { throw DownloadError.jobInProgress(id) }
        meter.begin(.waiting)
        do {
            return try await Job(id, in: vault, client).waitUntilCompleted(
                timeLimit: limit,
                firstDelay: Span(milliseconds: 250),
                longestDelay: .minutes(1)
            )
        } catch WaitError.jobFailed(let job) {
            return job
        } catch WaitError.timeLimitReached {
            throw DownloadError.jobInProgress(id)
        } catch let error as GlacierError where error.knownCode == .resourceNotFound {
            throw DownloadError.jobNotFound(id)
        }
    }

    /// Whether an earlier run may have fetched what is wanted now: for a job by its id, that is known from the job.
    func mayBe(_ plan: DownloadPlan) -> Bool {
        plan.archiveID == archiveID && plan.isWholeArchive && options.job.isAny
    }
}

extension DownloadOptions.Job {
    fileprivate var isAny: Bool {
        switch self {
        case .any: true
        case .id: false
        }
    }
}
