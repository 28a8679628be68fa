import GlacierModel
import HTTPTypes
import TestSupport
import Testing

@testable import Glacier

@Suite("Collections and listings")
struct ListingTests {
    private static func jobs(_ ids: [String], marker: String? = nil) -> ScriptedService.Step {
        let list = ids.map { #"{"JobId":"\#($0)","Completed":true,"Action":"\#($0)!"}"# }.joined(separator: ",")
        return .answer(200, [:], #"{"JobList":[\#(list)],"Marker":\#(marker.map { "\"\($0)\"" } ?? "null")}"#)
    }

    private static let threePages = [
        jobs(["a", "b"], marker: "m1"), jobs([], marker: "m2"), jobs(["c", "d"], marker: nil),
    ]

    private func vault(_ asked: ScriptedService) throws -> Glacier.Vault {
        GlacierService(try asked.client()).vault("v")
    }

    private func queries(_ asked: ScriptedService) -> [String] {
        asked.arrivals.map { $0.head.path?.split(separator: "?").dropFirst().first.map(String.init) ?? "" }
    }

    @Test("every page's marker is followed, also behind an empty page")
    func follows() async throws {
        let asked = ScriptedService(Self.threePages)
        var ids: [String] = []
        for try await job in try vault(asked).jobs { ids.append(job.id) }
        #expect(ids == ["a", "b", "c", "d"])
        #expect(queries(asked) == ["", "marker=m1", "marker=m2"])
    }

    @Test("pages come as they were answered, the last one cut at the limit", arguments: [1, 2, 3, 4, 9])
    func pages(_ limit: Int) async throws {
        let asked = ScriptedService(Self.threePages)
        var pages: [[String]] = []
        for try await page in try vault(asked).jobs.limit(limit).pages() { pages.append(page.map(\.id)) }
        let whole: [Int: [[String]]] = [1: [["a"]], 2: [["a", "b"]], 3: [["a", "b"], [], ["c"]]]
        #expect(pages == whole[limit] ?? [["a", "b"], [], ["c", "d"]])
    }

    @Test("nothing is asked for where nothing is wanted, and no page before it is wanted")
    func asksLate() async throws {
        let asked = ScriptedService(Self.threePages), vault = try vault(asked)
        for try await job in vault.jobs.limit(0) { Issue.record("\(job)") }
        for try await job in vault.jobs.limit(-1) { Issue.record("\(job)") }
        #expect(asked.arrivals.isEmpty)
        var iterator = vault.jobs.makeAsyncIterator()
        #expect(try await iterator.next()?.id == "a")
        #expect(try await iterator.next()?.id == "b")
        #expect(asked.arrivals.count == 1)
    }

    @Test("a collection can be narrowed in steps and used again; the page's size is asked for with every page")
    func chains() async throws {
        let asked = ScriptedService(Self.threePages + Self.threePages)
        let jobs = try vault(asked).jobs.pageSize(2), some = jobs.filter(completed: true).filter(statusCode: .failed)
        for try await _ in some {}
        for try await _ in jobs.filter(marker: "m0").limit(1) {}
        #expect(
            queries(asked) == [
                "limit=2&statuscode=Failed&completed=true", "limit=2&marker=m1&statuscode=Failed&completed=true",
                "limit=2&marker=m2&statuscode=Failed&completed=true", "limit=2&marker=m0",
            ]
        )
    }

    @Test("a service that answers the marker it was asked for would be asked for ever")
    func refusesCircles() async throws {
        let asked = ScriptedService([], then: Self.jobs(["a"], marker: "m"))
        var count = 0
        await #expect(throws: UnreadableAnswer("Marker")) {
            for try await _ in try vault(asked).jobs { count += 1 }
        }
        #expect(count == 1)
        #expect(asked.arrivals.count == 2)
    }

    @Test("an item without its name is no resource")
    func refusesNameless() async throws {
        for (part, body) in [
            ("JobId", #"{"JobList":[{"Completed":true}]}"#), ("VaultName", #"{"VaultList":[{}]}"#),
            ("MultipartUploadId", #"{"UploadsList":[{}]}"#),
        ] {
            let vault = try vault(ScriptedService([], then: .answer(200, [:], body)))
            await #expect(throws: UnreadableAnswer(part)) {
                switch part {
                case "JobId": for try await _ in vault.jobs {}
                case "VaultName": for try await _ in vault.account.vaults {}
                default: for try await _ in vault.multipartUploads {}
                }
            }
        }
    }

    @Test("an error in the middle ends the iteration, and a new one begins anew")
    func fails() async throws {
        let asked = ScriptedService(
            [Self.jobs(["a"], marker: "m"), .error(400, "InvalidParameterValueException")] + Self.threePages
        )
        let jobs = try vault(asked).jobs
        var ids: [String] = []
        await #expect(throws: GlacierError.self) { for try await job in jobs { ids.append(job.id) } }
        #expect(ids == ["a"])
        for try await job in jobs { ids.append(job.id) }
        #expect(ids == ["a", "a", "b", "c", "d"])
    }

    @Test("a cancelled task asks no more")
    func cancels() async throws {
        let asked = ScriptedService(Self.threePages), vault = try vault(asked)
        let task = Task {
            var ids: [String] = []
            for try await job in vault.jobs {
                ids.append(job.id)
                withUnsafeCurrentTask { $0?.cancel() }
            }
            return ids
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(asked.arrivals.count == 1)
    }

    @Test("the client's own listings follow the markers, too")
    func clients() async throws {
        let asked = ScriptedService(Self.threePages), client = try asked.client()
        var ids: [String?] = []
        for try await job in client.allJobs(in: "v", statusCode: .succeeded, pageSize: 2) { ids.append(job.jobID) }
        #expect(ids == ["a", "b", "c", "d"])
        #expect(queries(asked).last == "limit=2&marker=m2&statuscode=Succeeded")
    }
}
