import Catalogue
import GlacierModel
import Testing

@Suite("Vault locks in the catalogue")
struct LockRecordsTests {
    private typealias Test = CatalogueUnderTest

    private func terms(_ number: Int, at date: Timestamp = Test.creation) throws -> VaultLock.Terms {
        VaultLock.Terms(
            id: try LockID("L" + String(repeating: "0", count: 22) + String(number)),
            policy: " {\"n\": \(number)}",
            creationDate: date
        )
    }

    private func put(_ lock: VaultLock, _ test: CatalogueUnderTest) async throws {
        try await test.catalogue.updateLock(of: test.vault) { _ in lock }
    }

    @Test("every state is kept, and each can take the place of another")
    func keepsStates() async throws {
        let test = try await Test()
        #expect(try await test.catalogue.lock(of: test.vault) == .unlocked)
        let states: [VaultLock] = [
            .inProgress(try terms(1), expirationDate: Test.later(5)), .locked(try terms(1)), .unlocked, .unlocked,
            .locked(try terms(2)), .inProgress(try terms(3, at: Test.later(9)), expirationDate: Test.later(10)),
            .unlocked,
        ]
        for state in states {
            try await put(state, test)
            #expect(try await test.catalogue.lock(of: test.vault) == state)
        }
        #expect(try await test.count("vault_locks") == 0)
    }

    @Test("the decision sees the lock as it is stored, and where it throws nothing changes")
    func decides() async throws {
        let test = try await Test()
        let lock = VaultLock.inProgress(try terms(1), expirationDate: Test.later(5))
        try await put(lock, test)
        await #expect(throws: ServiceError.vaultLocked(vault: "v")) {
            try await test.catalogue.updateLock(of: test.vault) { stored in
                #expect(stored == lock)
                throw ServiceError.vaultLocked(vault: "v")
            }
        }
        #expect(try await test.catalogue.lock(of: test.vault) == lock)
    }

    @Test("of many completions and aborts at once each sees what the one before did")
    func serialises() async throws {
        let test = try await Test(), terms = try terms(1)
        try await put(.inProgress(terms, expirationDate: Test.later(5)), test)
        let completed = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<16 {
                group.addTask {
                    do {
                        try await test.catalogue.updateLock(of: test.vault) { lock in
                            number % 2 == 0
                                ? try lock.completing(terms.id.text, of: test.vault.name, at: Test.creation)
                                : try lock.aborting(of: test.vault.name, at: Test.creation)
                        }
                        return number % 2 == 0
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { sum, won in sum += won ? 1 : 0 }
        }
        let end = try await test.catalogue.lock(of: test.vault)
        #expect(end == (completed > 0 ? .locked(terms) : .unlocked))
    }

    @Test("locks in progress are removed when their time is over, the first to expire first; completed ones stay")
    func expires() async throws {
        let test = try await Test()
        for (number, second) in [(1, 30), (2, 10), (3, 20)] as [(Int, Int64)] {
            let vault = try Test.vault("w\(number)")
            let lock = VaultLock.inProgress(try terms(number), expirationDate: Test.later(second))
            try await test.catalogue.createVault(vault, at: Test.creation)
            try await test.catalogue.updateLock(of: vault) { _ in lock }
        }
        try await put(.locked(try terms(4)), test)
        let expire = { (second: Int64) in try await test.catalogue.expireLocks(at: Test.later(second), limit: 1) }
        #expect(try await expire(9) == 0)
        #expect(try await expire(20) == 1)
        #expect(try await test.catalogue.lock(of: Test.vault("w2")) == .unlocked)
        #expect(try await expire(20) == 1)
        #expect(try await expire(20) == 0)
        #expect(try await test.catalogue.lock(of: Test.vault("w1")) != .unlocked)
        #expect(try await expire(1_000_000) == 1)
        #expect(try await expire(1_000_000) == 0)
        #expect(try await test.catalogue.lock(of: test.vault) == .locked(terms(4)))
    }

    @Test("a vault that does not exist has no lock, and a new one of an old name has none")
    func belongsToVault() async throws {
        let test = try await Test(), other = try Test.vault("w")
        let missing = ServiceError.vaultNotFound("arn:aws:glacier:us-east-1:111122223333:vaults/w")
        await #expect(throws: missing) { _ = try await test.catalogue.lock(of: other) }
        await #expect(throws: missing) { try await test.catalogue.updateLock(of: other) { $0 } }
        try await put(.locked(try terms(1)), test)
        try await test.catalogue.deleteVault(test.vault, timing: .prompt, at: Test.later(1))
        try await test.catalogue.createVault(test.vault, at: Test.later(2))
        #expect(try await test.catalogue.lock(of: test.vault) == .unlocked)
    }
}
