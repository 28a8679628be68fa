import BlobStore
import GlacierModel
import SQLDatabase
import TreeHash

/// How a job stands in its row.
let jobColumns = """
    job_id, description, sns_topic, created_at, status, status_message, completed_at, archive_id, archive_size, \
    archive_tree_hash, first_byte, length, tree_hash, tier, inventory_format, inventory_at, inventory_writes, \
    start_date, end_date, item_limit, after_date, after_id, output_size, continue_date, continue_id
    """

/// How many columns `jobColumns` are.
let jobColumnCount = 25

/// The parameters `$1` to `$25`, for `jobColumns`.
let jobParameters = (1...jobColumnCount).map { "$\($0)" }.joined(separator: ", ")

func values(of job: Job) -> [SQLValue] {
    let common: [SQLValue] = [
        .text(job.id.text), SQLValue(job.jobDescription?.text), SQLValue(job.snsTopic), .timestamp(job.creationDate),
        .text(job.status.code.rawValue), SQLValue(job.status.message),
        SQLValue(job.status.completionDate?.milliseconds),
    ]
    switch job.work {
    case .archiveRetrieval(let retrieval):
        return common + values(of: retrieval) + [SQLValue](repeating: .null, count: 11)
    case .inventoryRetrieval(let retrieval):
        return common + [SQLValue](repeating: .null, count: 7) + values(of: retrieval)
    }
}

private func values(of retrieval: ArchiveRetrieval) -> [SQLValue] {
    [
        .text(retrieval.archiveID.text), .integer(retrieval.archiveSize), .digest(retrieval.archiveTreeHash),
        .integer(retrieval.range.lowerBound), .integer(Int64(retrieval.range.count)),
        SQLValue(retrieval.rangeTreeHash?.bytes), .text(retrieval.tier.rawValue),
    ]
}

private func values(of retrieval: InventoryRetrieval) -> [SQLValue] {
    let selection = retrieval.selection
    return [
        .text(retrieval.format.rawValue), .timestamp(retrieval.inventoryDate), .integer(retrieval.snapshot),
        SQLValue(selection.startDate?.milliseconds), SQLValue(selection.endDate?.milliseconds),
        SQLValue(selection.limit), SQLValue(selection.after?.creationDate.milliseconds),
        SQLValue(selection.after?.archiveID.text),
    ] + values(of: retrieval.output)
}

private func values(of output: InventoryOutput?) -> [SQLValue] {
    [
        SQLValue(output?.sizeInBytes), SQLValue(output?.continuation?.creationDate.milliseconds),
        SQLValue(output?.continuation?.archiveID.text),
    ]
}

/// - Parameter row: beginning with `jobColumns`.
func jobValue(from row: SQLRow) throws -> Job {
    Job(
        id: try row.parsed("jobs", "job_id") { try JobID(try row.text(0)) },
        work: try row.textOrNull(7) == nil
            ? .inventoryRetrieval(try inventoryRetrieval(from: row))
            : .archiveRetrieval(try archiveRetrieval(from: row)),
        jobDescription: try row.parsed("jobs", "description") { try JobDescription(try row.textOrNull(1)) },
        snsTopic: try row.textOrNull(2),
        creationDate: try row.timestamp(3),
        status: try jobStatus(from: row)
    )
}

private func jobStatus(from row: SQLRow) throws -> JobStatus {
    switch (JobStatusCode(rawValue: try row.text(4)), try row.timestampOrNull(6)) {
    case (.inProgress, nil): return .inProgress
    case (.succeeded, let completed?): return .succeeded(at: completed)
    case (.failed, let completed?):
        return .failed(at: completed, message: try row.textOrNull(5) ?? JobStatusCode.failed.rawValue)
    default: throw CorruptRow(table: "jobs", column: "status")
    }
}

private func archiveRetrieval(from row: SQLRow) throws -> ArchiveRetrieval {
    guard let tier = Tier(rawValue: try row.text(13)) else { throw CorruptRow(table: "jobs", column: "tier") }
    let first = try row.integer(10)
    let (end, overflow) = first.addingReportingOverflow(try row.integer(11))
    let size = try row.archiveSize(8, "jobs")
    guard !overflow, 0 <= first, first < end, end <= size else { throw CorruptRow(table: "jobs", column: "length") }
    return ArchiveRetrieval(
        archiveID: try row.parsed("jobs", "archive_id") { try ArchiveID(try row.text(7)) },
        archiveSize: size,
        archiveTreeHash: try row.digest(9, "jobs"),
        range: first..<end,
        rangeTreeHash: try row.digestOrNull(12, "jobs"),
        tier: tier
    )
}

private func inventoryRetrieval(from row: SQLRow) throws -> InventoryRetrieval {
    guard let format = InventoryFormat(rawValue: try row.text(14)) else {
        throw CorruptRow(table: "jobs", column: "inventory_format")
    }
    var output: InventoryOutput?
    if let size = try row.integerOrNull(22) {
        output = InventoryOutput(sizeInBytes: size, continuation: try position(from: row, 23, "continue_id"))
    }
    return InventoryRetrieval(
        format: format,
        inventoryDate: try row.timestamp(15),
        snapshot: try row.integer(16),
        selection: InventorySelection(
            startDate: try row.timestampOrNull(17),
            endDate: try row.timestampOrNull(18),
            limit: try row.integerOrNull(19),
            after: try position(from: row, 20, "after_id")
        ),
        output: output
    )
}

/// - Parameter column: of the date; that of the id follows it.
private func position(from row: SQLRow, _ column: Int, _ name: String) throws -> InventoryPosition? {
    guard let date = try row.timestampOrNull(column) else { return nil }
    return InventoryPosition(
        creationDate: date,
        archiveID: try row.parsed("jobs", name) { try ArchiveID(try row.text(column + 1)) }
    )
}
