import GlacierAPI
import GlacierModel
import Testing

@Suite("DescribeJob on the wire")
struct DescribeJobTests {
    private func document(_ job: Job, vault: String = "test-201609") throws -> String {
        let output = DescribeJob.Output(vault: try Example.vault(vault), job: job)
        let response = DescribeJob.response(to: output, deployment: Example.deployment)
        #expect(response.statusCode == 200)
        #expect(response.headerLines == [])
        return try #require(response.document)
    }

    /// The document with members exchanged for others.
    private func captured(_ changes: (String, String)...) -> String {
        changes.reduce(Example.jobDocument) { text, change in
            let pieces = text.split(separator: change.0, omittingEmptySubsequences: false)
            #expect(pieces.count == 2, "\(change.0) stands once")
            return pieces.joined(separator: change.1)
        }
    }

    @Test("the job's id is read from the path")
    func readsInput() throws {
        let input = try DescribeJob.input(for: Example.vault(), from: .with(identifier: Example.jobID))
        #expect(input.jobID.text == Example.jobID)
        #expect(DescribeJob.operation == .describeJob)
        #expect(throws: ServiceError.jobNotFound("x")) {
            try DescribeJob.input(for: Example.vault(), from: .with(identifier: "x"))
        }
    }

    @Test("a job in progress, as captured: 842 bytes")
    func writesJobInProgress() throws {
        let document = try document(Example.job())
        #expect(document.utf8.count == 842)
        #expect(document == Example.jobDocument)
    }

    @Test("a job that succeeded has a date and a message")
    func writesSucceededJob() throws {
        let done = JobStatus.succeeded(at: Timestamp(milliseconds: 1_472_756_628_001))
        #expect(
            try document(Example.job(status: done))
                == captured(
                    (
                        #""Completed":false,"CompletionDate":null"#,
                        #""Completed":true,"CompletionDate":"2016-09-01T19:03:48.001Z""#
                    ),
                    (
                        #""StatusCode":"InProgress","StatusMessage":null"#,
                        #""StatusCode":"Succeeded","StatusMessage":"Succeeded""#
                    )
                )
        )
    }

    @Test("a job that failed is completed too")
    func writesFailedJob() throws {
        let failed = JobStatus.failed(at: Timestamp(milliseconds: 1_472_756_628_001), message: "Failed")
        #expect(
            try document(Example.job(status: failed))
                == captured(
                    (
                        #""Completed":false,"CompletionDate":null"#,
                        #""Completed":true,"CompletionDate":"2016-09-01T19:03:48.001Z""#
                    ),
                    (
                        #""StatusCode":"InProgress","StatusMessage":null"#,
                        #""StatusCode":"Failed","StatusMessage":"Failed""#
                    )
                )
        )
    }

    @Test("a range has its own hash or none; description and topic are those of the job")
    func writesRange() throws {
        let job = try Example.job(
            range: 1_048_576..<2_132_743,
            rangeTreeHash: nil,
            description: "put \"anything\" here",
            topic: "arn:aws:sns:us-east-1:111122223333:t"
        )
        #expect(
            try document(job)
                == captured(
                    (
                        #""RetrievalByteRange":"0-2132742","SHA256TreeHash":"\#(Example.treeHash)","SNSTopic":null"#,
                        #""RetrievalByteRange":"1048576-2132742","SHA256TreeHash":null,"#
                            + #""SNSTopic":"arn:aws:sns:us-east-1:111122223333:t""#
                    ),
                    (#""JobDescription":null"#, #""JobDescription":"put \"anything\" here""#)
                )
        )
    }

    private static let inventory = InventoryRetrieval(
        format: .json,
        inventoryDate: Timestamp(seconds: 1_472_700_000),
        snapshot: 1,
        selection: .everything,
        output: nil
    )

    @Test("an inventory in progress, as captured: 635 bytes")
    func writesInventoryInProgress() throws {
        let document = try document(Example.inventoryJob(Self.inventory), vault: "201407")
        #expect(document.utf8.count == 635)
        #expect(document == Example.inventoryJobDocument)
    }

    @Test("an inventory that succeeded, as captured: 662 bytes")
    func writesSucceededInventory() throws {
        let done = InventoryRetrieval(
            format: .json,
            inventoryDate: Self.inventory.inventoryDate,
            snapshot: 1,
            selection: .everything,
            output: InventoryOutput(sizeInBytes: 9011, continuation: nil)
        )
        let status = JobStatus.succeeded(at: Timestamp(milliseconds: 1_472_735_748_835))
        let document = try document(Example.inventoryJob(done, status: status), vault: "201407")
        #expect(document.utf8.count == 662)
        #expect(
            document.contains(
                #""Completed":true,"CompletionDate":"2016-09-01T13:15:48.835Z","CreationDate""#
            )
        )
        #expect(document.contains(#""InventorySizeInBytes":9011,"JobDescription""#))
        #expect(document.contains(#""StatusCode":"Succeeded","StatusMessage":"Succeeded","Tier":null"#))
    }

    @Test("a narrowed inventory echoes its parameters, dates in seconds, and shows the marker of the next page alone")
    func writesInventoryParameters() throws {
        let vault = try Example.vault("v01")
        let last = InventoryPosition(creationDate: Timestamp(seconds: 5), archiveID: try ArchiveID(Example.archiveID))
        let narrowed = InventoryRetrieval(
            format: .csv,
            inventoryDate: Self.inventory.inventoryDate,
            snapshot: 1,
            selection: InventorySelection(
                startDate: Timestamp(milliseconds: 1_470_553_952_999),
                endDate: Timestamp(seconds: 1_470_959_210),
                limit: 100,
                after: last
            ),
            output: InventoryOutput(sizeInBytes: 124, continuation: last)
        )
        let status = JobStatus.succeeded(at: Timestamp(milliseconds: 1_472_735_748_835))
        let document = try document(Example.inventoryJob(narrowed, status: status), vault: "v01")
        let marker = InventoryMarker.text(behind: last, in: vault)
        #expect(marker.utf8.count <= 1024)
        #expect(
            document.contains(
                #""InventoryRetrievalParameters":{"EndDate":"2016-08-11T23:46:50Z","Format":"CSV","Limit":"100","#
                    + #""Marker":"\#(marker)","StartDate":"2016-08-07T07:12:32Z"},"InventorySizeInBytes":124"#
            )
        )
    }
}
