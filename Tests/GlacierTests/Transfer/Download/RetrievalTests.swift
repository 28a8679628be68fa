import GlacierAPI
import GlacierModel
import HTTPTypes
import TestSupport
import Testing

@testable import Glacier

@Suite("The jobs that downloads use")
struct RetrievalTests {
    typealias Step = ScriptedService.Step

    private static let archive = "archive"

    /// A job as the service tells it.
    private static func job(
        _ id: String,
        _ status: String = "Succeeded",
        archive: String = archive,
        range: String = "0-9",
        tier: String = "Standard",
        created: String = "2026-01-02T03:04:05.006Z",
        ended: String? = "2026-01-02T05:04:05.006Z"
    ) -> String {
        let completion = status == "InProgress" ? "null" : ended.map { "\"\($0)\"" } ?? "null"
        return #"{"Action":"ArchiveRetrieval","ArchiveId":"\#(archive)","ArchiveSizeInBytes":10,"Completed":"#
            + #"\#(status != "InProgress"),"CompletionDate":\#(completion),"CreationDate":"\#(created)","#
            + #""JobId":"\#(id)","RetrievalByteRange":"\#(range)","StatusCode":"\#(status)","#
            + #""StatusMessage":"words","Tier":"\#(tier)"}"#
    }

    private static func list(_ jobs: [String], marker: String = "null") -> Step {
        .answer(200, [:], #"{"JobList":[\#(jobs.joined(separator: ","))],"Marker":\#(marker)}"#)
    }

    private static let start = Step.answer(202, [.known("x-amz-job-id"): "new"])

    private func chosen(_ steps: [Step], tier: Tier? = nil) async throws -> (job: DescribedJob, requests: [String]) {
        let service = ScriptedService(steps, then: .answer(200, [:], Self.job("new", "InProgress")))
        let job = try await service.client(retries: .never).retrieval(of: Self.archive, in: "v", tier: tier)
        return (job, service.arrivals.map { $0.head.method.rawValue })
    }

    @Test("a job that has succeeded is used, of several the one that is forgotten last")
    func usesEnded() async throws {
        let jobs = [
            Self.job("other", archive: "else"), Self.job("part", range: "0-4"), Self.job("failed", "Failed"),
            Self.job("running", "InProgress"), Self.job("old", ended: "2026-01-02T04:04:05.006Z"), Self.job("late"),
        ]
        for order in [jobs, jobs.reversed()] {
            let (job, requests) = try await chosen([Self.list(order)])
            #expect(job.jobID == "late")
            #expect(requests == ["GET"])
        }
    }

    @Test("all pages of the jobs are looked through")
    func looksThroughPages() async throws {
        let (job, requests) = try await chosen([
            Self.list([Self.job("running", "InProgress")], marker: "\"m\""), Self.list([Self.job("ended")]),
        ])
        #expect(job.jobID == "ended")
        #expect(requests == ["GET", "GET"])
    }

    @Test("of two jobs in progress the one that was started first is joined")
    func joinsFirst() async throws {
        let jobs = [
            Self.job("second", "InProgress"), Self.job("first", "InProgress", created: "2026-01-01T03:04:05.006Z"),
        ]
        #expect(try await chosen([Self.list(jobs)]).job.jobID == "first")
        #expect(try await chosen([Self.list(jobs.reversed())]).job.jobID == "first")
    }

    private static let speeds: [(tier: String, wanted: Tier?, job: String)] = [
        ("Bulk", .expedited, "new"), ("Standard", .expedited, "new"), ("Expedited", .bulk, "old"),
        ("Standard", .standard, "old"), ("Bulk", nil, "old"),
    ]

    @Test("a job in progress is joined when it is as fast as is wanted", arguments: speeds)
    func joinsFast(_ tier: String, _ wanted: Tier?, _ expected: String) async throws {
        let steps = [Self.list([Self.job("old", "InProgress", tier: tier)]), Self.start]
        #expect(try await chosen(steps, tier: wanted).job.jobID == expected)
    }

    @Test("where jobs may not be listed one is started")
    func startsBlindly() async throws {
        let (job, requests) = try await chosen([.error(403, "AccessDeniedException"), Self.start])
        #expect(job.jobID == "new")
        #expect(requests == ["GET", "POST", "GET"])
    }

    @Test("a job that may have been started is looked for before another is")
    func looksForStarted() async throws {
        let (joined, requests) = try await chosen([
            Self.list([]), .loss(.unknown), Self.list([Self.job("mine", "InProgress")]),
        ])
        #expect(joined.jobID == "mine")
        #expect(requests == ["GET", "POST", "GET"])
        let (started, more) = try await chosen([Self.list([]), .loss(.unknown), Self.list([]), Self.start])
        #expect(started.jobID == "new")
        #expect(more == ["GET", "POST", "GET", "POST", "GET"])
    }

    @Test("where nobody can find out whether a job was started, no other is")
    func startsBlindlyOnce() async throws {
        let denied = Step.error(403, "AccessDeniedException")
        await #expect(throws: TransportError.self) {
            _ = try await chosen([denied, .loss(.unknown), denied, Self.start])
        }
    }

    @Test("a marker that comes again ends the search")
    func endsCircles() async throws {
        let service = ScriptedService([], then: Self.list([], marker: "\"m\""))
        await #expect(throws: UnreadableAnswer.self) {
            _ = try await service.client(retries: .never).retrieval(of: Self.archive, in: "v", tier: nil)
        }
        #expect(service.arrivals.count == 2)
    }

    @Test("starts that fail for the moment are bounded")
    func boundsStarts() async throws {
        let steps = Array(repeating: [Self.list([]), .loss(.unknown)], count: 3).flatMap(\.self)
        await #expect(throws: TransportError.self) { _ = try await chosen(steps) }
    }

    @Test("a job that is forgotten, has failed, or is not waited for says so")
    func failures() async throws {
        let forgotten = ScriptedService([], then: .error(404, "ResourceNotFoundException"))
        let failed = ScriptedService([], then: .answer(200, [:], Self.job("j", "Failed")))
        let running = ScriptedService([], then: .answer(200, [:], Self.job("j", "InProgress")))
        try await DownloadFolder.with { folder in
            let options = DownloadOptions(job: .id("j"), wait: .never, proof: .wherePossible)
            await #expect(throws: DownloadError.jobFailed("j", message: "words")) {
                try await failed.client().download(archive: Self.archive, from: "v", to: folder.path, options)
            }
            await #expect(throws: DownloadError.jobNotFound("j")) {
                try await forgotten.client().download(archive: Self.archive, from: "v", to: folder.path, options)
            }
            let patient = DownloadOptions(job: .id("j"), wait: .atMost(.hours(1)), proof: .wherePossible)
            await #expect(throws: DownloadError.jobInProgress("j")) {
                try await running.client().download(archive: Self.archive, from: "v", to: folder.path, patient)
            }
            #expect(running.waits.map(\.milliseconds).max() == 60_000)
            #expect((60...80).contains(running.waits.count))
            await #expect(throws: DownloadError.jobInProgress("j")) {
                try await running.client().download(archive: Self.archive, from: "v", to: folder.path, options)
            }
            await #expect(throws: DownloadError.jobOfSomethingElse("j")) {
                try await running.client().download(archive: "another", from: "v", to: folder.path, options)
            }
            #expect(folder.names == [])
        }
    }
}
