import Catalogue
import GlacierModel
import Testing

@Suite("Retrievals that are let in")
struct RetrievalAdmissionRecordsTests {
    private typealias Test = CatalogueUnderTest

    /// Starts retrievals, numbered from 1, until one is refused.
    ///
    /// - Returns: how many were let in.
    private func start(
        _ test: CatalogueUnderTest,
        _ tier: Tier,
        from first: Int = 1,
        at date: Timestamp = Test.creation,
        rules: RetrievalRules = .standard,
        upTo limit: Int = 20
    ) async throws -> Int {
        let archive = try Test.archive(1)
        for number in first..<(first + limit) {
            let job = try Test.job(number, of: archive, at: date, tier: tier)
            do {
                try await test.startJob(job, due: Test.later(3600), in: test.vault, rules: rules)
            } catch ServiceError.retrievalPolicyEnforced, ServiceError.insufficientCapacity {
                #expect(try await test.count("jobs") == Int64(number - 1), "a refused job leaves no trace")
                return number - first
            }
        }
        return limit
    }

    @Test("the rates of Standard retrievals in progress count, and are free again when these have ended")
    func countsRates() async throws {
        let test = try await Test()
        try await test.addArchive(1, size: 10)
        // A quarter of ten bytes, rounded up, is three.
        try await test.catalogue.setRetrievalPolicy(.bytesPerHour(8), of: test.vault.account)
        #expect(try await start(test, .standard) == 2)
        #expect(try await start(test, .bulk, from: 3, upTo: 2) == 2)
        #expect(try await test.finishDueJobs(at: Test.later(3600), limit: 9) == 4)
        #expect(try await start(test, .standard, from: 5) == 2)
    }

    @Test("the bytes of Standard retrievals of a day of UTC count, also of those that have ended and gone")
    func countsDay() async throws {
        let test = try await Test()
        try await test.addArchive(1, size: 10)
        try await test.catalogue.setRetrievalPolicy(.freeTier, of: test.vault.account)
        let rules = RetrievalRules(freeBytesPerDay: 35, expeditedCapacity: .always)
        // The vault was made on 1970-01-12 at 13:46:40.
        #expect(try await start(test, .standard, rules: rules) == 3)
        _ = try await test.finishDueJobs(at: Test.later(3600), limit: 9)
        #expect(
            try await test.catalogue.expireJobs(completedBefore: Test.later(3600), at: Test.later(3600), limit: 9) == 3
        )
        let evening = Test.later(36_799), midnight = Test.later(36_800)
        #expect(try await start(test, .standard, at: evening, rules: rules) == 0)
        #expect(try await start(test, .standard, at: midnight, rules: rules) == 3)
        #expect(try await test.catalogue.forgetRetrievalUsage(before: evening, limit: 9) == 0)
        #expect(try await test.catalogue.forgetRetrievalUsage(before: midnight, limit: 9) == 1)
        #expect(try await test.count("retrieval_usage") == 1)
    }

    @Test("where they need capacity, Expedited retrievals take up the slots of the account's units for five minutes")
    func countsExpedited() async throws {
        let test = try await Test()
        try await test.addArchive(1, size: 10)
        let rules = RetrievalRules(freeBytesPerDay: 1, expeditedCapacity: .provisioned)
        #expect(try await start(test, .expedited, rules: rules) == 0)
        let unit = ProvisionedCapacityUnit(
            id: try CapacityID(String(repeating: "C", count: 24)),
            purchasedAt: Test.creation
        )
        try await test.catalogue.addCapacityUnit(unit, to: test.vault.account, at: Test.creation)
        #expect(try await start(test, .expedited, rules: rules) == 3)
        #expect(try await start(test, .expedited, from: 4, at: Test.later(299), rules: rules) == 0)
        #expect(try await start(test, .expedited, from: 4, at: Test.later(300), rules: rules) == 3)
        #expect(try await start(test, .expedited, from: 7, at: Test.later(32 * 86_400), rules: rules) == 0)
    }

    @Test("what another account retrieves does not count")
    func separatesAccounts() async throws {
        let test = try await Test()
        try await test.addArchive(1, size: 10)
        #expect(try await start(test, .standard, upTo: 5) == 5)
        let other = try Test.vault("theirs", account: "999988887777")
        try await test.catalogue.createVault(other, at: Test.creation)
        try await test.catalogue.setRetrievalPolicy(.bytesPerHour(3), of: other.account)
        try await test.catalogue.addArchive(Test.archive(2), blob: Test.blob(2), to: other)
        let job = try Test.job(9, of: Test.archive(2), tier: .standard)
        try await test.startJob(job, due: Test.later(1), in: other)
    }
}
