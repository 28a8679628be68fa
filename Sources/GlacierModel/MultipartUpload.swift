public import TreeHash

/// A multipart upload in progress: a description, a part size, and a set of parts keyed by their first byte.
public struct MultipartUpload: Hashable, Sendable {
    /// Given by InitiateMultipartUpload; the archive gets an id of its own.
    public let id: UploadID
    /// Becomes the archive's; nil when none was given.
    public let archiveDescription: ArchiveDescription?
    /// Holds for every part but the last, which may be shorter.
    public let partSize: PartSize
    /// When the upload was initiated. The archive's own date is that of its completion.
    public let creationDate: Timestamp

    /// Takes an upload that was just initiated or is read back; nothing is judged.
    public init(
        id: UploadID,
        archiveDescription: ArchiveDescription?,
        partSize: PartSize,
        creationDate: Timestamp
    ) {
        self.id = id
        self.archiveDescription = archiveDescription
        self.partSize = partSize
        self.creationDate = creationDate
    }
}

/// A part that has arrived whole.
public struct Part: Hashable, Sendable {
    /// Where its bytes lie in the archive.
    public let range: Range<Int64>
    /// Of the bytes of this part alone, as the server computed it.
    public let treeHash: Digest

    /// Takes a part whose bytes were hashed; the range is judged when the upload is completed.
    public init(range: Range<Int64>, treeHash: Digest) {
        self.range = range
        self.treeHash = treeHash
    }
}

/// What a request to complete an upload says of the archive.
public struct CompletionClaim: Hashable, Sendable {
    /// `x-amz-archive-size` in bytes: 1 or more.
    public let archiveSize: Int64
    /// `x-amz-archive-size` as sent: the error quotes it.
    public let archiveSizeHeader: String
    /// `x-amz-sha256-tree-hash`: that of the whole archive.
    public let treeHash: TreeHashClaim

    /// - Throws: `ServiceError.invalidArchiveSize` or `ServiceError.invalidTreeHash`.
    public init(archiveSizeHeader: String, treeHashHeader: String) throws(ServiceError) {
        guard let size = Int64(decimalDigits: archiveSizeHeader), size > 0 else {
            throw .invalidArchiveSize(archiveSizeHeader)
        }
        archiveSize = size
        self.archiveSizeHeader = archiveSizeHeader
        treeHash = try TreeHashClaim(header: treeHashHeader)
    }

    /// Whether the archive that came of an upload is the one claimed: the answer to a repeated request.
    public func check(size: Int64, treeHash actual: Digest) throws(ServiceError) {
        guard archiveSize == size else { throw .invalidArchiveSize(archiveSizeHeader) }
        guard treeHash.matches(actual) else { throw .invalidTreeHash(treeHash.header) }
    }
}

extension MultipartUpload {
    /// Judges whether parts make the claimed archive: contiguous from byte 0, every part but the last of exactly the
    /// part size, their sum the claimed size, their combined tree hash the claimed one.
    ///
    /// Every part but the last is a power of two of leaves, so the tree over the parts is the tree of the whole.
    ///
    /// - Parameter parts: all parts, ascending by first byte.
    /// - Returns: the tree hash of the archive.
    public func complete(with parts: [Part], as claim: CompletionClaim) throws(ServiceError) -> Digest {
        var folder = TreeFolder()
        var end: Int64 = 0
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            guard part.range.lowerBound == end, isLast || Int64(part.range.count) == partSize.bytes else {
                throw .partsNotContiguous(uploadID: id.text)
            }
            end = part.range.upperBound
            folder.append(part.treeHash)
        }
        guard let root = folder.root() else { throw .partsNotContiguous(uploadID: id.text) }
        try claim.check(size: end, treeHash: root)
        return root
    }
}
