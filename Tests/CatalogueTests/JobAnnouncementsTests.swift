import Catalogue
import GlacierModel
import Testing

@Suite("Whom the end of a job is told")
struct JobAnnouncementsTests {
    private typealias Test = CatalogueUnderTest

    private func outbox(_ test: CatalogueUnderTest) async throws -> [String] {
        try await test.catalogue.claimNotifications(limit: 100, lease: .seconds(1)).map { "\($0.topic): \($0.message)" }
            .sorted()
    }

    private func configure(_ test: CatalogueUnderTest, _ events: [String]) async throws {
        let configuration = try VaultNotificationConfiguration(snsTopic: "arn:vault", events: events)
        try await test.catalogue.setNotificationConfiguration(configuration, of: test.vault)
    }

    @Test("the job's own topic is told when it ends, in success and in failure, and not before")
    func tellsJobTopic() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1), doomed = try await test.addArchive(2)
        for (number, archive) in [(1, archive), (2, doomed)] {
            try await test.startJob(Test.job(number, of: archive), due: Test.later(1), in: test.vault)
        }
        try await test.catalogue.deleteArchive(doomed.id, from: test.vault, at: Test.later(1))
        #expect(try await outbox(test) == [])
        #expect(try await test.finishDueJobs(at: Test.later(1), limit: 9) == 2)
        #expect(try await outbox(test) == ["arn:topic: v 1 Succeeded", "arn:topic: v 2 Failed"])
    }

    @Test("a job that is given as ended is told at once")
    func tellsEndedJob() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        let job = try Test.job(1, of: archive, status: .succeeded(at: Test.creation))
        try await test.startJob(job, due: Test.creation, in: test.vault)
        #expect(try await outbox(test) == ["arn:topic: v 1 Succeeded"])
    }

    @Test("the vault's topic is told of the events that its configuration names, as it is when the job ends")
    func tellsVaultTopic() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        try await configure(test, ["ArchiveRetrievalCompleted"])
        for number in 1...2 {
            try await test.startJob(Test.job(number, of: archive), due: Test.later(Int64(number)), in: test.vault)
        }
        #expect(try await test.finishDueJobs(at: Test.later(1), limit: 9) == 1)
        #expect(try await outbox(test) == ["arn:topic: v 1 Succeeded", "arn:vault: v 1 Succeeded"])
        try await configure(test, ["InventoryRetrievalCompleted"])
        #expect(try await test.finishDueJobs(at: Test.later(2), limit: 9) == 1)
        #expect(try await outbox(test) == ["arn:topic: v 2 Succeeded"])
        try await test.startInventory(3)
        let claim = try #require(
            await test.catalogue.claimInventoryRetrieval(dueAt: Test.later(3), lease: .seconds(1))
        )
        #expect(try await test.catalogue.fail(claim, at: Test.later(3), announcement: Test.announcement))
        #expect(try await outbox(test) == ["arn:topic: v 3 Failed", "arn:vault: v 3 Failed"])
    }

    @Test("one topic that stands in both places is told twice")
    func tellsTwice() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        let both = try VaultNotificationConfiguration(snsTopic: "arn:topic", events: ["ArchiveRetrievalCompleted"])
        try await test.catalogue.setNotificationConfiguration(both, of: test.vault)
        try await test.startJob(Test.job(1, of: archive), due: Test.later(1), in: test.vault)
        #expect(try await test.finishDueJobs(at: Test.later(1), limit: 9) == 1)
        #expect(try await outbox(test) == ["arn:topic: v 1 Succeeded", "arn:topic: v 1 Succeeded"])
    }
}
