import Catalogue
import GlacierModel
import Testing

/// A blob is either referred to or removed: once it is taken for garbage, no row can refer to it any more.
@Suite("Blobs taken for garbage")
struct CondemnedBlobTests {
    private typealias Test = CatalogueUnderTest

    @Test("of some blobs those that no row knows are queued, once")
    func condemns() async throws {
        let test = try await Test()
        try await test.addArchive(1)
        let upload = try await test.startUpload(1, parts: 1)
        try await test.catalogue.putPart(Test.part(0, blob: 5), of: upload.id, in: test.vault, at: Test.later(1))
        let blobs = [1, 5, 7, 8, 1000].map(Test.blob)
        #expect(try await test.catalogue.condemnUnreferenced(blobs, at: Test.later(2)) == 2)
        #expect(try await test.reclaimable() == [7, 8, 1000].map(Test.blob))
        #expect(try await test.catalogue.reclaimableBlobs(queuedBefore: Test.later(1), limit: 9) == [Test.blob(1000)])
        #expect(try await test.catalogue.condemnUnreferenced(blobs, at: Test.later(3)) == 0)
        #expect(try await test.catalogue.condemnUnreferenced([], at: Test.later(3)) == 0)
        #expect(try await test.catalogue.unreferenced(blobs) == [])
    }

    @Test("an archive cannot be added in such a blob, and nothing is left behind")
    func refusesArchive() async throws {
        let test = try await Test()
        _ = try await test.catalogue.condemnUnreferenced([Test.blob(1)], at: Test.later(1))
        await #expect(throws: ServiceError.requestTimeout) { try await test.addArchive(1) }
        for table in ["archives", "extents", "extent_lists"] { #expect(try await test.count(table) == 0) }
        #expect(try await test.catalogue.vault(test.vault).current == .none)
    }

    @Test("a part cannot be put in such a blob, and the part before it stays")
    func refusesPart() async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1, parts: 1)
        _ = try await test.catalogue.condemnUnreferenced([Test.blob(5)], at: Test.later(1))
        await #expect(throws: ServiceError.requestTimeout) {
            try await test.catalogue.putPart(Test.part(0, blob: 5), of: upload.id, in: test.vault, at: Test.later(2))
        }
        let found = try await test.catalogue.uploadToComplete(upload.id, in: test.vault)
        guard case .inProgress(_, let parts, let revision) = found else {
            Issue.record("the upload is not in progress")
            return
        }
        #expect(parts == [Test.part(0, blob: 1000)])
        #expect(revision == 1)
        #expect(try await test.reclaimable() == [Test.blob(5)])
    }

    @Test("an upload cannot be completed with such a manifest, and stays in progress")
    func refusesManifest() async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1, parts: 1)
        _ = try await test.catalogue.condemnUnreferenced([Test.blob(8_000_000)], at: Test.later(1))
        await #expect(throws: ServiceError.requestTimeout) { _ = try await test.complete(upload, as: 8) }
        #expect(try await test.catalogue.upload(upload.id, in: test.vault) == upload)
        #expect(try await test.count("archives") == 0)
    }

    @Test("of a writer and a sweep at the same moment one wins")
    func decidesOnce() async throws {
        let test = try await Test()
        for number in 1...16 {
            let archive = try Test.archive(number)
            async let added: Bool = {
                do {
                    try await test.catalogue.addArchive(archive, blob: Test.blob(number), to: test.vault)
                    return true
                } catch ServiceError.requestTimeout { return false }
            }()
            async let condemned = test.catalogue.condemnUnreferenced([Test.blob(number)], at: Test.later(1))
            #expect(try await (await added ? 1 : 0) + condemned == 1)
        }
    }
}
