import GlacierAPI
import GlacierModel

extension GlacierClient {
    /// A job whose output is the whole archive: one that has succeeded, one in progress, or else a new one.
    ///
    /// - Parameter tier: of a new job; one in progress is joined when it is as fast.
    /// - Throws: `DownloadError.archiveNotFound`
    func retrieval(of archiveID: String, in vault: VaultAddress, tier: Tier?) async throws -> DescribedJob {
        var attempt = 1, isListed = true
        while true {
            do {
                if let job = try await existingRetrieval(of: archiveID, in: vault, tier: tier) { return job }
            } catch let error as GlacierError where error.knownCode == .accessDenied {
                // Who may not list jobs may start one, but cannot find out whether it was started.
                isListed = false
            }
            do {
                let reply = try await initiateJob(.archiveRetrieval(archiveID: archiveID, tier: tier), in: vault)
                return try await describedJob(reply.jobID, in: vault)
            } catch let error as GlacierError where error.knownCode == .resourceNotFound {
                throw DownloadError.archiveNotFound(archiveID)
            } catch  where isListed && Self.mayHaveStarted(error) && attempt < Self.mostStarts {
                // If it was started after all, it is among the jobs now.
                try await surroundings.sleep(.seconds(Int64(attempt)))
                attempt += 1
            }
        }
    }

    /// A job as it stands.
    ///
    /// - Throws: `DownloadError.jobNotFound`
    func describedJob(_ jobID: String, in vault: VaultAddress) async throws -> DescribedJob {
        do {
            return try await describeJob(jobID, in: vault)
        } catch let error as GlacierError where error.knownCode == .resourceNotFound {
            throw DownloadError.jobNotFound(jobID)
        }
    }

    private static let mostStarts = 3

    private static func mayHaveStarted(_ error: any Error) -> Bool {
        switch error {
        case let error as TransportError: error.fate == .unknown
        case let error as GlacierError: error.verdict == .uncertain
        default: false
        }
    }

    /// - Throws: the client's errors, such as that the caller may not list jobs; `UnreadableAnswer` where the service
    ///   names a marker as the next that it has just answered.
    private func existingRetrieval(
        of archiveID: String,
        in vault: VaultAddress,
        tier: Tier?
    ) async throws -> DescribedJob? {
        var best: DescribedJob?, marker: String?
        repeat {
            let page = try await listJobs(in: vault, marker: marker)
            for job in page.items where job.isWhole(archiveID) && job.isUsable(tier: tier) {
                if best.map({ job.isBetter(than: $0) }) ?? true { best = job }
            }
            guard page.marker == nil || page.marker != marker else { throw UnreadableAnswer("Marker") }
            marker = page.marker
            // One that has succeeded is good enough: there may be many pages.
        } while marker != nil && best?.status != .succeeded
        return best
    }
}

extension DescribedJob {
    fileprivate func isWhole(_ archive: String) -> Bool {
        guard action == "ArchiveRetrieval", archiveID == archive, jobID != nil, let size = archiveSizeInBytes else {
            return false
        }
        return (retrievalByteRange ?? 0..<size) == 0..<size
    }

    fileprivate func isUsable(tier wanted: Tier?) -> Bool {
        switch status {
        case .succeeded: true
        case .inProgress:
            wanted.map { wanted in tier.flatMap(Tier.init(rawValue:)).map { $0.rank <= wanted.rank } ?? false } ?? true
        case .failed, nil: false
        }
    }

    /// One that has ended is better than one in progress; of two that have ended, the one that is forgotten later; of
    /// two in progress, the one that was started first.
    fileprivate func isBetter(than other: DescribedJob) -> Bool {
        switch (status == .succeeded, other.status == .succeeded) {
        case (true, false): true
        case (false, true): false
        case (true, true): completionDate.map { $0 > other.completionDate ?? $0 } ?? false
        case (false, false): creationDate.map { $0 < other.creationDate ?? $0 } ?? false
        }
    }
}

extension Tier {
    /// The fastest is the first.
    fileprivate var rank: Int {
        switch self {
        case .expedited: 0
        case .standard: 1
        case .bulk: 2
        }
    }
}
