import BlobStore
import BlobStoreTesting
import DatabaseTesting
import GlacierModel
import HTTPTypes
import JSONText
import JobEngine
import Synchronization
import TestSupport
import Testing
import Upkeep

@Suite("Inventory jobs")
struct InventoryJobTests {
    private static let faithful: Timing = {
        var timing = Timing.faithful
        timing.firstInventoryDelay = .zero
        return timing
    }()

    private func firn(
        _ timing: Timing = .prompt,
        store: any BlobStore = MemoryBlobStore(),
        settings: JobEngine.Settings = JobEngine.Settings()
    ) async throws -> FirnUnderTest {
        let firn = try await FirnUnderTest(
            database: FreshDatabase(),
            store: store,
            timing: timing,
            jobSettings: settings
        )
        #expect(await firn.send(.put, "/-/vaults/v").status == 201)
        return firn
    }

    private func upload(_ firn: FirnUnderTest, _ text: String) async throws -> String {
        let body = Array(text.utf8)
        let answer = await firn.send(.post, "/-/vaults/v/archives", uploadHeaders(body), body: body)
        return try #require(answer["x-amz-archive-id"])
    }

    private func start(_ firn: FirnUnderTest, _ members: String = "") async -> Answer {
        let body = #"{"Type":"inventory-retrieval"\#(members)}"#
        return await firn.send(.post, "/-/vaults/v/jobs", body: Array(body.utf8))
    }

    private func status(_ firn: FirnUnderTest, _ job: String) async -> JSONValue? {
        await firn.send(.get, "/-/vaults/v/jobs/\(job)").document["StatusCode"]
    }

    @Test("in the production profile: 404, then the last inventory after four hours, then forgotten after a day")
    func livesThroughItsTimes() async throws {
        let firn = try await firn(Self.faithful)
        let first = try await upload(firn, "one")
        let early = await start(firn)
        #expect(early.status == 404)
        #expect(
            early.error
                == "ResourceNotFoundException: Inventory retrieval jobs for vault "
                + "arn:aws:glacier:us-east-1:123456789012:vaults/v cannot be initiated yet, as Amazon Glacier has not "
                + "yet generated an initial inventory for this vault."
        )
        try await firn.upkeep.performRound()
        let second = try await upload(firn, "two")
        let job = try #require(await start(firn, #","Format":"CSV""#)["x-amz-job-id"])

        firn.clock.advance(by: Span(milliseconds: 4 * 3_600_000 - 1))
        try await firn.jobs.finishDueJobs()
        #expect(await status(firn, job) == .string("InProgress"))
        firn.clock.advance(by: Span(milliseconds: 1))
        try await firn.jobs.finishDueJobs()
        #expect(await status(firn, job) == .string("Succeeded"))
        let output = await firn.send(.get, "/-/vaults/v/jobs/\(job)/output").text
        #expect(output.contains(first))
        #expect(!output.contains(second), "the job gives out the inventory before the second upload")

        firn.clock.advance(by: .hours(24))
        #expect(await firn.send(.get, "/-/vaults/v/jobs/\(job)").status == 404)
        #expect(await firn.send(.get, "/-/vaults/v/jobs/\(job)/output").status == 404)
    }

    @Test("a document of several thousand archives is whole, in both forms, and paged without loss")
    func streamsManyPieces() async throws {
        let firn = try await firn()
        var ids: Set<String> = []
        for number in 0..<2100 { ids.insert(try await upload(firn, "\(number)")) }
        let json = try await output(firn, start(firn))
        guard case .array(let entries)? = json.document["ArchiveList"] else {
            Issue.record("no list")
            return
        }
        #expect(entries.count == 2100)
        let csv = try await output(firn, start(firn, #","Format":"CSV""#)).text
        let listed = csv.split(separator: "\n").dropFirst().compactMap {
            $0.split(separator: ",").first.map(String.init)
        }
        #expect(listed.count == 2100)
        #expect(Set(listed) == ids)
        let half = try await output(firn, start(firn, #","InventoryRetrievalParameters":{"Limit":1000}"#))
        #expect(half.text.contains(listed[999]))
        #expect(!half.text.contains(listed[1000]))
    }

    private func output(_ firn: FirnUnderTest, _ started: Answer) async throws -> Answer {
        let job = try #require(started["x-amz-job-id"])
        return await firn.send(.get, "/-/vaults/v/jobs/\(job)/output")
    }

    @Test("a store that fails makes a job late, not lost")
    func triesAgain() async throws {
        let failures = Countdown()
        let firn = try await firn(Self.delayed, store: failures.store)
        _ = try await upload(firn, "one")
        let job = try #require(await start(firn)["x-amz-job-id"])
        firn.clock.advance(by: .seconds(1))
        failures.set(1)
        try await firn.jobs.finishDueJobs()
        #expect(await status(firn, job) == .string("InProgress"))
        try await firn.jobs.finishDueJobs()
        #expect(await status(firn, job) == .string("InProgress"), "not before the pause is over")
        firn.clock.advance(by: .seconds(2))
        try await firn.jobs.finishDueJobs()
        #expect(await status(firn, job) == .string("Succeeded"))
        #expect(await firn.send(.get, "/-/vaults/v/jobs/\(job)/output").status == 200)
    }

    @Test("a job that never works out fails after its last attempt, with the word that consumers compare with")
    func givesUp() async throws {
        let failures = Countdown()
        let firn = try await firn(Self.delayed, store: failures.store, settings: JobEngine.Settings(attempts: 3))
        let job = try #require(await start(firn)["x-amz-job-id"])
        failures.set(.max)
        for _ in 0..<3 {
            #expect(await status(firn, job) == .string("InProgress"))
            firn.clock.advance(by: .minutes(2))
            try await firn.jobs.finishDueJobs()
        }
        let document = await firn.send(.get, "/-/vaults/v/jobs/\(job)").document
        #expect(document["StatusCode"] == .string("Failed"))
        #expect(document["StatusMessage"] == .string("Failed"))
        #expect(document["Completed"] == .bool(true))
        #expect(document["InventorySizeInBytes"] == .null)
        #expect(await firn.send(.get, "/-/vaults/v/jobs/\(job)/output").status == 400)
    }

    @Test("a job that is due at once has ended when its request is answered, or is told to be in progress in the end")
    func waitsForTheEnd() async throws {
        let failures = Countdown()
        let firn = try await firn(store: failures.store)
        let done = try #require(await start(firn)["x-amz-job-id"])
        #expect(await status(firn, done) == .string("Succeeded"))
        failures.set(1)
        let late = await start(firn)
        #expect(late.status == 202)
        #expect(await status(firn, try #require(late["x-amz-job-id"])) == .string("InProgress"))
    }

    @Test("two workers at once do each job once")
    func sharesJobs() async throws {
        let firn = try await firn(Self.delayed)
        _ = try await upload(firn, "one")
        for _ in 0..<20 { #expect(await start(firn).status == 202) }
        firn.clock.advance(by: .seconds(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { try await firn.jobs.finishDueJobs() } }
            try await group.waitForAll()
        }
        let succeeded = await firn.send(.get, "/-/vaults/v/jobs?statuscode=Succeeded").document["JobList"]
        guard case .array(let jobs)? = succeeded else {
            Issue.record("no list")
            return
        }
        #expect(jobs.count == 20)
        #expect(try await firn.store.list(after: nil, limit: 100).count == 21, "an output for each, and the archive")
    }

    private static let delayed: Timing = {
        var timing = Timing.prompt
        timing.inventoryDelay = .seconds(1)
        return timing
    }()
}

/// A memory store whose publishing fails so often as it is told.
private final class Countdown: Sendable {
    private let left = Mutex(0)

    func set(_ count: Int) { left.withLock { $0 = count } }

    var store: any BlobStore {
        FaultyBlobStore(MemoryBlobStore()) { step throws(BlobStoreError) in
            guard case .publish = step, self.take() else { return }
            throw BlobStoreError(.outOfSpace, message: "full")
        }
    }

    private func take() -> Bool {
        left.withLock { left in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
    }
}
