import Glacier
import NIOCore
import TestSupport
import Testing

/// The examples do what the pages say, against the whole service.
@Suite("The documentation's examples")
struct ExampleRunTests {
    private static let mebibyte = 1 << 20

    private func service() async throws -> GlacierService { GlacierService(try await ServiceInProcess().client()) }

    private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 % 253) } }

    @Test("the short start stores and fetches, over a socket")
    func shortStart() async throws {
        try await ServiceInProcess().serve { endpoint in
            try await GlacierService.with(endpoint: endpoint, credentials: StaticCredentials.example) { glacier in
                let picture = Array("a picture".utf8), fetched = try await storeAndFetch(picture, with: glacier)
                #expect(fetched == picture)
            }
            try await JobExamples.retries(endpoint, StaticCredentials.example)
        }
    }

    @Test("the tutorial goes the whole way")
    func tutorial() async throws {
        let glacier = try await service(), film = bytes(3 * Self.mebibyte - 5)
        let vault = try await makeVault(with: glacier)
        let upload = try await sendParts(of: film, to: vault)
        #expect(try await checkParts(of: upload, against: film))
        var other = film
        other[Self.mebibyte] ^= 1
        #expect(try await !checkParts(of: upload, against: other))
        #expect(try await !checkParts(of: upload, against: film + [0]))
        let archive = try await complete(upload, of: film)
        #expect(try await fetchBack(archive) == film)
    }

    @Test("attributes, collections and notifications")
    func resources() async throws {
        let glacier = try await service()
        let vault = try await glacier.createVault("photos")
        try await ResourceExamples.waitForVault(vault)
        #expect(try await ResourceExamples.attributes(glacier) == [0, 0, 0])
        var jobs: Set<String> = []
        for _ in 0..<12 { jobs.insert(try await vault.initiateInventoryRetrieval().id) }
        for id in jobs { try await vault.job(id).waitUntilCompleted() }
        #expect(try await Set(ResourceExamples.collections(vault)) == jobs)
        #expect(try await ResourceExamples.filter(vault) == 12)
        for _ in 0..<3 { _ = try await vault.initiateMultipartUpload(partSize: 1 << 20) }
        #expect(try await ResourceExamples.pages(vault) == [2, 1])
        #expect(try await ResourceExamples.relatives(glacier, "j") == glacier.vault("films"))
        #expect(try ResourceExamples.otherAccount(glacier).accountID == AccountScope("111122223333"))
        #expect(try await ResourceExamples.notification(vault) == ["ArchiveRetrievalCompleted"])
        #expect(try await JobExamples.later(glacier, jobs.first ?? "") != nil)
    }

    @Test("parts: one page, by hand, what is missing, giving up")
    func parts() async throws {
        let vault = try await service().createVault("v"), film = bytes(2 * Self.mebibyte + 1)
        let archive = try await PartsExamples.upload(film, to: vault)
        #expect(archive.creation?.treeHash == Payload(film).summary.treeHash)
        let upload = try await vault.initiateMultipartUpload(partSize: 1 << 20)
        for index in 0..<60 where index != 7 {
            try await upload.uploadPart(Payload(bytes(index) + [1]), at: Int64(index * Self.mebibyte))
        }
        #expect(try await PartsExamples.onePage(upload).count == 10)
        #expect(try await PartsExamples.byHand(upload).count == 59)
        let other = try await vault.initiateMultipartUpload(partSize: 1 << 20)
        try await other.uploadPart(Payload(bytes(Self.mebibyte)), at: Int64(Self.mebibyte))
        try await other.uploadPart(Payload([1]), at: 0)
        try await other.uploadPart(Payload([1]), at: Int64(2 * Self.mebibyte))
        #expect(try await PartsExamples.resume(other, of: Int64(2 * Self.mebibyte + 1)) == [0])
        let begun = try #require(try await upload.creationDate)
        try await PartsExamples.giveUp(vault, before: Timestamp(milliseconds: begun.milliseconds + 1))
        for try await upload in vault.multipartUploads { Issue.record("\(upload)") }
    }

    @Test("a stream becomes an archive")
    func stream() async throws {
        let glacier = try await service()
        _ = try await glacier.createVault("films")
        let (pieces, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        for piece in [[1, 2], [3]] as [[UInt8]] { continuation.yield(ByteBuffer(bytes: piece)) }
        continuation.finish()
        #expect(try await UploadExamples.stream(pieces, with: glacier.client) == 3)
    }

    @Test("jobs and errors")
    func jobs() async throws {
        let vault = try await service().createVault("v"), film = bytes(2 * Self.mebibyte)
        #expect(try await JobExamples.errors(vault))
        #expect(try await !JobExamples.errors(vault.account.vault("nowhere")))
        let archive = try #require(try await JobExamples.uncertain(vault, Payload(film)))
        #expect(try await JobExamples.retrieve(archive) == Array(film.prefix(Self.mebibyte)))
        #expect(try await JobExamples.failure(archive.initiateArchiveRetrieval()) == "done")
        #expect(try await JobExamples.inventory(vault, since: Timestamp(milliseconds: 0)) == nil)
    }
}
