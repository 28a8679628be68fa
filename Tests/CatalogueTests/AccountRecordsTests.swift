import Catalogue
import GlacierModel
import Testing

@Suite("Retrieval policies and capacity in the catalogue")
struct AccountRecordsTests {
    private typealias Test = CatalogueUnderTest
    private let account: AccountID
    private let other: AccountID

    init() throws {
        account = try AccountID("111122223333")
        other = try AccountID("999922223333")
    }

    private func unit(_ number: Int, at moment: Timestamp) throws -> ProvisionedCapacityUnit {
        let id = try CapacityID("C" + String(repeating: "0", count: 22) + String(number))
        return ProvisionedCapacityUnit(id: id, purchasedAt: moment)
    }

    @Test("an account has no limit until one is set, and each its own")
    func keepsRetrievalPolicy() async throws {
        let catalogue = try await Test().catalogue
        #expect(try await catalogue.retrievalPolicy(of: account) == DataRetrievalPolicy.none)
        let policies: [DataRetrievalPolicy] = [.bytesPerHour(1), .freeTier, .bytesPerHour(.max), .none]
        for policy in policies {
            try await catalogue.setRetrievalPolicy(policy, of: account)
            #expect(try await catalogue.retrievalPolicy(of: account) == policy)
        }
        try await catalogue.setRetrievalPolicy(.freeTier, of: other)
        #expect(try await catalogue.retrievalPolicy(of: account) == DataRetrievalPolicy.none)
    }

    @Test("an account has at most two units at once; a unit that expired makes room and is no longer listed")
    func limitsCapacity() async throws {
        let test = try await Test(), catalogue = test.catalogue
        let first = try unit(2, at: Test.later(0)), second = try unit(1, at: Test.later(0))
        try await catalogue.addCapacityUnit(first, to: account, at: Test.later(0))
        try await catalogue.addCapacityUnit(second, to: account, at: Test.later(0))
        let third = try unit(3, at: Test.later(60))
        await #expect(throws: ServiceError.capacityLimitReached) {
            try await catalogue.addCapacityUnit(third, to: account, at: Test.later(60))
        }
        try await catalogue.addCapacityUnit(third, to: other, at: Test.later(60))
        #expect(try await catalogue.activeCapacityUnits(of: account, at: Test.later(60)) == [second, first])
        let last = Timestamp(milliseconds: first.expirationDate.milliseconds - 1)
        #expect(try await catalogue.activeCapacityUnits(of: account, at: last).count == 2)
        #expect(try await catalogue.activeCapacityUnits(of: account, at: first.expirationDate) == [])
        let late = try unit(4, at: first.expirationDate)
        try await catalogue.addCapacityUnit(late, to: account, at: first.expirationDate)
        #expect(try await catalogue.activeCapacityUnits(of: account, at: first.expirationDate) == [late])
        #expect(try await test.count("capacity_units") == 2)
    }

    @Test("of many purchases at once two succeed")
    func countsAtomically() async throws {
        let test = try await Test(), account = account
        let units = try (0..<9).map { try unit($0, at: Test.creation) }
        let bought = await withTaskGroup(of: Bool.self) { group in
            for unit in units {
                group.addTask {
                    do {
                        try await test.catalogue.addCapacityUnit(unit, to: account, at: Test.creation)
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { sum, won in sum += won ? 1 : 0 }
        }
        #expect(bought == 2)
        #expect(try await test.catalogue.activeCapacityUnits(of: account, at: Test.creation).count == 2)
    }
}
