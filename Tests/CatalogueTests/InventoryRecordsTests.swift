import BlobStore
import Catalogue
import GlacierModel
import Testing

@Suite("Inventories in the catalogue")
struct InventoryRecordsTests {
    private typealias Test = CatalogueUnderTest
    private static let lease = Span.seconds(30)

    private func claim(_ test: CatalogueUnderTest) async throws -> (ClaimedJob, InventoryRetrieval) {
        let claim = try #require(await test.catalogue.claimInventoryRetrieval(dueAt: Test.later(0), lease: Self.lease))
        guard case .inventoryRetrieval(let retrieval) = claim.job.work else { throw Test.NotAnArchiveRetrieval() }
        return (claim, retrieval)
    }

    /// The numbers of the archives that a claimed job lists.
    private func list(
        _ test: CatalogueUnderTest,
        _ claimed: (ClaimedJob, InventoryRetrieval),
        after: InventoryPosition? = nil,
        limit: Int = 100
    ) async throws -> [Int] {
        try await test.catalogue.inventory(of: claimed.0, claimed.1, after: after, limit: limit, into: []) {
            $0.append(Int($1.archiveID.dropFirst()) ?? -1)
        }.output
    }

    private func place(_ number: Int, _ second: Int64) throws -> InventoryPosition {
        InventoryPosition(creationDate: Test.later(second), archiveID: try Test.archiveID(number))
    }

    @Test("a job lists the archives that were there when it was started, whatever was added or deleted since")
    func keepsSnapshot() async throws {
        let test = try await Test()
        for (number, second) in [(1, 2), (2, 1), (3, 1)] as [(Int, Int64)] {
            try await test.addArchive(number, at: Test.later(second))
        }
        try await test.startInventory(1)
        try await test.catalogue.deleteArchive(try Test.archiveID(3), from: test.vault, at: Test.later(3))
        try await test.startInventory(2)
        // Made later, though its date is earlier.
        try await test.addArchive(4, at: Test.later(0))
        try await test.startInventory(3)
        var lists: [String: [Int]] = [:]
        for _ in 1...3 {
            let claimed = try await claim(test)
            lists[String(claimed.0.job.id.text.suffix(1))] = try await list(test, claimed)
        }
        #expect(lists == ["1": [2, 3, 1], "2": [2, 1], "3": [4, 2, 1]])
    }

    @Test("a deleted archive is forgotten when no job in progress lists it any more")
    func keepsListedArchives() async throws {
        let test = try await Test()
        for number in 1...2 { try await test.addArchive(number) }
        try await test.startInventory(1)
        for number in 1...2 {
            try await test.catalogue.deleteArchive(try Test.archiveID(number), from: test.vault, at: Test.later(1))
        }
        #expect(try await test.purgeDeletedArchives(at: Test.later(2), limit: 9) == 2)
        #expect(try await test.count("archives") == 2)
        let claimed = try await claim(test)
        #expect(try await list(test, claimed) == [1, 2])
        #expect(try await test.catalogue.fail(claimed.0, at: Test.later(3), announcement: Test.announcement))
        #expect(
            try await test.catalogue.forgetReleasedArchives(inventoriesAreCurrent: true, limit: 9) == 2
        )
        #expect(try await test.count("archives") == 0)
    }

    @Test("where callers see the last inventory, a deleted archive is forgotten with the next one")
    func keepsInventoriedArchives() async throws {
        let test = try await Test()
        for number in 1...2 { try await test.addArchive(number) }
        let take = { (second: Int64) in
            let now = Test.later(second)
            return try await test.catalogue.takeInventories(firstBefore: now, lastBefore: now, at: now, limit: 9)
        }
        #expect(try await take(1) == 1)
        try await test.addArchive(3)
        for number in [1, 3] {
            try await test.catalogue.deleteArchive(try Test.archiveID(number), from: test.vault, at: Test.later(2))
        }
        #expect(try await test.catalogue.releaseDeletedArchives(at: Test.later(3), limit: 9) == 2)
        let forget = { try await test.catalogue.forgetReleasedArchives(inventoriesAreCurrent: false, limit: 9) }
        #expect(try await forget() == 0)
        try await test.startInventory(1, timing: .faithful)
        #expect(try await take(4) == 1)
        #expect(try await forget() == 0, "the job lists the inventory before")
        #expect(try await list(test, claim(test)) == [1, 2])
        try await test.run("DELETE FROM jobs")
        #expect(try await forget() == 2)
        try await test.startInventory(2, timing: .faithful)
        #expect(try await list(test, claim(test)) == [2])
    }

    @Test("there is no inventory before the first one, however many archives there are")
    func needsInventory() async throws {
        let test = try await Test()
        try await test.addArchive(1)
        let arn = "arn:aws:glacier:us-east-1:111122223333:vaults/v"
        await #expect(throws: ServiceError.noInventoryYet(arn: arn)) {
            try await test.startInventory(1, timing: .faithful)
        }
        #expect(try await test.count("jobs") == 0)
    }

    @Test(
        "dates, marker and place narrow the list",
        arguments: [
            (nil, nil, nil, nil, [4, 1, 2, 3]), (1, nil, nil, nil, [1, 2, 3]), (nil, 1, nil, nil, [4]),
            (1, 2, nil, nil, [1, 2]), (1, 1, nil, nil, []), (nil, nil, 1, nil, [2, 3]), (2, nil, 1, nil, [3]),
            (nil, nil, 1, 2, [3]), (1, nil, nil, 2, [3]),
        ] as [(Int64?, Int64?, Int?, Int?, [Int])]
    )
    func narrows(_ start: Int64?, _ end: Int64?, _ marker: Int?, _ after: Int?, _ expected: [Int]) async throws {
        let test = try await Test()
        for (number, second) in [(2, 1), (1, 1), (3, 2), (4, 0)] as [(Int, Int64)] {
            try await test.addArchive(number, at: Test.later(second))
        }
        try await test.startInventory(
            1,
            InventorySelection(
                startDate: start.map(Test.later),
                endDate: end.map(Test.later),
                limit: nil,
                after: try marker.map { try place($0, 1) }
            )
        )
        let claimed = try await claim(test)
        #expect(try await list(test, claimed, after: after.map { try place($0, 1) }) == expected)
        #expect(
            try await list(test, claimed, after: after.map { try place($0, 1) }, limit: 1) == Array(expected.prefix(1))
        )
    }

    @Test("a job is claimed once, and again when its lease has run out; the claim before is void then")
    func leases() async throws {
        let clock = MovableMoment(Test.creation)
        let test = try await Test(leaseClock: { clock.now })
        try await test.addArchive(1)
        try await test.startInventory(1)
        let (first, retrieval) = try await claim(test)
        #expect(first.attempt == 1)
        let claimAgain = {
            try await test.catalogue.claimInventoryRetrieval(dueAt: Test.later(99), lease: Self.lease)
        }
        #expect(try await claimAgain() == nil)
        #expect(try await test.catalogue.nextDueJob() == nil)
        clock.now = Test.later(29)
        #expect(try await test.catalogue.setLease(of: first, to: Self.lease))
        clock.now = Test.later(58)
        #expect(try await claimAgain() == nil)
        clock.now = Test.later(59)
        #expect(try await test.catalogue.nextDueJob() == Test.creation)
        let second = try #require(try await claimAgain())
        #expect(second.attempt == 2)
        #expect(second.job == first.job)

        #expect(try await !test.catalogue.setLease(of: first, to: Self.lease))
        #expect(try await !test.catalogue.fail(first, at: Test.later(60), announcement: Test.announcement))
        #expect(try await !finish(test, first, retrieval))
        #expect(try await finish(test, second, retrieval))
        #expect(try await !finish(test, second, retrieval), "once")
        #expect(try await claimAgain() == nil)
        let job = try await test.catalogue.job(first.job.id, in: test.vault, completedAfter: Timestamp(milliseconds: 0))
        #expect(job.status == .succeeded(at: Test.later(60)))
    }

    private func finish(
        _ test: CatalogueUnderTest,
        _ claim: ClaimedJob,
        _ retrieval: InventoryRetrieval,
        blob: Int = 5
    ) async throws -> Bool {
        try await test.catalogue.finish(
            claim,
            made(retrieval),
            output: Test.blob(blob),
            at: Test.later(60),
            announcement: Test.announcement
        )
    }

    private func made(_ retrieval: InventoryRetrieval) throws -> InventoryRetrieval {
        InventoryRetrieval(
            format: retrieval.format,
            inventoryDate: retrieval.inventoryDate,
            snapshot: retrieval.snapshot,
            selection: retrieval.selection,
            output: InventoryOutput(sizeInBytes: 99, continuation: try place(1, 0))
        )
    }

    @Test("an output is known to the sweep as long as its job is, and reclaimed with it")
    func reclaimsOutputs() async throws {
        let test = try await Test()
        try await test.startInventory(1)
        let (claim, retrieval) = try await claim(test)
        #expect(try await test.catalogue.unreferenced([Test.blob(5)]) == [Test.blob(5)])
        #expect(try await finish(test, claim, retrieval))
        #expect(try await test.catalogue.unreferenced([Test.blob(5)]) == [])
        let id = claim.job.id, start = Timestamp(milliseconds: 0)
        let job = try await test.catalogue.job(id, in: test.vault, completedAfter: start)
        #expect(job.work == .inventoryRetrieval(try made(retrieval)))
        guard
            case .inventory(.csv, Test.blob(5), sizeInBytes: 99) = try await test.catalogue.jobOutput(
                id,
                in: test.vault,
                completedAfter: start
            )
        else {
            Issue.record("another output")
            return
        }
        #expect(try await test.catalogue.expireJobs(completedBefore: Test.later(60), at: Test.later(61), limit: 9) == 1)
        #expect(try await test.reclaimable() == [Test.blob(5)])
    }

    @Test("an output that the sweep has condemned is refused")
    func refusesCondemnedOutput() async throws {
        let test = try await Test()
        try await test.startInventory(1)
        let (claim, retrieval) = try await claim(test)
        #expect(try await test.catalogue.condemnUnreferenced([Test.blob(5)], at: Test.creation) == 1)
        await #expect(throws: ServiceError.requestTimeout) { try await finish(test, claim, retrieval) }
        #expect(try await finish(test, claim, retrieval, blob: 6))
    }
}
