public import GlacierModel
import JSONText

/// What a job is asked to do. What is nil is left to the service.
public enum JobRequest: Hashable, Sendable {
    /// Makes an archive, or a megabyte-aligned range of it, available for download.
    case archiveRetrieval(archiveID: String, range: Range<Int64>? = nil, tier: Tier? = nil)
    /// Makes the list of the vault's archives available for download.
    case inventoryRetrieval(format: InventoryFormat? = nil, filter: InventoryFilter? = nil)
    /// Writes what an SQL query finds in an archive to object storage.
    case select(SelectParameters, archiveID: String, output: SelectOutputLocation, tier: Tier? = nil)

    /// Adds the keys of the kind of job to InitiateJob's document.
    func add(to json: inout JSONObject) throws(UnsendableCall) {
        switch self {
        case .archiveRetrieval(let archiveID, let range, let tier):
            json.add("Type", "archive-retrieval")
            json.add("ArchiveId", archiveID)
            if let range { json.add("RetrievalByteRange", try range.inclusiveText(named: "retrievalByteRange")) }
            json.addGiven("Tier", tier?.rawValue)
        case .inventoryRetrieval(let format, let filter):
            json.add("Type", "inventory-retrieval")
            json.addGiven("Format", format?.rawValue)
            json.addGiven("InventoryRetrievalParameters", filter?.document)
        case .select(let parameters, let archiveID, let output, let tier):
            json.add("Type", "select")
            json.add("ArchiveId", archiveID)
            json.addGiven("Tier", tier?.rawValue)
            json.add("SelectParameters", parameters.document)
            var location = JSONObject()
            location.add("S3", output.document)
            json.add("OutputLocation", location)
        }
    }
}

/// Which archives an inventory job lists. What is nil does not narrow the list.
public struct InventoryFilter: Hashable, Sendable {
    /// Archives created at or after this moment.
    public var startDate: Timestamp?
    /// Archives created before this moment.
    public var endDate: Timestamp?
    /// The most archives to list, 1 or more.
    public var limit: Int64?
    /// The marker of an earlier inventory job: the list goes on where that one ended.
    public var marker: String?

    /// Takes any bounds: the service judges them.
    public init(
        startDate: Timestamp? = nil,
        endDate: Timestamp? = nil,
        limit: Int64? = nil,
        marker: String? = nil
    ) {
        self.startDate = startDate
        self.endDate = endDate
        self.limit = limit
        self.marker = marker
    }

    var document: JSONObject {
        var json = JSONObject()
        json.addGiven("StartDate", startDate?.secondsText)
        json.addGiven("EndDate", endDate?.secondsText)
        json.addGiven("Limit", limit.map { String($0) })
        json.addGiven("Marker", marker)
        return json
    }
}
