import Catalogue
import GlacierModel
import SQLDatabase
import Testing

@Suite("Archives in the catalogue")
struct ArchiveRecordsTests {
    private typealias Test = CatalogueUnderTest

    private func numbers(_ test: CatalogueUnderTest) async throws -> VaultNumbers {
        try await test.catalogue.vault(test.vault).current
    }

    @Test("an archive is found as it was added, in one extent")
    func addsArchive() async throws {
        let test = try await Test()
        let added = try await test.addArchive(7, size: 4_294_967_296, at: Test.later(1))
        #expect(try await test.catalogue.archive(added.id, in: test.vault) == added)
        let extents = try await test.catalogue.extents(of: added.id, overlapping: 0..<added.size)
        #expect(extents == [Extent(range: 0..<4_294_967_296, treeHash: Test.hash(7), blob: Test.blob(7))])
    }

    @Test("an archive without description has none")
    func addsPlainArchive() async throws {
        let test = try await Test()
        let plain = ArchiveRecord(
            id: try Test.archiveID(1),
            size: 1,
            treeHash: Test.hash(1),
            archiveDescription: nil,
            creationDate: Test.creation
        )
        try await test.catalogue.addArchive(plain, blob: Test.blob(1), to: test.vault)
        #expect(try await test.catalogue.archive(plain.id, in: test.vault) == plain)
    }

    @Test(
        "the extents of a range are those that hold a byte of it",
        arguments: [
            (0..<1, [0]), (0..<1_048_576, [0]), (1_048_575..<1_048_576, [0]), (0..<1_048_577, [0, 1]),
            (1_048_575..<1_048_577, [0, 1]), (1_048_576..<1_048_577, [1]), (1_048_576..<2_097_152, [1]),
            (2_097_151..<2_097_152, [1]), (2_097_151..<2_097_153, [1, 2]), (4_194_304..<4_194_309, [4]),
            (4_194_308..<4_194_309, [4]), (0..<4_194_309, [0, 1, 2, 3, 4]), (1..<4_194_308, [0, 1, 2, 3, 4]),
        ] as [(Range<Int64>, [Int])]
    )
    func findsExtents(_ range: Range<Int64>, _ places: [Int]) async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1, parts: 4)
        try await test.startUpload(2, parts: 6)
        let last = Test.part(4, bytes: 5)
        try await test.catalogue.putPart(last, of: upload.id, in: test.vault, at: Test.creation)
        _ = try await test.complete(upload, as: 8)
        let extents = (0..<4).map { Test.part($0, blob: 1000 + $0) } + [last]
        let id = try Test.archiveID(8)
        #expect(try await test.catalogue.extents(of: id, overlapping: range) == places.map { extents[$0] })
        try await test.catalogue.deleteArchive(id, from: test.vault, at: Test.later(1))
        #expect(try await test.catalogue.extents(of: id, overlapping: range).count == places.count)
        _ = try await test.purgeDeletedArchives(at: Test.later(2), limit: 9)
        #expect(try await test.catalogue.extents(of: id, overlapping: range) == [])
    }

    @Test("every archive that is added or deleted counts as a write")
    func countsWrites() async throws {
        let test = try await Test()
        try await test.addArchive(1, size: 3_145_728, at: Test.later(1))
        try await test.addArchive(2, size: 5, at: Test.later(2))
        #expect(try await numbers(test) == VaultNumbers(archives: 2, archiveBytes: 3_145_733, writes: 2))
        try await test.catalogue.deleteArchive(try Test.archiveID(1), from: test.vault, at: Test.later(3))
        #expect(try await numbers(test) == VaultNumbers(archives: 1, archiveBytes: 5, writes: 3))
        #expect(try await test.catalogue.vault(test.vault).lastWrite == Test.later(3))
        #expect(try await test.integer("SELECT first_write_at FROM vaults") == Test.later(1).milliseconds)
    }

    @Test("a deleted archive is gone; deleting it again, or one that never was, changes nothing")
    func deletesOnce() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        try await test.catalogue.deleteArchive(archive.id, from: test.vault, at: Test.later(1))
        let after = try await test.catalogue.vault(test.vault)
        await #expect(throws: ServiceError.archiveNotFound(archive.id.text)) {
            try await test.catalogue.archive(archive.id, in: test.vault)
        }
        for id in [archive.id, try Test.archiveID(99)] {
            try await test.catalogue.deleteArchive(id, from: test.vault, at: Test.later(9))
        }
        #expect(try await test.catalogue.vault(test.vault) == after)
        #expect(try await test.integer("SELECT deleted_at FROM archives") == Test.later(1).milliseconds)
    }

    @Test("an archive of another vault of the account is told apart, and stays")
    func keepsArchiveOfAnotherVault() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        let other = try Test.vault("other")
        try await test.catalogue.createVault(other, at: Test.creation)
        let error = ServiceError.archiveInAnotherVault(arn: "arn:aws:glacier:us-east-1:111122223333:vaults/other")
        await #expect(throws: error) {
            try await test.catalogue.deleteArchive(archive.id, from: other, at: Test.later(1))
        }
        await #expect(throws: error) { try await test.catalogue.archive(archive.id, in: other) }
        #expect(try await numbers(test).archives == 1)
        #expect(try await test.catalogue.vault(other).current == .none)
    }

    @Test("an archive of another account is as one that never was")
    func hidesArchiveOfAnotherAccount() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        let foreign = try Test.vault("v", account: "999922223333")
        try await test.catalogue.createVault(foreign, at: Test.creation)
        try await test.catalogue.deleteArchive(archive.id, from: foreign, at: Test.later(1))
        await #expect(throws: ServiceError.archiveNotFound(archive.id.text)) {
            try await test.catalogue.archive(archive.id, in: foreign)
        }
        #expect(try await numbers(test).archives == 1)
        #expect(try await test.catalogue.vault(foreign).current == .none)
    }

    @Test("without its vault nothing is added, and nothing is left behind")
    func requiresVault() async throws {
        let test = try await Test()
        let missing = try Test.vault("missing"), archive = try Test.archive(1)
        let error = ServiceError.vaultNotFound("arn:aws:glacier:us-east-1:111122223333:vaults/missing")
        await #expect(throws: error) {
            try await test.catalogue.addArchive(archive, blob: Test.blob(1), to: missing)
        }
        await #expect(throws: error) {
            try await test.catalogue.deleteArchive(archive.id, from: missing, at: Test.creation)
        }
        await #expect(throws: error) { try await test.catalogue.archive(archive.id, in: missing) }
        for table in ["archives", "extents", "extent_lists"] { #expect(try await test.count(table) == 0) }
    }

    @Test("neither an id nor a blob can be used twice, and the attempt leaves nothing behind")
    func refusesRepetition() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        let other = try Test.archive(2)
        for (repeated, blob) in [(archive, Test.blob(2)), (other, Test.blob(1))] {
            let error = await #expect(throws: SQLDatabaseError.self) {
                try await test.catalogue.addArchive(repeated, blob: blob, to: test.vault)
            }
            #expect(error?.code == .uniqueViolation)
        }
        #expect(try await numbers(test) == VaultNumbers(archives: 1, archiveBytes: 10, writes: 1))
        #expect(try await test.count("extent_lists") == 1)
    }
}
