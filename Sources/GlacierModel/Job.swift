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
    case failed(at: Timestamp, message: String)

    public var code: JobStatusCode {
        switch self {
        case .inProgress: .inProgress
        case .succeeded: .succeeded
        case .failed: .failed
        }
    }

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
    public let archiveID: ArchiveID
    public let archiveSize: Int64
    public let archiveTreeHash: Digest
    /// The bytes of the archive that are retrieved: megabyte aligned, never empty.
    public let range: Range<Int64>
    /// Of the retrieved range, where it is tree-hash aligned.
    public let rangeTreeHash: Digest?
    public let tier: Tier

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

/// A job of a vault.
public struct Job: Hashable, Sendable {
    public let id: JobID
    public let retrieval: ArchiveRetrieval
    public let jobDescription: JobDescription?
    public let snsTopic: String?
    public let creationDate: Timestamp
    public let status: JobStatus

    public init(
        id: JobID,
        retrieval: ArchiveRetrieval,
        jobDescription: JobDescription?,
        snsTopic: String?,
        creationDate: Timestamp,
        status: JobStatus
    ) {
        self.id = id
        self.retrieval = retrieval
        self.jobDescription = jobDescription
        self.snsTopic = snsTopic
        self.creationDate = creationDate
        self.status = status
    }
}
