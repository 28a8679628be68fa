import BlobStore
import BlobStoreTesting
import Catalogue
import DatabaseTesting
import GlacierAPI
import GlacierModel
import HTTPTypes
import JSONText
import NIOCore
import Synchronization
import TestSupport
import Testing
import TreeHash
import Upkeep

@Suite("Upkeep")
struct UpkeepTests {
    let store = MemoryBlobStore()

    private func blobCount() async throws -> Int { try await store.list(after: nil, limit: 1000).count }

    private func service(_ timing: Timing = .prompt) async throws -> FirnUnderTest {
        let firn = try await FirnUnderTest(database: FreshDatabase(), store: store, timing: timing)
        _ = await firn.send(.put, "/-/vaults/v")
        return firn
    }

    private func upload(_ firn: FirnUnderTest) async throws -> String {
        let answer = await firn.send(
            .post,
            "/-/vaults/v/multipart-uploads",
            [.known("x-amz-part-size"): "1048576"]
        )
        return "/-/vaults/v/multipart-uploads/\(try #require(answer["x-amz-multipart-upload-id"]))"
    }

    private func put(_ firn: FirnUnderTest, _ upload: String, _ body: [UInt8], at first: Int = 0) async {
        let answer = await firn.send(
            .put,
            upload,
            uploadHeaders(body, range: first..<(first + body.count)),
            body: body
        )
        #expect(answer.status == 204)
    }

    private func complete(_ firn: FirnUnderTest, _ upload: String, _ body: [UInt8]) async -> Answer {
        await firn.send(
            .post,
            upload,
            [.known("x-amz-archive-size"): String(body.count), .known("x-amz-sha256-tree-hash"): treeHash(body)]
        )
    }

    @Test("an upload lives for 24 hours after the last thing done to it, and reads do not count")
    func idleExpiry() async throws {
        let firn = try await service()
        let upload = try await upload(firn)
        firn.clock.advance(by: .hours(23))
        await put(firn, upload, [1])
        firn.clock.advance(by: .hours(23))
        #expect(await complete(firn, upload, [2]).status == 400, "a failed completion counts as activity")
        firn.clock.advance(by: .hours(23))
        #expect(await firn.send(.get, upload).status == 200)
        try await firn.upkeep.performRound()
        #expect(await firn.send(.get, upload).status == 200)
        firn.clock.advance(by: .hours(1))
        try await firn.upkeep.performRound()
        #expect(await firn.send(.get, upload).status == 404)
        firn.clock.advance(by: .minutes(15))
        try await firn.upkeep.performRound()
        #expect(try await blobCount() == 0)
    }

    @Test("a vault lock that is not completed is void after 24 hours, before and after its row is removed")
    func lockExpiry() async throws {
        let firn = try await service(), path = "/-/vaults/v/lock-policy"
        var document = JSONObject()
        document.add(
            "Policy",
            #"{"Statement":{"Effect":"Deny","Principal":"*","Action":"glacier:DeleteArchive","Resource":"*"}}"#
        )
        let body = document.bytes
        let none = "ResourceNotFoundException: No vault lock policy is set for: v"
        let first = await firn.send(.post, path, body: body)
        #expect(first.status == 201)
        let id = try #require(first["x-amz-lock-id"])
        firn.clock.advance(by: Span(milliseconds: 86_399_999))
        try await firn.upkeep.performRound()
        #expect(await firn.send(.get, path).status == 200)
        #expect(await firn.send(.post, path, body: body).status == 403)
        firn.clock.advance(by: Span(milliseconds: 1))
        #expect(await firn.send(.get, path).error == none)
        #expect(await firn.send(.post, "\(path)/\(id)").error == none)
        try await firn.upkeep.performRound()
        #expect(await firn.send(.get, path).error == none)
        let second = await firn.send(.post, path, body: body)
        #expect(second.status == 201)
        #expect(
            await firn.send(.post, "\(path)/\(id)").error == "InvalidParameterValueException: Invalid lock ID: \(id)"
        )
        let last = try #require(second["x-amz-lock-id"])
        #expect(await firn.send(.post, "\(path)/\(last)").status == 204)
        firn.clock.advance(by: .hours(9999))
        try await firn.upkeep.performRound()
        #expect(await firn.send(.get, path).status == 200)
        #expect(await firn.send(.delete, path).error == "AccessDeniedException: The vault is locked: v")
    }

    @Test("a completed upload is remembered for 24 hours, an aborted one for one")
    func memory() async throws {
        let firn = try await service()
        let completed = try await upload(firn)
        let aborted = try await upload(firn)
        await put(firn, completed, [1])
        #expect(await complete(firn, completed, [1]).status == 201)
        #expect(await firn.send(.delete, aborted).status == 204)
        firn.clock.advance(by: .minutes(59))
        try await firn.upkeep.performRound()
        #expect(await firn.send(.delete, aborted).status == 204)
        firn.clock.advance(by: .minutes(1))
        try await firn.upkeep.performRound()
        #expect(await firn.send(.delete, aborted).status == 404)
        #expect(await complete(firn, completed, [1]).status == 201)
        firn.clock.advance(by: .hours(23))
        try await firn.upkeep.performRound()
        #expect(await complete(firn, completed, [1]).status == 404)
    }

    @Test("bytes that were given up stay for the reclaim delay, then go")
    func reclaim() async throws {
        let firn = try await service()
        let upload = try await upload(firn)
        await put(firn, upload, [1])
        await put(firn, upload, [2])
        try await firn.upkeep.performRound()
        #expect(try await blobCount() == 2)
        firn.clock.advance(by: .minutes(15))
        try await firn.upkeep.performRound()
        #expect(try await blobCount() == 1, "the replaced part is gone")
        #expect(await complete(firn, upload, [2]).status == 201)
        firn.clock.advance(by: .hours(72))
        try await firn.upkeep.performRound()
        #expect(try await blobCount() == 2, "the archive and its manifest stay")
    }

    @Test("a blob is forgotten only when its removal is durable")
    func durableRemoval() async throws {
        let isFailing = Mutex(true), syncs = Mutex(0)
        let faulty = FaultyBlobStore(store) { step throws(BlobStoreError) in
            guard step == .syncDeletions else { return }
            syncs.withLock { $0 += 1 }
            if isFailing.withLock({ $0 }) { throw BlobStoreError(.unavailable, message: "no sync") }
        }
        let firn = try await FirnUnderTest(database: FreshDatabase(), store: faulty)
        _ = await firn.send(.put, "/-/vaults/v")
        for index in 0..<3 { await put(firn, try await upload(firn), [UInt8(index)]) }
        #expect(await firn.send(.delete, "/-/vaults/v").status == 204)
        try await firn.upkeep.performRound()
        firn.clock.advance(by: .minutes(15))
        let due = { try await firn.catalogue.reclaimableBlobs(queuedBefore: firn.clock.now, limit: 10).count }
        await #expect(throws: BlobStoreError.self) { try await firn.upkeep.performRound() }
        #expect(try await due() == 3)
        isFailing.withLock { $0 = false }
        try await firn.upkeep.performRound()
        #expect(try await due() == 0)
        #expect(try await blobCount() == 0)
        #expect(syncs.withLock { $0 } == 2, "once for all that were removed together")
    }

    @Test("neither a listing that fails nor a blob that cannot be removed keeps others from being removed")
    func sweepGoesOn() async throws {
        let listing = BlobStoreError(.unavailable, message: "no listing")
        let stuck = Mutex<BlobKey?>(nil)
        let faulty = FaultyBlobStore(store) { step throws(BlobStoreError) in
            if step == .list { throw listing }
            if let key = stuck.withLock({ $0 }), step == .delete(key) {
                throw BlobStoreError(.damaged, key: key, message: "no header")
            }
        }
        let firn = try await FirnUnderTest(database: FreshDatabase(), store: faulty)
        _ = await firn.send(.put, "/-/vaults/v")
        for index in 0..<3 { await put(firn, try await upload(firn), [UInt8(index)]) }
        let keys = try await store.list(after: nil, limit: 10)
        stuck.withLock { $0 = keys.first }
        #expect(await firn.send(.delete, "/-/vaults/v").status == 204)
        await #expect(throws: BlobStoreError.self) { try await firn.upkeep.performRound() }
        firn.clock.advance(by: .minutes(15))
        let both = await #expect(throws: (any Error).self) { try await firn.upkeep.performRound() }
        let text = both.map { "\($0)" } ?? ""
        #expect(text.contains("no listing") && text.contains("no header"))
        #expect(try await store.list(after: nil, limit: 10) == Array(keys.prefix(1)))
        stuck.withLock { $0 = nil }
        await #expect(throws: BlobStoreError.self) { try await firn.upkeep.performRound() }
        #expect(try await blobCount() == 0)
    }

    @Test("a deleted archive's bytes stay until the jobs that give it out are over")
    func deletedArchive() async throws {
        let firn = try await service()
        let body = [UInt8](repeating: 3, count: 100)
        let archive = try #require(
            await firn.send(.post, "/-/vaults/v/archives", uploadHeaders(body), body: body)["x-amz-archive-id"]
        )
        let request = Array(#"{"Type":"archive-retrieval","ArchiveId":"\#(archive)"}"#.utf8)
        let job = try #require(await firn.send(.post, "/-/vaults/v/jobs", body: request)["x-amz-job-id"])
        #expect(await firn.send(.delete, "/-/vaults/v/archives/\(archive)").status == 204)
        firn.clock.advance(by: .hours(23))
        try await firn.upkeep.performRound()
        #expect(await firn.send(.get, "/-/vaults/v/jobs/\(job)/output").body == body)
        firn.clock.advance(by: .hours(1))
        #expect(await firn.send(.get, "/-/vaults/v/jobs/\(job)/output").status == 404, "24 hours to the moment")
        try await firn.upkeep.performRound()
        firn.clock.advance(by: .minutes(15))
        try await firn.upkeep.performRound()
        #expect(try await blobCount() == 0)
    }

    @Test("a deleted vault takes everything along")
    func deletedVault() async throws {
        let firn = try await service()
        for index in 0..<3 { await put(firn, try await upload(firn), [UInt8(index)]) }
        #expect(await firn.send(.delete, "/-/vaults/v").status == 204)
        try await firn.upkeep.performRound()
        firn.clock.advance(by: .minutes(15))
        try await firn.upkeep.performRound()
        #expect(try await blobCount() == 0)
    }

    @Test("a blob without a row goes once it is older than the grace period, and no other does")
    func orphans() async throws {
        let firn = try await service()
        let body: [UInt8] = [1, 2, 3]
        _ = await firn.send(.post, "/-/vaults/v/archives", uploadHeaders(body), body: body)
        let upload = try await upload(firn)
        await put(firn, upload, [4])
        #expect(await complete(firn, upload, [4]).status == 201)
        let orphan = BlobKey(
            createdAtMilliseconds: firn.clock.now.milliseconds,
            random: Array(repeating: 0, count: 10)
        )
        try await store.write(orphan) { writer in try await writer.append(.init(bytes: [0])) }
        firn.clock.advance(by: .hours(47))
        try await firn.upkeep.performRound()
        #expect(try await blobCount() == 4)
        firn.clock.advance(by: .hours(2))
        try await firn.upkeep.performRound()
        firn.clock.advance(by: .minutes(15))
        try await firn.upkeep.performRound()
        #expect(try await blobCount() == 3)
        #expect(store[orphan] == nil)
        // A stretch that was judged is not judged again: a key of that time can not be made any more.
        try await store.write(orphan) { writer in try await writer.append(.init(bytes: [0])) }
        try await firn.upkeep.performRound()
        #expect(store[orphan] != nil)
    }

    @Test("many blobs are listed at once and judged in pieces")
    func manyOrphans() async throws {
        let listings = Mutex(0)
        let counted = FaultyBlobStore(store) { step throws(BlobStoreError) in
            if step == .list { listings.withLock { $0 += 1 } }
        }
        let firn = try await FirnUnderTest(database: FreshDatabase(), store: counted)
        for number in 0..<1001 as Range<Int64> {
            let key = BlobKey(
                createdAtMilliseconds: firn.clock.now.milliseconds + number,
                random: Array(repeating: 0, count: 10)
            )
            try await store.write(key) { writer in try await writer.append(.init(bytes: [0])) }
        }
        firn.clock.advance(by: .hours(49))
        try await firn.upkeep.performRound()
        #expect(listings.withLock { $0 } == 2, "all there are, and that there are no more")
        firn.clock.advance(by: .minutes(15))
        try await firn.upkeep.performRound()
        #expect(try await blobCount() == 0)
    }

    @Test("a blob that was taken for garbage cannot be committed any more, however late its writer comes")
    func lateWriter() async throws {
        let firn = try await service()
        let vault = VaultReference(account: firn.account, name: try VaultName("v"))
        let blob = BlobKey(
            createdAtMilliseconds: firn.clock.now.milliseconds,
            random: Array(repeating: 0, count: BlobKey.randomByteCount)
        )
        try await store.write(blob) { writer in try await writer.append(.init(bytes: [0])) }
        firn.clock.advance(by: .hours(49))
        try await firn.upkeep.performRound()
        let archive = ArchiveRecord(
            id: ArchiveID(randomFrom: firn.surroundings),
            size: 1,
            treeHash: .sha256OfNothing,
            archiveDescription: nil,
            creationDate: firn.clock.now
        )
        await #expect(throws: ServiceError.requestTimeout) {
            try await firn.catalogue.addArchive(archive, blob: blob, to: vault)
        }
        firn.clock.advance(by: .minutes(15))
        try await firn.upkeep.performRound()
        #expect(try await blobCount() == 0)
    }

    @Test("inventories of the production profile are taken 12 hours after the first write, then daily")
    func inventories() async throws {
        let firn = try await service(.faithful)
        let body: [UInt8] = [1, 2, 3]
        func numbers() async -> (JSONValue?, JSONValue?) {
            let document = await firn.send(.get, "/-/vaults/v").document
            return (document["NumberOfArchives"], document["LastInventoryDate"])
        }
        func write() async { _ = await firn.send(.post, "/-/vaults/v/archives", uploadHeaders(body), body: body) }
        await write()
        firn.clock.advance(by: .hours(11))
        try await firn.upkeep.performRound()
        #expect(await numbers() == (.number("0"), .null))
        firn.clock.advance(by: .hours(1))
        try await firn.upkeep.performRound()
        let first = firn.clock.now.millisecondsText
        #expect(await numbers() == (.number("1"), .string(first)))
        firn.clock.advance(by: .hours(30))
        try await firn.upkeep.performRound()
        #expect(await numbers() == (.number("1"), .string(first)), "nothing changed, so the inventory stays")
        await write()
        #expect(await numbers() == (.number("1"), .string(first)))
        try await firn.upkeep.performRound()
        #expect(await numbers() == (.number("2"), .string(firn.clock.now.millisecondsText)))
    }
}
