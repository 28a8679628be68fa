public import GlacierModel
public import TreeHash

/// A multipart upload in progress as listings show it. What was not said is nil.
public struct ListedUpload: Hashable, Sendable {
    /// The future archive's; nil when there is none.
    public let archiveDescription: String?
    /// When the upload was initiated.
    public let creationDate: Timestamp?
    /// Names the upload.
    public let uploadID: String?
    /// Bytes of every part but the last.
    public let partSizeInBytes: Int64?
    /// The vault that the upload is of.
    public let vaultARN: String?

    init(_ document: AnswerDocument) throws(UnreadableAnswer) {
        archiveDescription = try document.string("ArchiveDescription")
        creationDate = try document.date("CreationDate")
        uploadID = try document.string("MultipartUploadId")
        partSizeInBytes = try document.integer("PartSizeInBytes")
        vaultARN = try document.string("VaultARN")
    }
}

/// A part that has arrived whole.
public struct ListedPart: Hashable, Sendable {
    /// Where its bytes lie in the archive.
    public let range: Range<Int64>
    /// Of the bytes of this part alone, as the service computed it.
    public let treeHash: Digest

    init(_ document: AnswerDocument) throws(UnreadableAnswer) {
        guard let range = try document.range("RangeInBytes") else { throw UnreadableAnswer("RangeInBytes") }
        guard let treeHash = try document.digest("SHA256TreeHash") else { throw UnreadableAnswer("SHA256TreeHash") }
        self.range = range
        self.treeHash = treeHash
    }
}
