import Glacier
import GlacierModel
import Synchronization
import Testing
import TreeHash

@testable import firn

@Suite("Inventories in the local catalogue")
struct InventoryMergeTests {
    private let file = CatalogueFile()
    private let vault = LocalVault.named("photos")
    /// Far behind every upload of these tests, and far before the inventories.
    private let day: Int64 = 86_400

    private func merge(
        _ ids: [String],
        _ catalogue: LocalCatalogue,
        at seconds: Int64?,
        description: String = "listed"
    ) async throws -> MergeSummary {
        let merge = try await catalogue.beginMerge(into: vault)
        let archives = ids.map { id in
            KnownArchive(
                archiveID: id,
                size: 7,
                treeHash: .sha256([2]),
                description: description,
                creationDate: Timestamp(seconds: 100)
            )
        }
        try await catalogue.add(archives, to: merge)
        return try await catalogue.finish(merge, inventoryDate: seconds.map(Timestamp.init(seconds:)))
    }

    private func known(_ catalogue: LocalCatalogue) async throws -> [String] {
        try await catalogue.archives(of: vault, after: "", limit: 100).map(\.archiveID)
    }

    @Test("a newer inventory adds what is new and removes what is gone")
    func newer() async throws {
        let catalogue = try await file.open()
        #expect(try await merge(["a", "b"], catalogue, at: 10 * day).removed == 0)
        #expect(try await merge(["b", "c"], catalogue, at: 11 * day).removed == 1)
        #expect(try await known(catalogue) == ["b", "c"])
        let knowledge = try await catalogue.knowledge(of: vault)
        #expect(knowledge?.inventoryDate == Timestamp(seconds: 11 * day))
        #expect(knowledge?.fetchedAt == Timestamp(seconds: 1_000_000))
        #expect(try await catalogue.archive("b", in: vault)?.source == .inventory)
    }

    @Test("an older inventory, and a part of one, remove nothing")
    func older() async throws {
        let catalogue = try await file.open()
        _ = try await merge(["a", "b"], catalogue, at: 10 * day)
        #expect(try await merge(["a"], catalogue, at: 9 * day) == MergeSummary(removed: 0, isOutdated: true))
        #expect(try await merge(["c"], catalogue, at: nil) == MergeSummary())
        #expect(try await known(catalogue) == ["a", "b", "c"])
        #expect(try await catalogue.knowledge(of: vault)?.inventoryDate == Timestamp(seconds: 10 * day))
    }

    @Test("an upload that inventories do not have yet stays for two days, and then is gone")
    func ownUploads() async throws {
        let catalogue = try await file.open()
        try await catalogue.record(.uploaded("own", at: 10 * day), in: vault)
        _ = try await merge([], catalogue, at: 11 * day)
        #expect(try await known(catalogue) == ["own"])
        _ = try await merge([], catalogue, at: 13 * day)
        #expect(try await known(catalogue).isEmpty)
    }

    @Test("what only this machine knows of an upload survives the inventory that lists it")
    func localKnowledge() async throws {
        let catalogue = try await file.open()
        let own = KnownArchive.uploaded("own", "here/a")
        try await catalogue.record(own, in: vault)
        _ = try await merge(["own"], catalogue, at: 10 * day, description: "there")
        let known = try #require(try await catalogue.archive("own", in: vault))
        #expect(known.source == .both)
        #expect(known.localPath == own.localPath)
        #expect(known.path == own.path)
        #expect(known.modified == own.modified)
        #expect(known.size == 7)
        #expect(known.description == Array("there".utf8))
        #expect(try await catalogue.archive(ofFile: own.localPath ?? [], in: vault) == known)
        // Once an inventory had it, its absence means that it is gone.
        _ = try await merge([], catalogue, at: 11 * day)
        #expect(try await self.known(catalogue).isEmpty)
    }

    @Test("what was deleted from here does not come back with an inventory that was made before")
    func deleted() async throws {
        let catalogue = try await file.open(at: 10 * day)
        _ = try await merge(["a", "b"], catalogue, at: 9 * day)
        try await catalogue.forget("a", in: vault)
        _ = try await merge(["a", "b"], catalogue, at: 10 * day)
        #expect(try await known(catalogue) == ["b"])
        // Two days later inventories are believed: the service may have lost the request.
        _ = try await merge(["a", "b"], catalogue, at: 13 * day)
        _ = try await merge(["a", "b"], catalogue, at: 14 * day)
        #expect(try await known(catalogue) == ["a", "b"])
    }

    @Test("a merge that was interrupted leaves what it added, and the next one is whole")
    func interrupted() async throws {
        let catalogue = try await file.open()
        _ = try await merge(["a"], catalogue, at: 10 * day)
        let broken = try await catalogue.beginMerge(into: vault)
        try await catalogue.add([KnownArchive.uploaded("b")], to: broken)
        #expect(try await known(try await file.open()) == ["a", "b"])
        #expect(try await merge(["a", "c"], catalogue, at: 11 * day).removed == 1)
        #expect(try await known(catalogue) == ["a", "c"])
    }

    @Test("two merges at once remove nothing that one of them has seen")
    func twoAtOnce() async throws {
        let catalogue = try await file.open(), other = try await file.open()
        let first = try await catalogue.beginMerge(into: vault), second = try await other.beginMerge(into: vault)
        let archive = KnownArchive(
            archiveID: "a",
            size: 1,
            treeHash: .sha256([2]),
            description: "",
            creationDate: Timestamp(seconds: 1)
        )
        try await other.add([archive], to: second)
        try await catalogue.add([archive], to: first)
        _ = try await catalogue.finish(first, inventoryDate: Timestamp(seconds: 10 * day))
        _ = try await other.finish(second, inventoryDate: Timestamp(seconds: 10 * day))
        #expect(try await known(catalogue) == ["a"])
    }

    @Test("a job that is waited for is remembered until its output was read")
    func jobs() async throws {
        let catalogue = try await file.open()
        #expect(try await catalogue.inventoryJob(of: vault) == nil)
        try await catalogue.record(inventoryJob: "1", of: vault)
        try await catalogue.record(inventoryJob: "2", of: vault)
        #expect(try await file.open().inventoryJob(of: vault) == "2")
        try await catalogue.forget(inventoryJob: "1", of: vault)
        #expect(try await catalogue.inventoryJob(of: vault) == "2")
        try await catalogue.forget(inventoryJob: "2", of: vault)
        #expect(try await catalogue.inventoryJob(of: vault) == nil)
    }
}
