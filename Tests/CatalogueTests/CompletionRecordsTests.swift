import Catalogue
import GlacierModel
import Testing

@Suite("Completing an upload in the catalogue")
struct CompletionRecordsTests {
    private typealias Test = CatalogueUnderTest

    @Test("the parts become the archive's extents, and the upload a memory")
    func completes() async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1, parts: 3)
        guard case .made = try await test.complete(upload, as: 8, at: Test.later(9)) else {
            Issue.record("no archive was made")
            return
        }
        let archive = try await test.catalogue.archive(try Test.archiveID(8), in: test.vault)
        let extents = try await test.catalogue.extents(of: archive.id, overlapping: 0..<archive.size)
        #expect(archive == (try Test.archive(8, size: 3_145_728, at: Test.later(9))))
        #expect(extents == (0..<3).map { Test.part($0, blob: 1000 + $0) })
        let vault = try await test.catalogue.vault(test.vault)
        #expect(vault.current == VaultNumbers(archives: 1, archiveBytes: 3_145_728, writes: 1))
        #expect(vault.lastWrite == Test.later(9))

        let error = ServiceError.uploadNotFound(upload.id.text)
        await #expect(throws: error) { try await test.catalogue.upload(upload.id, in: test.vault) }
        await #expect(throws: error) {
            try await test.catalogue.parts(of: upload.id, in: test.vault, from: 0, limit: 1)
        }
        await #expect(throws: error) {
            try await test.catalogue.putPart(Test.part(1, blob: 5), of: upload.id, in: test.vault, at: Test.later(10))
        }
        await #expect(throws: error) {
            try await test.catalogue.abortUpload(upload.id, in: test.vault, at: Test.later(10))
        }
        #expect(try await test.catalogue.uploads(in: test.vault, from: nil, limit: 9) == [])
        #expect(try await test.reclaimable() == [])
        #expect(try await test.catalogue.unreferenced([Test.blob(8_000_000), Test.blob(1002)]) == [])
    }

    @Test("a completed upload remembers its archive, even one that was deleted meanwhile")
    func remembersArchive() async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1, parts: 2)
        _ = try await test.complete(upload, as: 8)
        try await test.catalogue.deleteArchive(try Test.archiveID(8), from: test.vault, at: Test.later(1))
        let remembered = CompletedUpload(
            archiveID: try Test.archiveID(8),
            size: 2_097_152,
            treeHash: Test.hash(8)
        )
        guard case .completed(let found) = try await test.catalogue.uploadToComplete(upload.id, in: test.vault),
            case .alreadyCompleted(let again) = try await test.catalogue.completeUpload(
                upload.id,
                in: test.vault,
                revision: 2,
                archive: Test.archive(9),
                manifest: Test.blob(9)
            )
        else {
            Issue.record("the upload is not completed")
            return
        }
        #expect(found == remembered)
        #expect(again == remembered)
        #expect(try await test.count("archives") == 1)
    }

    @Test("a part that came in since the parts were read calls for reading them again")
    func noticesChange() async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1, parts: 2)
        guard
            case .inProgress(let found, let parts, let revision) = try await test.catalogue.uploadToComplete(
                upload.id,
                in: test.vault
            )
        else {
            Issue.record("the upload is not in progress")
            return
        }
        #expect(found == upload)
        #expect(parts == [Test.part(0, blob: 1000), Test.part(1, blob: 1001)])
        try await test.catalogue.touchUpload(upload.id, at: Test.later(1))
        try await test.catalogue.putPart(
            Test.part(1, blob: 5),
            of: upload.id,
            in: test.vault,
            at: Test.later(2)
        )
        guard
            case .changed = try await test.catalogue.completeUpload(
                upload.id,
                in: test.vault,
                revision: revision,
                archive: Test.archive(8),
                manifest: Test.blob(9)
            )
        else {
            Issue.record("the change was overlooked")
            return
        }
        #expect(try await test.count("archives") == 0)
        #expect(try await test.catalogue.upload(upload.id, in: test.vault) == upload)
        guard case .made = try await test.complete(upload, as: 8) else {
            Issue.record("the second attempt failed")
            return
        }
        let extents = try await test.catalogue.extents(of: try Test.archiveID(8), overlapping: 0..<2_097_152)
        #expect(extents.map(\.blob) == [Test.blob(1000), Test.blob(5)])
    }

    @Test("of many completions at once one makes the archive, and the others are told which")
    func completesOnce() async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1, parts: 2)
        let outcomes = try await withThrowingTaskGroup(of: CompletionOutcome.self) { group in
            for number in 0..<16 {
                group.addTask {
                    try await test.catalogue.completeUpload(
                        upload.id,
                        in: test.vault,
                        revision: 2,
                        archive: Test.archive(number, size: 2_097_152),
                        manifest: Test.blob(100 + number)
                    )
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let others = outcomes.compactMap { outcome in
            if case .alreadyCompleted(let archive) = outcome { archive.archiveID } else { nil }
        }
        let made = outcomes.filter { if case .made = $0 { true } else { false } }
        #expect(made.count == 1)
        #expect(others.count == 15)
        #expect(Set(others).count == 1)
        let winner = try #require(others.first)
        #expect(try await test.catalogue.archive(winner, in: test.vault).size == 2_097_152)
        #expect(try await test.catalogue.vault(test.vault).current.writes == 1)
    }

    @Test("an aborted upload cannot be completed, a completed one not aborted, and nothing is left between")
    func endsOnce() async throws {
        let test = try await Test()
        for round in 0..<8 {
            let upload = try await test.startUpload(round, parts: 1)
            let archive = try Test.archive(round, size: 1_048_576)
            async let completing = try? test.catalogue.completeUpload(
                upload.id,
                in: test.vault,
                revision: 1,
                archive: archive,
                manifest: Test.blob(500_000 + round)
            )
            async let aborting: Bool = {
                do {
                    try await test.catalogue.abortUpload(upload.id, in: test.vault, at: Test.later(1))
                    return true
                } catch { return false }
            }()
            let (completed, aborted) = (await completing != nil, await aborting)
            #expect(completed != aborted)
            let archives = try await test.integer(
                "SELECT count(*) FROM archives WHERE archive_id = '\(archive.id)'"
            )
            #expect(archives == (completed ? 1 : 0))
        }
    }
}
