import Catalogue
import GlacierModel
import Testing

@Suite("Vaults in the catalogue")
struct VaultRecordsTests {
    private typealias Test = CatalogueUnderTest

    @Test("a new vault is empty")
    func createsVault() async throws {
        let test = try await Test()
        let vault = try await test.catalogue.vault(test.vault)
        #expect(
            vault
                == Vault(
                    name: test.vault.name,
                    creationDate: Test.creation,
                    current: .none,
                    lastWrite: nil,
                    lastInventory: nil
                )
        )
    }

    @Test("a vault that is made again stays as it was")
    func createsVaultOnce() async throws {
        let test = try await Test()
        try await test.addArchive(1)
        let before = try await test.catalogue.vault(test.vault)
        try await test.catalogue.createVault(test.vault, at: Test.later(99))
        #expect(try await test.catalogue.vault(test.vault) == before)
        #expect(try await test.count("vaults") == 1)
    }

    @Test("a name belongs to its account, and to its case")
    func separatesNames() async throws {
        let test = try await Test()
        let others = [try Test.vault("V"), try Test.vault("v", account: "999922223333")]
        for other in others {
            await #expect(throws: ServiceError.vaultNotFound(arn(other))) { try await test.catalogue.vault(other) }
            try await test.catalogue.createVault(other, at: Test.later(5))
            #expect(try await test.catalogue.vault(other).creationDate == Test.later(5))
        }
        #expect(try await test.catalogue.vault(test.vault).creationDate == Test.creation)
    }

    @Test("an account holds 1,000 vaults")
    func limitsVaults() async throws {
        let test = try await Test()
        for number in 1..<1000 {
            try await test.catalogue.createVault(try Test.vault("v\(number)"), at: Test.creation)
        }
        let next = try Test.vault("next")
        await #expect(throws: ServiceError.vaultLimitReached) {
            try await test.catalogue.createVault(next, at: Test.creation)
        }
        // One that exists, one of another account, and one in the place of a deleted one.
        try await test.catalogue.createVault(test.vault, at: Test.creation)
        try await test.catalogue.createVault(try Test.vault("next", account: "999922223333"), at: Test.creation)
        try await test.catalogue.deleteVault(test.vault, timing: .prompt, at: Test.creation)
        try await test.catalogue.createVault(next, at: Test.creation)
        await #expect(throws: ServiceError.vaultLimitReached) {
            try await test.catalogue.createVault(test.vault, at: Test.creation)
        }
    }

    @Test("two requests for the same vault at once make one")
    func createsConcurrently() async throws {
        let test = try await Test()
        let vault = try Test.vault("crowd")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask { try await test.catalogue.createVault(vault, at: Test.creation) }
            }
            try await group.waitForAll()
        }
        #expect(try await test.count("vaults") == 2)
    }

    @Test("vaults are listed in byte order of their names, beginning at a name or at the next one")
    func listsVaults() async throws {
        let test = try await Test()
        let names = ["-x", ".x", "0", "10", "2", "A", "Z", "_", "a", "aa", "v", "z"]
        for name in names.reversed() {
            try await test.catalogue.createVault(try Test.vault(name), at: Test.creation)
        }
        try await test.catalogue.createVault(try Test.vault("b", account: "999922223333"), at: Test.creation)
        let list = { (start: String?, limit: Int) in
            try await test.catalogue.vaults(
                of: test.vault.account,
                from: start.map { try VaultName($0) },
                limit: limit
            ).map(\.name.text)
        }
        #expect(try await list(nil, 100) == names)
        #expect(try await list(nil, 3) == ["-x", ".x", "0"])
        #expect(try await list("Z", 2) == ["Z", "_"])
        #expect(try await list("B", 2) == ["Z", "_"])
        #expect(try await list("zz", 100) == [])
        try await test.catalogue.deleteVault(try Test.vault("Z"), timing: .prompt, at: Test.creation)
        #expect(try await list("Z", 2) == ["_", "a"])
    }

    @Test("a vault that is not there cannot be read or required")
    func missesVault() async throws {
        let test = try await Test()
        let missing = try Test.vault("missing"), error = ServiceError.vaultNotFound(arn(missing))
        await #expect(throws: error) { try await test.catalogue.vault(missing) }
        await #expect(throws: error) { try await test.catalogue.requireVault(missing) }
        try await test.catalogue.requireVault(test.vault)
    }

    @Test("where inventories are always current, a vault can be deleted while it is empty")
    func deletesEmptyVault() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        await #expect(throws: ServiceError.vaultNotEmpty(arn: arn(test.vault))) {
            try await test.catalogue.deleteVault(test.vault, timing: .prompt, at: Test.later(1))
        }
        #expect(try await test.catalogue.vault(test.vault).current.archives == 1)
        try await test.catalogue.deleteArchive(archive.id, from: test.vault, at: Test.later(2))
        try await test.catalogue.deleteVault(test.vault, timing: .prompt, at: Test.later(3))
        await #expect(throws: ServiceError.vaultNotFound(arn(test.vault))) {
            try await test.catalogue.vault(test.vault)
        }
    }

    @Test("where inventories are taken, a vault that was written to waits for the next one")
    func deletesInventoriedVault() async throws {
        let test = try await Test()
        let error = ServiceError.vaultNotEmpty(arn: arn(test.vault))
        let archive = try await test.addArchive(1)
        try await test.catalogue.deleteArchive(archive.id, from: test.vault, at: Test.later(2))
        await #expect(throws: error) {
            try await test.catalogue.deleteVault(test.vault, timing: .faithful, at: Test.later(3))
        }
        _ = try await test.catalogue.takeInventories(
            firstBefore: Test.later(4),
            lastBefore: Test.later(4),
            at: Test.later(4),
            limit: 10
        )
        try await test.catalogue.deleteVault(test.vault, timing: .faithful, at: Test.later(5))
        await #expect(throws: ServiceError.vaultNotFound(arn(test.vault))) {
            try await test.catalogue.vault(test.vault)
        }
    }

    @Test("a vault that was never written to can be deleted before any inventory")
    func deletesUnusedVault() async throws {
        let test = try await Test()
        try await test.catalogue.deleteVault(test.vault, timing: .faithful, at: Test.later(1))
        await #expect(throws: ServiceError.vaultNotFound(arn(test.vault))) {
            try await test.catalogue.requireVault(test.vault)
        }
    }

    @Test("deleting a vault that is not there is success")
    func deletesMissingVault() async throws {
        let test = try await Test()
        for _ in 0..<2 {
            try await test.catalogue.deleteVault(test.vault, timing: .prompt, at: Test.later(1))
        }
        #expect(try await test.integer("SELECT deleted_at FROM vaults") == Test.later(1).milliseconds)
    }

    @Test("the name of a deleted vault is free at once, and what hung on the old vault is not on the new")
    func reusesName() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        let upload = try await test.startUpload(1, parts: 1)
        let job = try Test.job(1, of: archive)
        try await test.startJob(job, due: Test.later(1), in: test.vault)
        try await test.catalogue.deleteArchive(archive.id, from: test.vault, at: Test.later(2))
        try await test.catalogue.deleteVault(test.vault, timing: .prompt, at: Test.later(3))
        try await test.catalogue.createVault(test.vault, at: Test.later(4))
        let fresh = try await test.catalogue.vault(test.vault)
        #expect(fresh.creationDate == Test.later(4))
        #expect(fresh.current == .none)
        #expect(fresh.lastWrite == nil)
        let start = Timestamp(milliseconds: 0)
        await #expect(throws: ServiceError.uploadNotFound(upload.id.text)) {
            try await test.catalogue.upload(upload.id, in: test.vault)
        }
        await #expect(throws: ServiceError.jobNotFound(job.id.text)) {
            try await test.catalogue.job(job.id, in: test.vault, completedAfter: start)
        }
        #expect(try await test.catalogue.uploads(in: test.vault, from: nil, limit: 9) == [])
        let jobs = try await test.catalogue.jobs(
            in: test.vault,
            statuses: Set(JobStatusCode.allCases),
            completedAfter: start,
            from: nil,
            limit: 9
        )
        #expect(jobs == [])
    }

    private func arn(_ vault: VaultReference) -> String {
        "arn:aws:glacier:us-east-1:\(vault.account):vaults/\(vault.name)"
    }
}
