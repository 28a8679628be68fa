import BlobStore
import Catalogue
import GlacierModel
import Testing

@Suite("What upkeep asks of the catalogue")
struct ReclaimRecordsTests {
    private typealias Test = CatalogueUnderTest

    private func isThere(_ test: CatalogueUnderTest, _ upload: MultipartUpload) async throws -> Bool {
        try await test.integer("SELECT count(*) FROM uploads WHERE upload_id = '\(upload.id)'") == 1
    }

    /// Queues all that was given up.
    private func reclaimAll(_ test: CatalogueUnderTest) async throws {
        while try await test.catalogue.reclaimReleasedExtents(at: Test.later(1000), limit: 100) > 0 {}
    }

    @Test("an upload to which nothing was done expires with its parts, others stay")
    func expiresIdleUploads() async throws {
        let test = try await Test()
        let idle = try await test.startUpload(1, parts: 2, at: Test.later(10))
        let touched = try await test.startUpload(2, parts: 1, at: Test.later(10))
        let fresh = try await test.startUpload(3, at: Test.later(11))
        let completed = try await test.startUpload(4, parts: 1, at: Test.later(10))
        _ = try await test.complete(completed, as: 4, at: Test.later(10))
        try await test.catalogue.touchUpload(touched.id, at: Test.later(11))
        let expire = { (second: Int64) in
            try await test.catalogue.expireIdleUploads(
                idleSince: Test.later(second),
                at: Test.later(100),
                limit: 10
            )
        }
        #expect(try await expire(9) == 0)
        #expect(try await expire(10) == 1)
        #expect(try await !isThere(test, idle))
        for upload in [touched, fresh, completed] { #expect(try await isThere(test, upload)) }
        await #expect(throws: ServiceError.uploadNotFound(idle.id.text)) {
            try await test.catalogue.abortUpload(idle.id, in: test.vault, at: Test.later(101))
        }
        try await reclaimAll(test)
        #expect(try await test.reclaimable() == [Test.blob(1000), Test.blob(1001)])
        #expect(try await expire(11) == 2)
    }

    @Test("an upload that ended is forgotten when its memory is over; the archive it became stays")
    func forgetsEndedUploads() async throws {
        let test = try await Test()
        let completed = try await test.startUpload(1, parts: 2), aborted = try await test.startUpload(2, parts: 1)
        let open = try await test.startUpload(3)
        _ = try await test.complete(completed, as: 8, at: Test.later(10))
        try await test.catalogue.abortUpload(aborted.id, in: test.vault, at: Test.later(20))
        let forget = { (completed: Int64, aborted: Int64) in
            try await test.catalogue.forgetEndedUploads(
                completedBefore: Test.later(completed),
                abortedBefore: Test.later(aborted),
                at: Test.later(100),
                limit: 10
            )
        }
        #expect(try await forget(9, 19) == 0)
        #expect(try await forget(9, 20) == 1)
        #expect(try await !isThere(test, aborted))
        #expect(try await forget(10, 0) == 1)
        #expect(try await !isThere(test, completed))
        #expect(try await forget(99, 99) == 0)
        #expect(try await isThere(test, open))
        try await reclaimAll(test)
        #expect(try await test.reclaimable() == [Test.blob(2000)])
        let extents = try await test.catalogue.extents(of: try Test.archiveID(8), overlapping: 0..<2_097_152)
        #expect(extents.count == 2)
    }

    @Test("a job is removed when it completed long enough ago, one in progress never")
    func expiresJobs() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        let statuses: [JobStatus] = [
            .succeeded(at: Test.later(10)), .failed(at: Test.later(11), message: "Failed"), .inProgress,
            .succeeded(at: Test.later(12)),
        ]
        for (number, status) in statuses.enumerated() {
            try await test.startJob(
                Test.job(number, of: archive, status: status),
                due: Test.later(1),
                in: test.vault
            )
        }
        #expect(try await test.catalogue.expireJobs(completedBefore: Test.later(9), at: Test.later(9), limit: 9) == 0)
        #expect(try await test.catalogue.expireJobs(completedBefore: Test.later(11), at: Test.later(11), limit: 1) == 1)
        #expect(try await test.catalogue.expireJobs(completedBefore: Test.later(11), at: Test.later(11), limit: 9) == 1)
        #expect(try await test.count("jobs") == 2)
    }

    @Test("a deleted archive is purged when no completed job gives it out any more")
    func purgesDeletedArchives() async throws {
        let test = try await Test()
        let held = try await test.addArchive(1), free = try await test.addArchive(2)
        try await test.addArchive(3)
        let upload = try await test.startUpload(1, parts: 2)
        _ = try await test.complete(upload, as: 4)
        let done = try Test.job(1, of: held, status: .succeeded(at: Test.later(5)))
        try await test.startJob(done, due: Test.later(5), in: test.vault)
        // Neither a failed job nor one in progress holds an archive.
        let failed = try Test.job(2, of: free, status: .failed(at: Test.later(5), message: "Failed"))
        try await test.startJob(failed, due: Test.later(5), in: test.vault)
        try await test.startJob(Test.job(3, of: free), due: Test.later(50), in: test.vault)
        for number in [1, 2, 4] {
            try await test.catalogue.deleteArchive(try Test.archiveID(number), from: test.vault, at: Test.later(6))
        }
        let purge = { try await test.purgeDeletedArchives(at: Test.later(7), limit: 1) }
        #expect(try await purge() == 1)
        #expect(try await purge() == 1)
        #expect(try await purge() == 0)
        try await reclaimAll(test)
        // The blob of archive 2, the parts of archive 4, and its manifest.
        #expect(try await test.reclaimable() == [2, 1000, 1001, 4_000_000].map(Test.blob))
        #expect(try await test.count("archives") == 2)

        #expect(try await test.catalogue.expireJobs(completedBefore: Test.later(5), at: Test.later(5), limit: 9) == 2)
        #expect(try await purge() == 1)
        try await reclaimAll(test)
        #expect(try await test.reclaimable() == [1, 2, 1000, 1001, 4_000_000].map(Test.blob))
        #expect(try await test.catalogue.archive(try Test.archiveID(3), in: test.vault).size == 10)
    }

    @Test("what hung on a deleted vault is removed piece by piece, in the end the vault")
    func purgesDeletedVaults() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        for number in 1...3 { try await test.startUpload(number, parts: 1) }
        _ = try await test.complete(try Test.upload(2), as: 2)
        try await test.catalogue.abortUpload(try Test.uploadID(3), in: test.vault, at: Test.later(1))
        for (number, status) in [JobStatus.inProgress, .succeeded(at: Test.later(1))].enumerated() {
            try await test.startJob(
                Test.job(number, of: archive, status: status),
                due: Test.later(5),
                in: test.vault
            )
        }
        for number in [1, 2] {
            try await test.catalogue.deleteArchive(try Test.archiveID(number), from: test.vault, at: Test.later(6))
        }
        let kept = try Test.vault("kept")
        try await test.catalogue.createVault(kept, at: Test.creation)
        try await test.catalogue.createUpload(Test.upload(9), in: kept)
        try await test.catalogue.deleteVault(test.vault, timing: .prompt, at: Test.later(7))
        var pieces: [Int] = []
        while let piece = try await purge(test) { pieces.append(piece) }
        #expect(pieces == [2, 1, 2, 2, 1])
        for table in ["vaults", "uploads"] { #expect(try await test.count(table) == 1) }
        #expect(try await test.count("jobs") == 0)
        while try await test.purgeDeletedArchives(at: Test.later(9), limit: 9) > 0 {}
        try await reclaimAll(test)
        #expect(try await test.reclaimable() == [1, 1000, 2000, 3000, 2_000_000].map(Test.blob))
        #expect(try await test.count("extents") == 0)
        #expect(try await test.count("extent_lists") == 1)
    }

    @Test("what was set on a deleted vault goes with it, and what was set on others stays")
    func purgesSettings() async throws {
        let test = try await Test(), kept = try Test.vault("kept")
        try await test.catalogue.createVault(kept, at: Test.creation)
        let tags = TagSet(try (0..<50).map { VaultTag(key: try TagKey("k\($0)"), value: try TagValue("")) })
        let configuration = try VaultNotificationConfiguration(snsTopic: "t", events: ["ArchiveRetrievalCompleted"])
        let terms = VaultLock.Terms(
            id: try LockID(String(repeating: "L", count: 24)),
            policy: "{}",
            creationDate: Test.creation
        )
        for vault in [test.vault, kept] {
            try await test.catalogue.addTags(tags, to: vault)
            try await test.catalogue.setNotificationConfiguration(configuration, of: vault)
            try await test.catalogue.setAccessPolicy("{}", of: vault)
            try await test.catalogue.updateLock(of: vault) { _ in .locked(terms) }
        }
        try await test.catalogue.deleteVault(test.vault, timing: .prompt, at: Test.later(1))
        #expect(try await purge(test) == 1)
        #expect(try await purge(test) == nil)
        #expect(try await test.count("vault_tags") == 50)
        for table in ["vaults", "vault_notifications", "vault_access_policies", "vault_locks"] {
            #expect(try await test.count(table) == 1, "\(table)")
        }
        #expect(try await test.catalogue.lock(of: kept) == .locked(terms))
    }

    private func purge(_ test: CatalogueUnderTest) async throws -> Int? {
        let count = try await test.catalogue.purgeDeletedVaults(at: Test.later(8), limit: 2)
        return count == 0 ? nil : count
    }

    @Test("several deleted vaults go one after the other")
    func purgesManyVaults() async throws {
        let test = try await Test()
        for name in ["a", "b", "c"] {
            let vault = try Test.vault(name)
            try await test.catalogue.createVault(vault, at: Test.creation)
            try await test.catalogue.deleteVault(vault, timing: .prompt, at: Test.later(1))
        }
        while try await purge(test) != nil {}
        #expect(try await test.count("vaults") == 1)
        try await test.catalogue.requireVault(test.vault)
    }

    @Test(
        "extents that were given up are queued in pieces, and the list goes with the last",
        arguments: [1, 2, 4, 5, 9]
    )
    func reclaimsInPieces(_ limit: Int) async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1, parts: 5)
        try await test.startUpload(2, parts: 1)
        #expect(try await test.catalogue.reclaimReleasedExtents(at: Test.later(1), limit: limit) == 0)
        try await test.catalogue.abortUpload(upload.id, in: test.vault, at: Test.later(2))
        var queued = 0, rounds = 0
        while try await test.catalogue.reclaimReleasedExtents(at: Test.later(3), limit: limit) > 0 {
            let now = try await test.reclaimable().count
            #expect(now - queued <= limit)
            (queued, rounds) = (now, rounds + 1)
            guard rounds < 20 else { break }
        }
        #expect(try await test.reclaimable() == (0..<5).map { Test.blob(1000 + $0) })
        #expect(try await test.count("extents") == 1)
        #expect(try await test.count("extent_lists") == 1)
    }

    @Test("an empty list that was given up goes at once")
    func reclaimsEmptyList() async throws {
        let test = try await Test()
        let upload = try await test.startUpload(1)
        try await test.catalogue.abortUpload(upload.id, in: test.vault, at: Test.later(2))
        #expect(try await test.catalogue.reclaimReleasedExtents(at: Test.later(3), limit: 5) == 1)
        #expect(try await test.catalogue.reclaimReleasedExtents(at: Test.later(3), limit: 5) == 0)
        #expect(try await test.count("extent_lists") == 0)
    }

    @Test("blobs wait in the queue until their moment, the oldest first, and until they are taken off")
    func queuesBlobs() async throws {
        let test = try await Test()
        for (number, second) in [(1, 30), (2, 10), (3, 20)] as [(Int, Int64)] {
            try await test.startUpload(number, parts: 1)
            try await test.catalogue.abortUpload(try Test.uploadID(number), in: test.vault, at: Test.later(second))
            _ = try await test.catalogue.reclaimReleasedExtents(at: Test.later(second), limit: 9)
        }
        let queued = { (second: Int64, limit: Int) in
            try await test.catalogue.reclaimableBlobs(queuedBefore: Test.later(second), limit: limit)
        }
        #expect(try await queued(9, 9) == [])
        #expect(try await queued(20, 9) == [2000, 3000].map(Test.blob))
        #expect(try await queued(99, 1) == [Test.blob(2000)])
        try await test.catalogue.forgetReclaimed([Test.blob(2000), Test.blob(77)])
        #expect(try await queued(99, 9) == [3000, 1000].map(Test.blob))
        try await test.catalogue.forgetReclaimed([])
        #expect(try await queued(99, 9).count == 2)
    }

    @Test("a blob is referenced as bytes, as a manifest or as queued, and else unreferenced")
    func findsUnreferenced() async throws {
        let test = try await Test()
        try await test.addArchive(1)
        let upload = try await test.startUpload(1, parts: 2)
        try await test.catalogue.putPart(Test.part(1, blob: 5), of: upload.id, in: test.vault, at: Test.later(1))
        let completed = try await test.startUpload(2, parts: 1)
        _ = try await test.complete(completed, as: 2)
        let known = [1, 5, 1000, 1001, 2000, 2_000_000].map(Test.blob), unknown = [9, 1002].map(Test.blob)
        #expect(try await test.catalogue.unreferenced(known) == [])
        #expect(try await test.catalogue.unreferenced(known + unknown) == unknown)
        #expect(try await test.catalogue.unreferenced([]) == [])
        try await test.catalogue.forgetReclaimed([Test.blob(1001)])
        #expect(try await test.catalogue.unreferenced([Test.blob(1001)]) == [Test.blob(1001)])
    }
}

@Suite("Inventories in the catalogue")
struct InventoryTests {
    private typealias Test = CatalogueUnderTest

    private func take(_ test: CatalogueUnderTest, first: Int64, last: Int64, at second: Int64) async throws -> Int {
        try await test.catalogue.takeInventories(
            firstBefore: Test.later(first),
            lastBefore: Test.later(last),
            at: Test.later(second),
            limit: 10
        )
    }

    @Test("the first inventory is due a while after the first write, and shows the numbers of its moment")
    func takesFirstInventory() async throws {
        let test = try await Test()
        #expect(try await take(test, first: 999, last: 999, at: 999) == 0)
        try await test.addArchive(1, at: Test.later(10))
        try await test.addArchive(2, at: Test.later(20))
        #expect(try await take(test, first: 9, last: 9, at: 21) == 0)
        #expect(try await test.catalogue.vault(test.vault).lastInventory == nil)
        #expect(try await take(test, first: 10, last: 0, at: 22) == 1)
        let numbers = VaultNumbers(archives: 2, archiveBytes: 20, writes: 2)
        let inventory = Vault.Inventory(date: Test.later(22), numbers: numbers)
        #expect(try await test.catalogue.vault(test.vault).lastInventory == inventory)
        try await test.addArchive(3, at: Test.later(30))
        #expect(try await test.catalogue.vault(test.vault).lastInventory == inventory)
        #expect(try await test.catalogue.vault(test.vault).current.archives == 3)
    }

    @Test("a later inventory is due when something was written and the last is old enough")
    func takesLaterInventory() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1, at: Test.later(10))
        #expect(try await take(test, first: 10, last: 0, at: 20) == 1)
        #expect(try await take(test, first: 99, last: 99, at: 99) == 0)
        try await test.catalogue.deleteArchive(archive.id, from: test.vault, at: Test.later(30))
        #expect(try await take(test, first: 99, last: 19, at: 40) == 0)
        #expect(try await take(test, first: 0, last: 20, at: 41) == 1)
        let inventory = try await test.catalogue.vault(test.vault).lastInventory
        #expect(inventory?.date == Test.later(41))
        #expect(inventory?.numbers == VaultNumbers(archives: 0, archiveBytes: 0, writes: 2))
    }

    @Test("a piece of work takes so many inventories, and none of a deleted vault")
    func boundsItsWork() async throws {
        let test = try await Test()
        for (number, name) in ["a", "b", "c", "d"].enumerated() {
            let vault = try Test.vault(name)
            try await test.catalogue.createVault(vault, at: Test.creation)
            try await test.catalogue.addArchive(
                Test.archive(number, at: Test.later(1)),
                blob: Test.blob(number),
                to: vault
            )
        }
        try await test.catalogue.deleteArchive(try Test.archiveID(3), from: Test.vault("d"), at: Test.later(2))
        try await test.catalogue.deleteVault(try Test.vault("d"), timing: .prompt, at: Test.later(3))
        let piece = {
            try await test.catalogue.takeInventories(
                firstBefore: Test.later(9),
                lastBefore: Test.later(9),
                at: Test.later(10),
                limit: 2
            )
        }
        #expect(try await piece() == 2)
        #expect(try await piece() == 1)
        #expect(try await piece() == 0)
    }
}
