import GlacierModel

/// The members of InitiateJob's body as text. All are read before any is judged, so that a wrong type is found first;
/// only what a type of job ignores is not looked at.
struct JobParameters {
    private let type: String?
    private let archiveID: String?
    private let jobDescription: String?
    private let snsTopic: String?
    private let tier: String?
    private let range: String?
    private let body: DocumentBody

    /// - Throws: `ServiceError.malformedBody` for a value of the wrong JSON type.
    init(_ body: DocumentBody) throws(ServiceError) {
        type = try body.string("Type")
        archiveID = try body.string("ArchiveId")
        jobDescription = try body.string("Description")
        snsTopic = try body.string("SNSTopic")
        tier = try body.string("Tier")
        range = try body.string("RetrievalByteRange")
        self.body = body
    }

    func input(for vault: VaultReference) throws(ServiceError) -> InitiateJob.Input {
        guard let type else { throw .missingParameter("type") }
        let work: InitiateJob.Work
        switch type {
        case "archive-retrieval": work = try archiveRetrieval()
        case "inventory-retrieval": work = try inventoryRetrieval(of: vault)
        case "select": throw .invalidParameter("Select jobs are not available on this server.")
        default: throw .invalidParameter("Invalid type: \(type)")
        }
        let description = try JobDescription(jobDescription)
        // No ARN holds one, and not every catalogue can keep it.
        if snsTopic?.contains("\0") == true { throw .invalidParameter("Invalid SNS topic") }
        return InitiateJob.Input(
            vault: vault,
            work: work,
            jobDescription: description,
            snsTopic: snsTopic?.isEmpty == true ? nil : snsTopic
        )
    }

    private func archiveRetrieval() throws(ServiceError) -> InitiateJob.Work {
        guard let archiveID else { throw .missingParameter("archiveId") }
        guard let tier = Tier(rawValue: tier ?? Tier.standard.rawValue) else {
            throw .invalidParameter("Invalid tier: \(tier ?? "null")")
        }
        var byteRange: RetrievalByteRange?
        if let range { byteRange = try RetrievalByteRange(range) }
        return .archiveRetrieval(try ArchiveID(archiveID), byteRange, tier)
    }

    private func inventoryRetrieval(of vault: VaultReference) throws(ServiceError) -> InitiateJob.Work {
        let format = try body.string("Format")
        let inventory = try body.object("InventoryRetrievalParameters").map(InventoryParameters.init)
        if archiveID != nil { throw .invalidParameter("An inventory retrieval takes no archive ID.") }
        if range != nil { throw .invalidParameter("An inventory retrieval takes no retrieval byte range.") }
        let name = format ?? inventory?.format ?? InventoryFormat.json.rawValue
        guard let format = InventoryFormat(rawValue: name) else { throw .invalidParameter("Invalid format: \(name)") }
        return .inventoryRetrieval(format, try inventory?.selection(of: vault) ?? .everything)
    }
}

/// The members of `InventoryRetrievalParameters` as text.
private struct InventoryParameters {
    let format: String?
    private let startDate: String?
    private let endDate: String?
    private let limit: String?
    private let marker: String?

    init(_ object: DocumentBody) throws(ServiceError) {
        format = try object.string("Format")
        startDate = try object.string("StartDate")
        endDate = try object.string("EndDate")
        limit = try object.stringOrNumber("Limit")
        marker = try object.string("Marker")
    }

    func selection(of vault: VaultReference) throws(ServiceError) -> InventorySelection {
        let start = try date(startDate, "start"), end = try date(endDate, "end")
        if let start, let end, end < start {
            throw .invalidParameter("The start date lies behind the end date: \(startDate ?? ""), \(endDate ?? "")")
        }
        var count: Int64?
        if let limit {
            // A number with more digits than an Int64 holds is still one: all archives are fewer.
            guard let number = Int64(clampingDecimalDigits: limit), number >= 1 else { throw .invalidLimit(limit) }
            count = number
        }
        var after: InventoryPosition?
        if let marker, !marker.isEmpty { after = try InventoryMarker.position(marker, in: vault) }
        return InventorySelection(startDate: start, endDate: end, limit: count, after: after)
    }

    private func date(_ text: String?, _ name: String) throws(ServiceError) -> Timestamp? {
        guard let text else { return nil }
        guard let date = Timestamp(iso8601: text) else { throw .invalidParameter("Invalid \(name) date: \(text)") }
        return date
    }
}
