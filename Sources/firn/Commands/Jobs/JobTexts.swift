import Glacier
import JSONText

/// Jobs below each other. Ids are too long for a column in the middle: they stand at the end, and are never cut.
struct JobTable {
    let sizes: HumanSize.Style
    private var table = TextTable([
        TextTable.Column("STATUS"), TextTable.Column("ACTION"), TextTable.Column("TIER"),
        TextTable.Column("SIZE", .right), TextTable.Column("CREATED"), TextTable.Column("JOB"),
    ])

    init(sizes: HumanSize.Style) { self.sizes = sizes }

    mutating func add(_ job: DescribedJob) {
        table.add([
            job.statusCode, job.action, job.tier, job.outputBytes.map { "\(HumanSize($0, sizes))" },
            job.creationDate.map { "\(HumanTime($0))" }, job.jobID,
        ])
    }

    func text(for terminal: Terminal) -> String {
        table.text(
            for: Terminal(
                isTerminal: terminal.isTerminal,
                width: nil,
                isInteractive: terminal.isInteractive,
                style: terminal.style
            )
        )
    }
}

extension DescribedJob {
    /// Bytes of the output, where they are known.
    fileprivate var outputBytes: Int64? {
        inventorySizeInBytes ?? retrievalByteRange.map { Int64($0.count) } ?? archiveSizeInBytes
    }

    private var rangeText: String? { retrievalByteRange.map { "\($0.lowerBound)-\($0.upperBound - 1)" } }

    /// What people want to know.
    func record(_ sizes: HumanSize.Style) -> TextRecord {
        var record = TextRecord()
        record.add("job", jobID)
        record.add("description", jobDescription)
        record.add("action", action)
        record.add("status", statusCode)
        record.add("message", statusMessage == statusCode ? nil : statusMessage)
        record.add("tier", tier)
        record.add("created", creationDate.map { "\(HumanTime($0))" })
        record.add("ended", completionDate.map { "\(HumanTime($0))" })
        record.add("archive", archiveID)
        record.add("archive size", archiveSizeInBytes.map { "\(HumanSize($0, sizes))" })
        record.add("bytes", rangeText)
        record.add("tree hash", (treeHash ?? archiveTreeHash)?.hex)
        record.add("format", inventoryRetrievalParameters?.format)
        record.add("output size", inventorySizeInBytes.map { "\(HumanSize($0, sizes))" })
        record.add("next marker", inventoryRetrievalParameters?.marker)
        record.add("output path", jobOutputPath)
        record.add("topic", snsTopic)
        return record
    }

    /// With the keys of DescribeJob.
    var document: JSONObject {
        var document = JSONObject()
        document.add("Action", action)
        document.add("ArchiveId", archiveID)
        document.add("ArchiveSHA256TreeHash", archiveTreeHash?.hex)
        document.add("ArchiveSizeInBytes", archiveSizeInBytes)
        document.add("Completed", isCompleted)
        document.add("CompletionDate", completionDate?.millisecondsText)
        document.add("CreationDate", creationDate?.millisecondsText)
        document.add("InventoryRetrievalParameters", inventoryRetrievalParameters?.document)
        document.add("InventorySizeInBytes", inventorySizeInBytes)
        document.add("JobDescription", jobDescription)
        document.add("JobId", jobID)
        if let jobOutputPath { document.add("JobOutputPath", jobOutputPath) }
        document.add("RetrievalByteRange", rangeText)
        document.add("SHA256TreeHash", treeHash?.hex)
        document.add("SNSTopic", snsTopic)
        document.add("StatusCode", statusCode)
        document.add("StatusMessage", statusMessage)
        document.add("Tier", tier)
        document.add("VaultARN", vaultARN)
        return document
    }
}

extension DescribedJob.Inventory {
    fileprivate var document: JSONObject {
        var document = JSONObject()
        document.add("EndDate", endDate?.secondsText)
        document.add("Format", format)
        document.add("Limit", limit.map(String.init))
        document.add("Marker", marker)
        document.add("StartDate", startDate?.secondsText)
        return document
    }
}
