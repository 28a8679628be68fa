import GlacierAPI
import NIOPosix
import TreeHash

/// A download of an archive to a file. It begins where an earlier one was interrupted, wherever that was.
///
/// Every range is proved when it comes; what an earlier run left is hashed again; the whole is proved by the archive's
/// tree hash, and only then has the file its name.
struct FileDownload: Sendable {
    let fetcher: RangeFetcher
    let retrieval: ArchiveRetrieval
    let options: DownloadOptions
    let names: PartFileNames

    private var meter: DownloadMeter { fetcher.meter }

    func run() async throws -> DownloadedArchive {
        if let finished = try await finishedEarlier() { return finished }
        let part = try await onThread { [names] in try PartFile(names) }
        defer { part.unlock() }
        do {
            return try await run(part)
        } catch {
            part.discardIfEmpty()
            throw error
        }
    }

    private func run(_ part: PartFile) async throws -> DownloadedArchive {
        if let ranges = try await completeEarlier(part) { return try await publish(part, ranges, nil) }
        var job = try await retrieval.find(), ranges = try await begin(part, job)
        if !ranges.isComplete { job = try await fetchAll(&ranges, job, part) }
        if !ranges.isProved {
            // It is among those that the service did not say a hash of in this run, or nowhere.
            let doubtful = ranges.forgetDoubtful()
            meter.dropped(doubtful.bytes, reused: doubtful.reusedBytes)
            if doubtful.bytes > 0 { job = try await fetchAll(&ranges, job, part) }
        }
        guard ranges.isProved else {
            try await onThread { part.discard() }
            throw DownloadError.wrongArchive
        }
        return try await publish(part, ranges, job)
    }

    private func publish(
        _ part: PartFile,
        _ ranges: DownloadedRanges,
        _ job: DescribedJob?
    ) async throws -> DownloadedArchive {
        meter.begin(.finishing)
        try await onThread { [options, total = ranges.plan.totalBytes] in
            try part.publish(total, replacing: options.existingFile)
        }
        return DownloadedArchive(
            jobID: job?.jobID,
            byteCount: ranges.plan.totalBytes,
            treeHash: ranges.plan.treeHash,
            reusedBytes: meter.reusedBytes
        )
    }
}

// What is there already.
extension FileDownload {
    /// A run that was interrupted after the file had its name, and before the journal was gone.
    ///
    /// - Throws: `DownloadError.fileExists`
    private func finishedEarlier() async throws -> DownloadedArchive? {
        let (exists, journal) = try await onThread { [names] in
            (names.targetExists, DownloadJournal.read(names.journal))
        }
        guard exists else { return nil }
        if let plan = journal?.plan, retrieval.mayBe(plan), let wanted = plan.treeHash,
            let file = try? OpenedFile(path: names.target)
        {
            meter.restart(.comparing, of: plan.totalBytes)
            let hash = try? await FileTreeHasher().hash(file)
            try Task.checkCancellation()
            if hash?.tree == wanted, hash?.byteCount == plan.totalBytes {
                meter.reused(plan.totalBytes)
                try await onThread { [names] in
                    // The run that gave the file its name may have been killed before that was durable.
                    names.syncFolder()
                    // Where another run is at work on them, they are no leftovers.
                    let leftovers = try? PartFile(names)
                    leftovers?.discard()
                }
                return DownloadedArchive(
                    jobID: nil,
                    byteCount: plan.totalBytes,
                    treeHash: wanted,
                    reusedBytes: plan.totalBytes
                )
            }
        }
        guard options.existingFile == .replaced else { throw DownloadError.fileExists(names.target) }
        return nil
    }

    /// What an earlier run fetched to its end: no job is needed for it. Nil when anything is missing.
    private func completeEarlier(_ part: PartFile) async throws -> DownloadedRanges? {
        guard let journal = try await onThread({ part.readJournal() }), retrieval.mayBe(journal.plan),
            journal.plan.treeHash != nil, journal.roots.count == journal.plan.rangeCount
        else { return nil }
        let ranges = try await compared(journal)
        return ranges.isComplete && ranges.isProved ? ranges : nil
    }

    /// Goes on with what there is, or begins anew where it is of something else.
    private func begin(_ part: PartFile, _ job: DescribedJob) async throws -> DownloadedRanges {
        let plan = try DownloadPlan(archiveID: retrieval.archiveID, job: job)
        guard plan.treeHash != nil || options.proof == .wherePossible else { throw DownloadError.unprovable }
        if let journal = try await onThread({ part.readJournal() }), journal.plan == plan {
            try await onThread { try part.continueJournal(journal) }
            return try await compared(journal)
        }
        try await onThread { try part.beginJournal(plan) }
        meter.restart(.transferring, of: plan.totalBytes)
        return DownloadedRanges(plan)
    }

    /// Hashes the ranges that the journal names; those that are as it says are there.
    private func compared(_ journal: DownloadJournal) async throws -> DownloadedRanges {
        var ranges = DownloadedRanges(journal.plan)
        meter.restart(.comparing, of: journal.plan.totalBytes)
        guard let file = try? OpenedFile(path: names.data) else { return ranges }
        for (index, root) in journal.roots.sorted(by: { $0.key < $1.key }) {
            let range = journal.plan.range(index)
            do {
                guard try await FileTreeHasher().hash(file, range: range).tree == root else { continue }
            } catch is FileHashError {
                continue
            }
            ranges[index] = .reused(root)
            meter.reused(Int64(range.count))
        }
        return ranges
    }
}

private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await NIOThreadPool.singleton.runIfActive(work)
}

// What is fetched.
extension FileDownload {
    /// Fetches all ranges that are missing, from one job after the other where they are forgotten.
    ///
    /// - Returns: the last job.
    private func fetchAll(
        _ ranges: inout DownloadedRanges,
        _ first: DescribedJob,
        _ part: PartFile
    ) async throws -> DescribedJob {
        var job = first, jobs = 1
        while true {
            do {
                job = try await retrieval.ended(job)
                try await onThread { [total = ranges.plan.totalBytes] in try part.reserve(total) }
                meter.begin(.transferring)
                try await fetchMissing(&ranges, job, part)
                return job
            } catch is RangeFetcher.JobForgotten {
                job = try await retrieval.next(after: job, number: &jobs)
                guard try DownloadPlan(archiveID: retrieval.archiveID, job: job) == ranges.plan else {
                    throw DownloadError.jobOfSomethingElse(job.jobID ?? "")
                }
            }
        }
    }

    private func fetchMissing(_ ranges: inout DownloadedRanges, _ job: DescribedJob, _ part: PartFile) async throws {
        let plan = ranges.plan
        guard let jobID = job.jobID else { throw UnreadableAnswer("JobId") }
        var missing = ranges.missing.makeIterator()
        try await withThrowingTaskGroup(of: (Int, RangeFetcher.Fetched).self) { group in
            let addNext: (inout ThrowingTaskGroup<(Int, RangeFetcher.Fetched), any Error>) -> Void = { group in
                guard let index = missing.next() else { return }
                group.addTask { (index, try await fetch(index, of: plan, from: jobID, part)) }
            }
            for _ in 0..<options.parallelism { addNext(&group) }
            var failure: (any Error)?
            while let result = await group.nextResult() {
                switch result {
                case .success((let index, let fetched)):
                    ranges[index] = .fetched(fetched.root, isAttested: fetched.isAttested)
                    if failure == nil { addNext(&group) }
                case .failure(let error):
                    // The first one is why the others were cancelled.
                    failure = failure ?? error
                    group.cancelAll()
                }
            }
            if let failure { throw failure }
        }
    }

    private func fetch(
        _ index: Int,
        of plan: DownloadPlan,
        from jobID: String,
        _ part: PartFile
    ) async throws -> RangeFetcher.Fetched {
        let range = plan.range(index)
        let fetched = try await fetcher.fetch(range, of: plan.totalBytes, from: jobID) { bytes, offset in
            try part.write(bytes, at: offset)
        }
        try await onThread { try part.note(index, fetched.root) }
        meter.completed(Int64(range.count))
        return fetched
    }
}
