public import TreeHash

/// How a whole file or a stream becomes an archive. All of it has a default.
public struct UploadOptions: Sendable {
    /// Which upload in parts is continued.
    public enum Resumption: Hashable, Sendable {
        /// None: a new one is begun.
        case never
        /// One in progress with the same description, and the same part size where one is asked for, whose parts are
        /// those of the local bytes; a new one where there is none.
        case search
        /// This one. Parts that are not those of the local bytes are replaced.
        case upload(id: String)
    }

    /// What a program may want to keep, so that another run can go on from there.
    public enum Milestone: Hashable, Sendable {
        /// A new upload was begun. Nothing of it was sent yet.
        case began(uploadID: String, partSize: Int64)
        /// An upload is continued that has so many of the bytes already.
        case resumed(uploadID: String, partSize: Int64, bytes: Int64)
        /// All parts are there; the archive is made next. Where no answer is seen, CompleteMultipartUpload with the
        /// same values names the archive.
        case completing(uploadID: String, size: Int64, treeHash: Digest)
    }

    /// At most 1,024 printable ASCII characters.
    public var archiveDescription: String?
    /// Bytes of every part but the last: 1 MiB times a power of two, at most 4 GiB. Nil lets the size decide.
    public var partSize: Int64?
    /// Parts that are sent at the same time: 1 to 64. Nil is 4 for files and 3 for streams.
    public var parallelism: Int?
    /// Which upload in parts is continued.
    public var resumption: Resumption
    /// Bytes that a stream is expected to have, for the choice of its part size and for reports of progress. It may
    /// have more or fewer.
    public var expectedBytes: Int64?
    /// Where parts of a stream lie that are too large for memory, in files that have no name.
    public var spoolFolder: String
    /// Is told how far the upload has come, about once for each MiB, by one caller at a time: it should be quick.
    public var progress: @Sendable (TransferProgress) -> Void
    /// Is told what happens, before the upload goes on. What it throws ends the upload.
    public var reached: @Sendable (Milestone) async throws -> Void

    /// Everything is picked, and what was begun is continued, unless said otherwise.
    public init(
        archiveDescription: String? = nil,
        partSize: Int64? = nil,
        parallelism: Int? = nil,
        resumption: Resumption = .search,
        expectedBytes: Int64? = nil,
        spoolFolder: String = "/tmp",
        progress: @escaping @Sendable (TransferProgress) -> Void = { _ in },
        reached: @escaping @Sendable (Milestone) async throws -> Void = { _ in }
    ) {
        self.archiveDescription = archiveDescription
        self.partSize = partSize
        self.parallelism = parallelism
        self.resumption = resumption
        self.expectedBytes = expectedBytes
        self.spoolFolder = spoolFolder
        self.progress = progress
        self.reached = reached
    }

    /// The description as the service keeps it.
    var keptDescription: String? {
        let text = archiveDescription?.drop { $0 == " " }
        return text?.isEmpty == true ? nil : text.map { String($0) }
    }
}

/// An archive that an upload made.
public struct UploadedArchive: Hashable, Sendable {
    /// Needed to retrieve and to delete the archive. The service lists it in inventories only.
    public let archiveID: String
    /// Bytes.
    public let size: Int64
    /// Of the whole, computed here and compared with what the service says.
    public let treeHash: Digest
    /// The upload in parts that it came of; nil where one request was enough.
    public let uploadID: String?
    /// Bytes that were there from an earlier run.
    public let reusedBytes: Int64
    /// Bytes that were sent, those of repeated attempts each time.
    public let movedBytes: Int64
}
