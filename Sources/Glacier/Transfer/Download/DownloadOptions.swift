public import GlacierModel

/// How an archive is downloaded.
public struct DownloadOptions: Sendable {
    /// Which job's output is fetched.
    public enum Job: Hashable, Sendable {
        /// One that retrieves the whole archive, whoever started it, or else a new one. A job that is forgotten
        /// meanwhile is followed by another.
        ///
        /// - Parameter tier: of a new job; a job in progress is joined when it is as fast. Nil for the service's own,
        ///   and for whatever is in progress.
        case any(tier: Tier? = nil)
        /// The one of this id, which may retrieve a range: the file then is that range.
        case id(String)
    }

    /// What becomes of a job that has not ended.
    public enum Wait: Hashable, Sendable {
        /// It is asked for until it has ended, at least once a minute, and no longer than this.
        case atMost(Span)
        /// `DownloadError.jobInProgress` is thrown.
        case never
    }

    /// What becomes of a file that is there already.
    public enum ExistingFile: Hashable, Sendable {
        /// `DownloadError.fileExists` is thrown.
        case kept
        /// It is replaced at the end, in one step.
        case replaced
    }

    /// What becomes of bytes whose tree hash the service does not say: ranges that are not tree-hash aligned.
    public enum Proof: Hashable, Sendable {
        /// `DownloadError.unprovable` is thrown.
        case required
        /// They are taken as they come.
        case wherePossible
    }

    /// Which job's output is fetched.
    public var job: Job
    /// What becomes of a job that has not ended.
    public var wait: Wait
    /// What becomes of a file that is there already.
    public var existingFile: ExistingFile
    /// What becomes of bytes that cannot be proved.
    public var proof: Proof
    /// Ranges that are fetched at the same time, each over a connection of its own: 1 or more; less counts as 1.
    public var parallelism: Int { didSet { parallelism = max(1, parallelism) } }
    /// How often a range is asked for, each time with all attempts that the client makes itself.
    public var attempts: RetryPolicy
    /// Is told how far the download has come, from any task, one call at a time; it should return quickly.
    public var progress: @Sendable (TransferProgress) -> Void

    /// The usual ones: any job, waited for; no file is replaced; everything is proved.
    public init(
        job: Job = .any(),
        wait: Wait = .atMost(.hours(48)),
        existingFile: ExistingFile = .kept,
        proof: Proof = .required,
        parallelism: Int = 4,
        attempts: RetryPolicy = RetryPolicy(
            maximumAttempts: 8,
            baseDelay: Span(milliseconds: 500),
            maximumDelay: .seconds(30)
        ),
        progress: @escaping @Sendable (TransferProgress) -> Void = { _ in }
    ) {
        self.job = job
        self.wait = wait
        self.existingFile = existingFile
        self.proof = proof
        self.parallelism = max(1, parallelism)
        self.attempts = attempts
        self.progress = progress
    }
}

/// What was downloaded.
public struct DownloadedArchive: Hashable, Sendable {
    /// The job whose output was fetched last; nil when everything was there already.
    public let jobID: String?
    /// Bytes of the output.
    public let byteCount: Int64
    /// Of the output, which was compared with it; nil where the service says none.
    public let treeHash: Digest?
    /// Of the bytes, those that an earlier run had fetched.
    public let reusedBytes: Int64
}
