import Catalogue
import GlacierModel
import Testing

@Suite("Uploads in the catalogue")
struct UploadRecordsTests {
    private typealias Test = CatalogueUnderTest

    private func parts(
        _ test: CatalogueUnderTest,
        of id: UploadID,
        from first: Int64 = 0,
        limit: Int = 100_000
    ) async throws -> [Part] {
        try await test.catalogue.parts(of: id, in: test.vault, from: first, limit: limit).1
    }

    @Test("an upload is found as it was started, without parts, and does not count as a write")
    func startsUpload() async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1, at: Test.later(1))
        #expect(try await test.catalogue.upload(upload.id, in: test.vault) == upload)
        let (found, parts) = try await test.catalogue.parts(of: upload.id, in: test.vault, from: 0, limit: 50)
        #expect(found == upload)
        #expect(parts == [])
        #expect(try await test.catalogue.vault(test.vault).current == .none)
    }

    @Test("an upload of another vault, or of none, is not found by any verb")
    func missesUpload() async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1, parts: 1), other = try Test.vault("other")
        try await test.catalogue.createVault(other, at: Test.creation)
        for (id, vault) in [(upload.id, other), (try Test.uploadID(2), test.vault)] {
            let error = ServiceError.uploadNotFound(id.text)
            await #expect(throws: error) { try await test.catalogue.upload(id, in: vault) }
            await #expect(throws: error) { try await test.catalogue.parts(of: id, in: vault, from: 0, limit: 1) }
            await #expect(throws: error) {
                try await test.catalogue.putPart(Test.part(5), of: id, in: vault, at: Test.creation)
            }
            await #expect(throws: error) { try await test.catalogue.uploadToComplete(id, in: vault) }
            await #expect(throws: error) {
                _ = try await test.catalogue.completeUpload(
                    id,
                    in: vault,
                    revision: 1,
                    archive: Test.archive(1),
                    manifest: Test.blob(9)
                )
            }
            await #expect(throws: error) { try await test.catalogue.abortUpload(id, in: vault, at: Test.creation) }
        }
        #expect(try await parts(test, of: upload.id).count == 1)
    }

    @Test("without its vault no verb works")
    func requiresVault() async throws {
        let test = try await Test()
        let missing = try Test.vault("missing"), id = try Test.uploadID(1)
        let error = ServiceError.vaultNotFound("arn:aws:glacier:us-east-1:111122223333:vaults/missing")
        await #expect(throws: error) { try await test.catalogue.createUpload(Test.upload(1), in: missing) }
        await #expect(throws: error) { try await test.catalogue.upload(id, in: missing) }
        await #expect(throws: error) { try await test.catalogue.uploads(in: missing, from: nil, limit: 1) }
        await #expect(throws: error) { try await test.catalogue.abortUpload(id, in: missing, at: Test.creation) }
        #expect(try await test.count("extent_lists") == 0)
    }

    @Test("parts are read in order of their first byte, however they came in")
    func ordersParts() async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1)
        for index in [9, 10, 0, 2, 100, 1, 9999] {
            try await test.catalogue.putPart(Test.part(index), of: upload.id, in: test.vault, at: Test.creation)
        }
        let found = try await parts(test, of: upload.id)
        #expect(found.map { $0.range.lowerBound / 1_048_576 } == [0, 1, 2, 9, 10, 100, 9999])
        #expect(found.map(\.treeHash) == [0, 1, 2, 9, 10, 100, 9999].map(Test.hash))
    }

    @Test("a page of parts begins at or behind a byte and ends at its limit")
    func pagesParts() async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1, parts: 120)
        try await test.startUpload(2, parts: 3)
        var places: [Int64] = [], first: Int64 = 0
        while true {
            let page = try await parts(test, of: upload.id, from: first, limit: 51)
            #expect(page.count <= 51)
            places += page.prefix(50).map(\.range.lowerBound)
            guard page.count == 51 else { break }
            first = page[50].range.lowerBound
        }
        #expect(places == (0..<120).map { $0 * 1_048_576 })
        #expect(try await parts(test, of: upload.id, from: 1, limit: 1).first?.range.lowerBound == 1_048_576)
        #expect(try await parts(test, of: upload.id, from: 120 * 1_048_576) == [])
    }

    @Test("a part in the place of another replaces it, whatever its length, and gives the old blob up")
    func replacesPart() async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1, parts: 2)
        let short = Test.part(1, blob: 77, bytes: 5)
        try await test.catalogue.putPart(short, of: upload.id, in: test.vault, at: Test.later(9))
        let found = try await parts(test, of: upload.id)
        #expect(found.map(\.range) == [0..<1_048_576, 1_048_576..<1_048_581])
        #expect(try await test.reclaimable() == [Test.blob(1001)])
        #expect(
            try await test.catalogue.reclaimableBlobs(queuedBefore: Test.later(8), limit: 9) == []
        )
        #expect(try await test.catalogue.reclaimableBlobs(queuedBefore: Test.later(9), limit: 9).count == 1)
        try await test.catalogue.putPart(
            Test.part(1, blob: 78),
            of: upload.id,
            in: test.vault,
            at: Test.later(10)
        )
        #expect(try await parts(test, of: upload.id).last?.range.count == 1_048_576)
        #expect(try await test.reclaimable() == [Test.blob(77), Test.blob(1001)])
    }

    @Test("many writers of one part leave one, and every other blob is given up")
    func replacesConcurrently() async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<32 {
                group.addTask {
                    try await test.catalogue.putPart(
                        Test.part(0, blob: number),
                        of: upload.id,
                        in: test.vault,
                        at: Test.creation
                    )
                }
            }
            try await group.waitForAll()
        }
        guard
            case .inProgress(_, let extents, let revision) = try await test.catalogue.uploadToComplete(
                upload.id,
                in: test.vault
            )
        else {
            Issue.record("the upload is not in progress")
            return
        }
        #expect(revision == 32)
        #expect(extents.count == 1)
        let left = try await test.reclaimable()
        #expect(Set(left + extents.map(\.blob)) == Set((0..<32).map(Test.blob)))
        #expect(left.count == 31)
    }

    @Test("an aborted upload is out of reach, its abortion may be repeated")
    func aborts() async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1, parts: 2)
        let error = ServiceError.uploadNotFound(upload.id.text)
        for second in [5, 6] as [Int64] {
            try await test.catalogue.abortUpload(upload.id, in: test.vault, at: Test.later(second))
        }
        #expect(try await test.integer("SELECT ended_at FROM uploads") == Test.later(5).milliseconds)
        await #expect(throws: error) { try await test.catalogue.upload(upload.id, in: test.vault) }
        await #expect(throws: error) {
            try await test.catalogue.parts(of: upload.id, in: test.vault, from: 0, limit: 1)
        }
        await #expect(throws: error) {
            try await test.catalogue.putPart(Test.part(3), of: upload.id, in: test.vault, at: Test.later(7))
        }
        await #expect(throws: error) { try await test.catalogue.uploadToComplete(upload.id, in: test.vault) }
        #expect(try await test.catalogue.uploads(in: test.vault, from: nil, limit: 9) == [])
        #expect(try await test.integer("SELECT count(*) FROM extent_lists WHERE released_at IS NOT NULL") == 1)
    }

    @Test("a touch moves the idle clock of an upload in progress only")
    func touches() async throws {
        let test = try await Test()
        let open = try await test.startUpload(1), ended = try await test.startUpload(2)
        try await test.catalogue.abortUpload(ended.id, in: test.vault, at: Test.later(1))
        for id in [open.id, ended.id] { try await test.catalogue.touchUpload(id, at: Test.later(50)) }
        let active = { (id: UploadID) in
            try await test.integer("SELECT active_at FROM uploads WHERE upload_id = '\(id)'")
        }
        #expect(try await active(open.id) == Test.later(50).milliseconds)
        #expect(try await active(ended.id) == Test.creation.milliseconds)
        try await test.catalogue.putPart(Test.part(0), of: open.id, in: test.vault, at: Test.later(60))
        #expect(try await active(open.id) == Test.later(60).milliseconds)
    }
}

@Suite("The list of uploads")
struct UploadListingTests {
    private typealias Test = CatalogueUnderTest

    @Test("uploads in progress are listed by creation date, then id")
    func listsUploads() async throws {
        let test = try await Test()
        for (number, second) in [(5, 1), (2, 1), (9, 0), (1, 2), (7, 2)] as [(Int, Int64)] {
            try await test.startUpload(number, at: Test.later(second))
        }
        let ended = try Test.uploadID(7)
        try await test.catalogue.abortUpload(ended, in: test.vault, at: Test.later(3))
        let other = try Test.vault("other")
        try await test.catalogue.createVault(other, at: Test.creation)
        try await test.catalogue.createUpload(Test.upload(3), in: other)

        let list = { (start: ListingStart<UploadThing>?, limit: Int) in
            try await test.catalogue.uploads(in: test.vault, from: start, limit: limit).map(\.id)
        }
        let expected = try [9, 2, 5, 1].map(Test.uploadID)
        #expect(try await list(nil, 50) == expected)
        #expect(try await list(nil, 2) == Array(expected.prefix(2)))
        for (index, id) in expected.enumerated() {
            #expect(try await list(.item(id), 50) == Array(expected[index...]))
        }
        // Between two items, at one that ended, and behind all.
        #expect(try await list(.position(date: Test.later(1), id: Test.uploadID(3)), 50) == Array(expected[2...]))
        #expect(try await list(.item(ended), 50) == [])
        #expect(try await list(.position(date: Test.later(2), id: Test.uploadID(1)), 50) == Array(expected[3...]))
        #expect(try await list(.position(date: Test.later(9), id: Test.uploadID(1)), 50) == [])
    }

    @Test("an id that the vault does not know is no marker")
    func refusesUnknownID() async throws {
        let test = try await Test()
        let other = try Test.vault("other"), unknown = try Test.uploadID(8)
        try await test.catalogue.createVault(other, at: Test.creation)
        try await test.catalogue.createUpload(Test.upload(3), in: other)
        for id in [unknown, try Test.uploadID(3)] {
            await #expect(throws: ServiceError.invalidMarker(id.text)) {
                try await test.catalogue.uploads(in: test.vault, from: .item(id), limit: 1)
            }
        }
    }
}
