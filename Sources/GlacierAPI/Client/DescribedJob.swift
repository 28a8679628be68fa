public import GlacierModel
import HTTPTypes
public import TreeHash

/// A job as DescribeJob answers, ListJobs lists and notifications tell it, whichever service it is. What was not said,
/// or does not belong to the kind of job, is nil.
public struct DescribedJob: Hashable, Sendable {
    /// What an inventory job was asked for.
    public struct Inventory: Hashable, Sendable {
        /// `JSON` or `CSV`.
        public let format: String?
        /// Archives created at or after this moment.
        public let startDate: Timestamp?
        /// Archives created before this moment.
        public let endDate: Timestamp?
        /// The most archives that are listed.
        public let limit: Int64?
        /// Where the next job goes on, once this one has succeeded; nil when nothing is left.
        public let marker: String?

        init(_ document: AnswerDocument) throws(UnreadableAnswer) {
            format = try document.string("Format")
            startDate = try document.date("StartDate")
            endDate = try document.date("EndDate")
            limit = try document.integer("Limit")
            marker = try document.string("Marker")
        }
    }

    /// `ArchiveRetrieval`, `InventoryRetrieval` or `Select`.
    public let action: String?
    /// Of archive retrievals and selections.
    public let archiveID: String?
    /// Of the whole archive.
    public let archiveTreeHash: Digest?
    /// Bytes of the whole archive.
    public let archiveSizeInBytes: Int64?
    /// Whether the job has ended, in success or failure.
    public let isCompleted: Bool
    /// When it ended.
    public let completionDate: Timestamp?
    /// When it was started.
    public let creationDate: Timestamp?
    /// Of inventory retrievals.
    public let inventoryRetrievalParameters: Inventory?
    /// Bytes of the inventory, once the job has succeeded.
    public let inventorySizeInBytes: Int64?
    /// The caller's words.
    public let jobDescription: String?
    /// Good until the job is forgotten.
    public let jobID: String?
    /// Where a selection's results lie in its bucket.
    public let jobOutputPath: String?
    /// Where a selection's results go.
    public let outputLocation: SelectOutputLocation?
    /// The bytes of the archive that are retrieved.
    public let retrievalByteRange: Range<Int64>?
    /// What a selection selects.
    public let selectParameters: SelectParameters?
    /// Of the retrieved range, where it is tree-hash aligned.
    public let treeHash: Digest?
    /// The job's own topic.
    public let snsTopic: String?
    /// `InProgress`, `Succeeded` or `Failed`.
    public let statusCode: String?
    /// The service's words for the status.
    public let statusMessage: String?
    /// `Expedited`, `Standard` or `Bulk`.
    public let tier: String?
    /// The vault that the job is of.
    public let vaultARN: String?

    /// The status where it is one of the three that are known.
    public var status: JobStatusCode? { statusCode.flatMap(JobStatusCode.init(rawValue:)) }

    init(_ document: AnswerDocument) throws(UnreadableAnswer) {
        action = try document.string("Action")
        archiveID = try document.string("ArchiveId")
        archiveTreeHash = try document.digest("ArchiveSHA256TreeHash")
        archiveSizeInBytes = try document.integer("ArchiveSizeInBytes")
        isCompleted = try document.bool("Completed") ?? false
        completionDate = try document.date("CompletionDate")
        creationDate = try document.date("CreationDate")
        var inventory: Inventory?
        if let parameters = try document.object("InventoryRetrievalParameters") {
            inventory = try Inventory(parameters)
        }
        inventoryRetrievalParameters = inventory
        inventorySizeInBytes = try document.integer("InventorySizeInBytes")
        jobDescription = try document.string("JobDescription")
        jobID = try document.string("JobId")
        jobOutputPath = try document.string("JobOutputPath")
        var location: SelectOutputLocation?
        if let output = try document.object("OutputLocation")?.object("S3") {
            location = try SelectOutputLocation(output)
        }
        outputLocation = location
        retrievalByteRange = try document.range("RetrievalByteRange")
        var selection: SelectParameters?
        if let parameters = try document.object("SelectParameters") { selection = try SelectParameters(parameters) }
        selectParameters = selection
        treeHash = try document.digest("SHA256TreeHash")
        snsTopic = try document.string("SNSTopic")
        statusCode = try document.string("StatusCode")
        statusMessage = try document.string("StatusMessage")
        tier = try document.string("Tier")
        vaultARN = try document.string("VaultARN")
    }

    /// The job that a notification's message tells of.
    ///
    /// - Throws: `UnreadableAnswer` when the message is not a job's document.
    public init(notification message: String) throws(UnreadableAnswer) {
        try self.init(APIAnswer(status: .ok, headers: [:], body: Array(message.utf8)).document())
    }
}
