public import TreeHash

/// How soon a retrieval is wanted.
public enum Tier: String, Hashable, Sendable, CaseIterable {
    case expedited = "Expedited"
    case standard = "Standard"
    case bulk = "Bulk"
}

/// Where a job stands. A job ends once, and stays as it ended.
public enum JobStatus: Hashable, Sendable {
    case inProgress
    case succeeded(at: Timestamp)
    case failed(at: Timestamp, message: String = JobStatusCode.failed.rawValue)

    /// The status without its date and message.
    public var code: JobStatusCode {
        switch self {
        case .inProgress: .inProgress
        case .succeeded: .succeeded
        case .failed: .failed
        }
    }

    /// When the job ended, in success or failure; nil while it is in progress.
    public var completionDate: Timestamp? {
        switch self {
        case .inProgress: nil
        case .succeeded(let moment), .failed(let moment, _): moment
        }
    }

    /// Null while in progress, then the word that consumers of notifications compare with.
    public var message: String? {
        switch self {
        case .inProgress: nil
        case .succeeded: JobStatusCode.succeeded.rawValue
        case .failed(_, let message): message
        }
    }
}

/// The word for a status in documents, queries and the catalogue.
public enum JobStatusCode: String, Hashable, Sendable, CaseIterable {
    case inProgress = "InProgress"
    case succeeded = "Succeeded"
    case failed = "Failed"

    /// - Throws: `ServiceError.invalidJobStatus` unless the text is exactly one of the three words.
    public init(query text: String) throws(ServiceError) {
        guard let code = JobStatusCode(rawValue: text) else { throw .invalidJobStatus(text) }
        self = code
    }
}

/// A job that makes an archive's bytes, or a range of them, available for download.
public struct ArchiveRetrieval: Hashable, Sendable {
    /// The archive may have been deleted since the job was started.
    public let archiveID: ArchiveID
    /// Bytes of the whole archive, not of the range.
    public let archiveSize: Int64
    /// Of the whole archive, not of the range.
    public let archiveTreeHash: Digest
    /// The bytes of the archive that are retrieved: megabyte aligned, never empty.
    public let range: Range<Int64>
    /// Of the retrieved range, where it is tree-hash aligned.
    public let rangeTreeHash: Digest?
    /// Decides how long the job takes: see `Timing.retrievalDelay(_:)`.
    public let tier: Tier

    /// Takes a range that `RetrievalByteRange` has resolved; nothing is judged again.
    public init(
        archiveID: ArchiveID,
        archiveSize: Int64,
        archiveTreeHash: Digest,
        range: Range<Int64>,
        rangeTreeHash: Digest?,
        tier: Tier
    ) {
        self.archiveID = archiveID
        self.archiveSize = archiveSize
        self.archiveTreeHash = archiveTreeHash
        self.range = range
        self.rangeTreeHash = rangeTreeHash
        self.tier = tier
    }
}

/// What a job does.
public enum JobWork: Hashable, Sendable {
    case archiveRetrieval(ArchiveRetrieval)
    case inventoryRetrieval(InventoryRetrieval)
}

/// A job of a vault.
public struct Job: Hashable, Sendable {
    /// Given by InitiateJob; good until the lifetime of the completed job is over.
    public let id: JobID
    /// What the job gives out.
    public let work: JobWork
    /// The caller's words; nil when none were given.
    public let jobDescription: JobDescription?
    /// The job's own topic as sent, not that of its vault; nil when none was given.
    public let snsTopic: String?
    /// When the job was started. Listings are ordered by it.
    public let creationDate: Timestamp
    /// Where the job stood when it was read.
    public let status: JobStatus

    /// Takes a job that was just started or is read back; nothing is judged.
    public init(
        id: JobID,
        work: JobWork,
        jobDescription: JobDescription?,
        snsTopic: String?,
        creationDate: Timestamp,
        status: JobStatus
    ) {
        self.id = id
        self.work = work
        self.jobDescription = jobDescription
        self.snsTopic = snsTopic
        self.creationDate = creationDate
        self.status = status
    }

    /// The same job as it ended.
    ///
    /// - Parameter work: with the output that was made; the same work where there is none.
    public func ended(_ status: JobStatus, work: JobWork? = nil) -> Job {
        Job(
            id: id,
            work: work ?? self.work,
            jobDescription: jobDescription,
            snsTopic: snsTopic,
            creationDate: creationDate,
            status: status
        )
    }
}
