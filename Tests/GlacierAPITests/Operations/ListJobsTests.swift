import GlacierAPI
import GlacierModel
import Testing

@Suite("ListJobs on the wire")
struct ListJobsTests {
    private func input(_ query: String) throws -> ListJobs.Input {
        try ListJobs.input(for: Example.vault(), from: .with(query: query))
    }

    private func document(_ page: Page<Job>) throws -> String? {
        let output = ListJobs.Output(vault: try Example.vault("test-201609"), page: page)
        let response = ListJobs.response(to: output, deployment: Example.deployment)
        #expect(response.statusCode == 200)
        #expect(response.headerLines == [])
        return response.document
    }

    @Test(
        "filters must all hold; what cannot hold leaves no status",
        arguments: [
            ("", [.inProgress, .succeeded, .failed]), ("statuscode=InProgress", [.inProgress]),
            ("statuscode=Succeeded", [.succeeded]), ("statuscode=Failed", [.failed]),
            ("completed=true", [.succeeded, .failed]), ("completed=false", [.inProgress]),
            ("completed=TRUE", [.succeeded, .failed]), ("completed=False", [.inProgress]),
            ("completed=true&statuscode=Failed", [.failed]), ("completed=true&statuscode=InProgress", []),
            ("completed=false&statuscode=Succeeded", []), ("foo=bar&foo=baz", [.inProgress, .succeeded, .failed]),
        ] as [(String, Set<JobStatusCode>)]
    )
    func readsFilters(_ query: String, _ statuses: Set<JobStatusCode>) throws {
        #expect(try input(query).statuses == statuses)
    }

    @Test("a page holds 50 jobs unless fewer are asked for", arguments: [("", 50), ("limit=7", 7), ("limit=99", 50)])
    func readsLimit(_ query: String, _ limit: Int) throws {
        #expect(try input(query).limit.count == limit)
        #expect(try input(query).start == nil)
    }

    @Test("a marker is a job's id or one of our own")
    func readsMarker() throws {
        let id = try JobID(Example.jobID), date = Timestamp(milliseconds: 7)
        let own = ListingStart<JobThing>.marker(date: date, id: id)
        #expect(try input("marker=\(Example.jobID)").start == .item(id))
        #expect(try input("marker=\(own)").start == .position(date: date, id: id))
        #expect(try input("marker=").start == nil)
    }

    @Test(
        "wrong values are refused as sent",
        arguments: [
            ("statuscode=", .invalidJobStatus("")), ("statuscode=succeeded", .invalidJobStatus("succeeded")),
            ("completed=", .invalidParameter("Invalid completed: ")),
            ("completed=yes", .invalidParameter("Invalid completed: yes")), ("limit=0", .invalidLimit("0")),
            ("marker=x", .invalidMarker("x")), ("marker=UAAAAAAAOiwA", .invalidMarker("UAAAAAAAOiwA")),
            ("completed=true&completed=true", .invalidParameter("Parameter given more than once: completed")),
            ("statuscode=Failed&statuscode=Failed", .invalidParameter("Parameter given more than once: statuscode")),
        ] as [(String, ServiceError)]
    )
    func refusesValues(_ query: String, _ error: ServiceError) {
        #expect(throws: error) { try input(query) }
    }

    @Test("a vault without jobs has an empty list")
    func writesEmptyList() throws {
        #expect(try document(Page(found: [], limit: 50)) == #"{"JobList":[],"Marker":null}"#)
    }

    @Test("a job is listed as it is described: 28 bytes more")
    func writesList() throws {
        let document = try #require(try document(Page(found: [try Example.job()], limit: 50)))
        #expect(document == #"{"JobList":[\#(Example.jobDocument)],"Marker":null}"#)
        #expect(document.utf8.count == 870)
    }

    @Test("the marker of a page leads to the first job that it left out")
    func writesMarker() throws {
        let job = try Example.job()
        let document = try #require(try document(Page(found: [job, job, job], limit: 2)))
        // Base64url of J, the date and the id, worked out with another implementation.
        let marker =
            "SgAAAVbmRwGNdkpvNS1LTHMzRzUtSmdXU3cySVFBbWJDNHFLYU9WdGxYd1VCZEJETGhjUUExYk5UN3owX1JuZmZzelBtcEVHcThFcld1TV"
            + "9QV0I4eUs5d0JUUXNRT3l6Sm9rTlc"
        #expect(
            document
                == #"{"JobList":[\#(Example.jobDocument),\#(Example.jobDocument)],"Marker":"\#(marker)"}"#
        )
        #expect(try input("marker=\(marker)").start == .position(date: job.creationDate, id: job.id))
        #expect(ListJobs.operation == .listJobs)
    }
}
