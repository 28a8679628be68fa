public import GlacierAPI
public import GlacierModel
public import TreeHash

/// What DescribeJob answers. The first use of an attribute fetches all of them, unless a listing told them already;
/// then they are kept until ``load()``. What was not said, or does not belong to the kind of job, is nil.
extension Job {
    /// All attributes at once.
    public var attributes: DescribedJob { get async throws { try await known.value } }

    /// Fetches the attributes anew, for this job and its copies.
    @discardableResult
    public func load() async throws -> DescribedJob { try await known.load() }

    /// The same as ``load()``.
    @discardableResult
    public func reload() async throws -> DescribedJob { try await load() }

    /// `ArchiveRetrieval`, `InventoryRetrieval` or `Select`.
    public var action: String? { get async throws { try await attributes.action } }
    /// Of archive retrievals and selections.
    public var archiveID: String? { get async throws { try await attributes.archiveID } }
    /// Of the whole archive.
    public var archiveTreeHash: Digest? { get async throws { try await attributes.archiveTreeHash } }
    /// Bytes of the whole archive.
    public var archiveSizeInBytes: Int64? { get async throws { try await attributes.archiveSizeInBytes } }
    /// Whether the job has ended, in success or failure.
    public var isCompleted: Bool { get async throws { try await attributes.isCompleted } }
    /// When it ended.
    public var completionDate: Timestamp? { get async throws { try await attributes.completionDate } }
    /// When it was started.
    public var creationDate: Timestamp? { get async throws { try await attributes.creationDate } }
    /// Of inventory retrievals.
    public var inventoryRetrievalParameters: DescribedJob.Inventory? {
        get async throws { try await attributes.inventoryRetrievalParameters }
    }
    /// Bytes of the inventory, once the job has succeeded.
    public var inventorySizeInBytes: Int64? { get async throws { try await attributes.inventorySizeInBytes } }
    /// The caller's words.
    public var jobDescription: String? { get async throws { try await attributes.jobDescription } }
    /// Where a selection's results lie in its bucket.
    public var jobOutputPath: String? { get async throws { try await attributes.jobOutputPath } }
    /// Where a selection's results go.
    public var outputLocation: SelectOutputLocation? { get async throws { try await attributes.outputLocation } }
    /// The bytes of the archive that are retrieved.
    public var retrievalByteRange: Range<Int64>? { get async throws { try await attributes.retrievalByteRange } }
    /// What a selection selects.
    public var selectParameters: SelectParameters? { get async throws { try await attributes.selectParameters } }
    /// The job's own topic.
    public var snsTopic: String? { get async throws { try await attributes.snsTopic } }
    /// The status where it is one of the three that are known.
    public var status: JobStatusCode? { get async throws { try await attributes.status } }
    /// `InProgress`, `Succeeded` or `Failed`.
    public var statusCode: String? { get async throws { try await attributes.statusCode } }
    /// The service's words for the status.
    public var statusMessage: String? { get async throws { try await attributes.statusMessage } }
    /// `Expedited`, `Standard` or `Bulk`.
    public var tier: String? { get async throws { try await attributes.tier } }
    /// Of the retrieved range, where it is tree-hash aligned.
    public var treeHash: Digest? { get async throws { try await attributes.treeHash } }
    /// The vault that the job is of.
    public var vaultARN: String? { get async throws { try await attributes.vaultARN } }
}
