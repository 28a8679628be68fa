import GlacierAPI
import GlacierModel
import Testing

@Suite("DescribeJob on the wire")
struct DescribeJobTests {
    private func document(_ job: Job) throws -> String {
        let output = DescribeJob.Output(vault: try Example.vault("test-201609"), job: job)
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
}
