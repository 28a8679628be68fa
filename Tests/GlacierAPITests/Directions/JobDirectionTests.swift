import GlacierAPI
import GlacierModel
import HTTPTypes
import JSONText
import Testing
import TreeHash

@Suite("Both directions: jobs")
struct JobDirectionTests {
    @Test("a retrieval of a range of an archive")
    func archives() throws {
        let call = InitiateJob.Call(
            vault: "v",
            job: .archiveRetrieval(archiveID: Example.archiveID, range: 0..<1_048_576, tier: .bulk),
            jobDescription: "words",
            snsTopic: "arn:t"
        )
        let input = try InitiateJob.received(call)
        let range = try RetrievalByteRange("0-1048575")
        #expect(input.work == .archiveRetrieval(try ArchiveID(Example.archiveID), range, .bulk))
        #expect(input.jobDescription?.text == "words")
        #expect(input.snsTopic == "arn:t")
        let plain = InitiateJob.Call(vault: "v", job: .archiveRetrieval(archiveID: Example.archiveID))
        let whole = try InitiateJob.received(plain)
        #expect(whole.work == .archiveRetrieval(try ArchiveID(Example.archiveID), nil, .standard))
        #expect(whole.jobDescription == nil)
        #expect(whole.snsTopic == nil)
    }

    @Test("an inventory, all of it or a selection")
    func inventories() throws {
        let everything = InitiateJob.Call(vault: "v", job: .inventoryRetrieval())
        #expect(try InitiateJob.received(everything).work == .inventoryRetrieval(.json, .everything))
        let vault = try Example.vault("v")
        let place = InventoryPosition(
            creationDate: Timestamp(milliseconds: 1_472_742_228_365),
            archiveID: try ArchiveID(Example.archiveID)
        )
        let filter = InventoryFilter(
            startDate: Timestamp(seconds: 1_735_689_600),
            endDate: Timestamp(seconds: 1_767_225_600),
            limit: 10,
            marker: InventoryMarker.text(behind: place, in: vault)
        )
        let call = InitiateJob.Call(vault: "v", job: .inventoryRetrieval(format: .csv, filter: filter))
        let selection = InventorySelection(
            startDate: filter.startDate,
            endDate: filter.endDate,
            limit: 10,
            after: place
        )
        #expect(try InitiateJob.received(call).work == .inventoryRetrieval(.csv, selection))
    }

    @Test("a job that was started")
    func tellsStart() throws {
        let told = try InitiateJob.told(
            InitiateJob.Output(vault: try Example.vault(), jobID: try JobID(Example.jobID))
        )
        #expect(told.jobID == Example.jobID)
        #expect(told.location == "/111122223333/vaults/examplevault/jobs/\(Example.jobID)")
        #expect(told.jobOutputPath == nil)
    }

    @Test("a job of an archive as it is described, listed and told to topics")
    func describesArchiveJobs() throws {
        let call = DescribeJob.Call(vault: "v", jobID: Example.jobID)
        #expect(try DescribeJob.received(call).jobID.text == Example.jobID)
        let output = DescribeJob.Output(
            vault: try Example.vault("test-201609"),
            job: try Example.job(description: "words", topic: "arn:t")
        )
        let job = try DescribeJob.told(output)
        #expect(job == (try DescribedJob(notification: output.text(Example.deployment))))
        #expect(job.action == "ArchiveRetrieval")
        #expect(job.archiveID == Example.archiveID)
        #expect(job.archiveTreeHash?.hex == Example.treeHash)
        #expect(job.archiveSizeInBytes == 2_132_743)
        #expect(!job.isCompleted)
        #expect(job.completionDate == nil)
        #expect(job.creationDate == Timestamp(milliseconds: 1_472_742_228_365))
        #expect(job.inventoryRetrievalParameters == nil)
        #expect(job.jobDescription == "words")
        #expect(job.jobID == Example.jobID)
        #expect(job.retrievalByteRange == 0..<2_132_743)
        #expect(job.treeHash?.hex == Example.treeHash)
        #expect(job.snsTopic == "arn:t")
        #expect(job.status == .inProgress)
        #expect(job.statusMessage == nil)
        #expect(job.tier == "Standard")
        #expect(job.vaultARN == "arn:aws:glacier:us-east-1:111122223333:vaults/test-201609")
    }

    @Test("a page of jobs names the next one, and filters are sent")
    func listsJobs() throws {
        let job = try Example.job(status: .failed(at: Timestamp(seconds: 1_472_800_000), message: "why"))
        let output = ListJobs.Output(vault: try Example.vault(), page: Page(found: [job, job], limit: 1))
        let page = try ListJobs.told(output)
        #expect(page.items.map(\.status) == [.failed])
        #expect(page.items[0].isCompleted)
        #expect(page.items[0].statusMessage == "why")
        #expect(page.items[0].completionDate == Timestamp(seconds: 1_472_800_000))
        let call = ListJobs.Call(
            vault: "v",
            limit: 2,
            marker: page.marker,
            statusCode: .failed,
            completed: true
        )
        let input = try ListJobs.received(call)
        #expect(input.start == .position(date: job.creationDate, id: job.id))
        #expect(input.limit.count == 2)
        #expect(input.statuses == [.failed])
        #expect(try ListJobs.received(ListJobs.Call(vault: "v", completed: false)).statuses == [.inProgress])
        #expect(try ListJobs.received(ListJobs.Call(vault: "v")).statuses == [.inProgress, .succeeded, .failed])
    }

    @Test("a job of an inventory is described with the marker of the next")
    func describesInventoryJobs() throws {
        let place = InventoryPosition(
            creationDate: Timestamp(milliseconds: 1_472_742_228_365),
            archiveID: try ArchiveID(Example.archiveID)
        )
        let retrieval = InventoryRetrieval(
            format: .csv,
            inventoryDate: Timestamp(seconds: 1_472_721_000),
            snapshot: 1,
            selection: InventorySelection(
                startDate: Timestamp(seconds: 1_735_689_600),
                endDate: nil,
                limit: 3,
                after: nil
            ),
            output: InventoryOutput(sizeInBytes: 9011, continuation: place)
        )
        let job = try Example.inventoryJob(retrieval, status: .succeeded(at: Timestamp(seconds: 1_472_800_000)))
        let vault = try Example.vault()
        let told = try DescribeJob.told(DescribeJob.Output(vault: vault, job: job))
        #expect(told.inventorySizeInBytes == 9011)
        #expect(told.inventoryRetrievalParameters?.format == "CSV")
        #expect(told.inventoryRetrievalParameters?.limit == 3)
        #expect(told.inventoryRetrievalParameters?.startDate == Timestamp(seconds: 1_735_689_600))
        #expect(told.inventoryRetrievalParameters?.endDate == nil)
        #expect(told.inventoryRetrievalParameters?.marker == InventoryMarker.text(behind: place, in: vault))
        #expect(told.retrievalByteRange == nil)
    }

    @Test(
        "bytes of an output are asked for",
        arguments: [
            (JobOutputBytes.range(3..<5), 3..<5), (.from(8), 8..<10), (.last(4), 6..<10), (.range(7..<100), 7..<10),
        ]
    )
    func asksForBytes(_ bytes: JobOutputBytes, _ range: Range<Int64>) throws {
        let call = GetJobOutput.Call(vault: "v", jobID: Example.jobID, range: bytes)
        let input = try GetJobOutput.received(call)
        #expect(input.jobID.text == Example.jobID)
        #expect(try input.range?.resolve(total: 10) == range)
        let whole = GetJobOutput.Call(vault: "v", jobID: Example.jobID)
        #expect(try GetJobOutput.received(whole).range == nil)
    }

    @Test("bytes of an output are told of")
    func tellsOfBytes() throws {
        let hash = try Example.digest(Example.treeHash)
        let part = try GetJobOutput.told(
            GetJobOutput.Output(
                content: .archive(try ArchiveDescription("d"), treeHash: hash),
                range: 3..<5,
                total: 10,
                isPartial: true
            )
        )
        #expect(part.isPartial)
        #expect(part.range == 3..<5)
        #expect(part.totalLength == 10)
        #expect(part.contentLength == 2)
        #expect(part.contentType == "application/octet-stream")
        #expect(part.acceptRanges == "bytes")
        #expect(part.archiveDescription == "d")
        #expect(part.treeHash == hash)
        let whole = try GetJobOutput.told(
            GetJobOutput.Output(content: .inventory(.csv), range: 0..<10, total: 10, isPartial: false)
        )
        #expect(!whole.isPartial)
        #expect(whole.range == nil)
        #expect(whole.contentLength == 10)
        #expect(whole.contentType == "text/csv")
        #expect(whole.treeHash == nil)
    }

    @Test("a selection comes back as it was asked for, from services that have them")
    func selections() throws {
        let parameters = SelectParameters(
            expression: "SELECT * FROM archive",
            input: SelectParameters.Input(fileHeaderInfo: "USE", comments: "#", quoteCharacter: "'"),
            output: SelectParameters.Output(quoteFields: "ALWAYS", recordDelimiter: "\n")
        )
        var output = SelectOutputLocation(bucketName: "b", prefix: "p", cannedACL: "private")
        output.accessControlList = [
            SelectOutputLocation.Grant(granteeType: "Group", uri: "http://u", permission: "READ")
        ]
        output.encryption = SelectOutputLocation.Encryption(encryptionType: "aws:kms", kmsKeyID: "k")
        output.tagging = ["a": "b"]
        output.userMetadata = ["c": "d"]
        let call = InitiateJob.Call(
            vault: "v",
            job: .select(parameters, archiveID: Example.archiveID, output: output)
        )
        guard case .json(let document) = try InitiateJob.request(for: call).body,
            case .object(let members)? = JSONValue(parsing: document)
        else {
            Issue.record("no document")
            return
        }
        #expect(members["Type"] == .string("select"))
        let told = try DescribeJob.reply(from: APIAnswer(status: .ok, headers: [:], body: document))
        #expect(told.selectParameters == parameters)
        #expect(told.outputLocation == output)
        #expect(told.archiveID == Example.archiveID)
    }
}
