import HTTPTypes
public import TreeHash

/// An archive that was made, by an upload in one piece or by completing one in parts.
public struct ArchiveCreation: Hashable, Sendable {
    /// Needed to retrieve and to delete the archive. The service lists it in inventories only.
    public let archiveID: String
    /// Of the whole archive, as the service computed it; nil when it did not say.
    public let treeHash: Digest?
    /// The archive's path; nil when the service did not say.
    public let location: String?

    init(_ answer: APIAnswer) throws(UnreadableAnswer) {
        archiveID = try answer.requiredHeader(.archiveID)
        treeHash = try answer.digest(.treeHash)
        location = answer.headers[.location]
    }
}
