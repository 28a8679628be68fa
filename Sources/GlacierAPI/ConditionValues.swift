public import GlacierModel

/// What policies' conditions can ask of a request's identifier and body.
///
/// It is read before the body is judged, by a caller who may not be allowed anything: what is malformed is not there,
/// and nothing is refused here.
public struct ConditionValues: Sendable {
    /// The archive that the request is about.
    public let archiveID: ArchiveID?
    /// The tags that are to be set, in the order of their keys.
    public let requestTags: [(key: String, value: String)]
    /// The keys of tags that are to be set or removed; nil for requests that are not about tags.
    public let tagKeys: [String]?

    /// No values: of requests about neither archives nor tags.
    public static let none = ConditionValues(archiveID: nil, requestTags: [], tagKeys: nil)

    private init(archiveID: ArchiveID?, requestTags: [(key: String, value: String)], tagKeys: [String]?) {
        self.archiveID = archiveID
        self.requestTags = requestTags
        self.tagKeys = tagKeys
    }

    /// Reads what there is.
    public init(_ operation: OperationName, identifier: String, body: [UInt8]) {
        switch operation {
        case .deleteArchive:
            self.init(archiveID: try? ArchiveID(identifier), requestTags: [], tagKeys: nil)
        case .initiateJob:
            self.init(archiveID: Self.archiveOfJob(body), requestTags: [], tagKeys: nil)
        case .addTagsToVault:
            let tags = Self.tags(body)
            self.init(archiveID: nil, requestTags: tags, tagKeys: tags.map(\.key))
        case .removeTagsFromVault:
            let keys = try? DocumentBody(body, named: "").strings("TagKeys")
            self.init(archiveID: nil, requestTags: [], tagKeys: keys ?? [])
        case .abortMultipartUpload, .abortVaultLock, .completeMultipartUpload, .completeVaultLock, .createVault,
            .deleteVault, .deleteVaultAccessPolicy, .deleteVaultNotifications, .describeJob, .describeVault,
            .getDataRetrievalPolicy, .getJobOutput, .getVaultAccessPolicy, .getVaultLock, .getVaultNotifications,
            .initiateMultipartUpload, .initiateVaultLock, .listJobs, .listMultipartUploads, .listParts,
            .listProvisionedCapacity, .listTagsForVault, .listVaults, .purchaseProvisionedCapacity,
            .setDataRetrievalPolicy, .setVaultAccessPolicy, .setVaultNotifications, .uploadArchive,
            .uploadMultipartPart:
            self = .none
        }
    }

    private static func archiveOfJob(_ body: [UInt8]) -> ArchiveID? {
        guard let document = try? DocumentBody(body, named: ""), let type = try? document.string("Type"),
            type == "archive-retrieval" || type == "select", let id = try? document.string("ArchiveId")
        else { return nil }
        return try? ArchiveID(id)
    }

    private static func tags(_ body: [UInt8]) -> [(key: String, value: String)] {
        guard let tags = try? DocumentBody(body, named: "").object("Tags") else { return [] }
        return tags.keys.compactMap { key in (try? tags.string(key)).map { (key, $0) } }
    }
}
