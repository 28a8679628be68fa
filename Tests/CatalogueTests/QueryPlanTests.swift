import BlobStore
import DatabaseTesting
import GlacierModel
import SQLDatabase
import Testing

@testable import Catalogue

@Suite("How the catalogue's statements are carried out")
struct QueryPlanTests {
    private typealias Test = CatalogueUnderTest

    /// The tests that read plans of SQLite, which are exact: they do not depend on how many rows there are.
    private static let readsSQLite = ConditionTrait.enabled(if: FreshDatabase.engine == .sqlite, "plans of SQLite")

    @Test("every statement finds its rows by an index, and none is sorted", readsSQLite)
    func usesIndexes() async throws {
        let log = StatementLog()
        let test = try await Test(wrapping: { StatementRecorder(base: $0, log: log) })
        try await useEveryVerb(test)
        let partial = try await test.database.read { tx in
            try tx.query("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'") { row in
                try row.text(0)
            }
        }
        // Fewer would mean that verbs were left out.
        #expect(log.statements.count >= 80)
        for (sql, values) in log.statements {
            for step in try await plan(test, sql, values) {
                #expect(!step.contains("TEMP B-TREE"), "\(sql)")
                guard step.hasPrefix("SCAN"), step != "SCAN CONSTANT ROW" else { continue }
                // A partial index holds the rows that are looked for, and little else.
                #expect(partial.contains { step.hasSuffix("INDEX \($0)") }, "\(step): \(sql)")
            }
        }
    }

    @Test("no statement has to read a whole table", .enabled(if: FreshDatabase.engine == .postgreSQL))
    func readsNoWholeTable() async throws {
        let log = StatementLog()
        let test = try await Test(wrapping: { StatementRecorder(base: $0, log: log) })
        try await useEveryVerb(test)
        #expect(log.statements.count >= 60)
        for (sql, values) in log.statements {
            // The driver asks for plans without it, so what is left has no other way.
            for step in try await plan(test, sql, values, by: "EXPLAIN") {
                #expect(!step.contains("Seq Scan"), "\(sql)")
            }
        }
    }

    @Test(
        "pages are ranges of an index that was made for them",
        readsSQLite,
        arguments: [
            ("FROM extents WHERE list_key = $1 AND first_byte >= $2", "PRIMARY KEY (list_key=? AND first_byte>?)"),
            (
                "FROM uploads WHERE vault_key = $1 AND state = 0",
                "INDEX uploads_in_progress (vault_key=? AND (created_at,upload_id)>(?,?))"
            ),
            (
                "FROM jobs WHERE vault_key = $1 AND status = $2",
                "INDEX jobs_by_vault (vault_key=? AND status=? AND (created_at,job_id)<(?,?))"
            ),
            ("FROM vaults WHERE account_id = $1 AND name >= $2", "INDEX vaults_by_name (account_id=? AND name>?)"),
            (
                "completed_at IS NULL AND due_at <= $1 AND archive_id IS NOT NULL ORDER BY due_at",
                "INDEX jobs_due (due_at<?)"
            ),
            ("due_at <= $1 AND inventory_writes IS NOT NULL", "INDEX jobs_due (due_at<?)"),
            (
                "FROM archives WHERE vault_key = $1 AND (created_at, archive_id) > ($2, $3) AND created_at < $4",
                "INDEX archives_by_vault (vault_key=? AND (created_at,archive_id)>(?,?)"
            ),
            ("FROM jobs WHERE completed_at <= $1", "INDEX jobs_completed (completed_at<?)"),
            ("FROM uploads WHERE state = 0 AND active_at <= $1", "INDEX uploads_idle (active_at<?)"),
            (
                "FROM uploads WHERE state <> 0 AND ended_at <= $1 AND state = 1",
                "INDEX uploads_ended (state=? AND ended_at<?)"
            ),
            (
                "FROM uploads WHERE state <> 0 AND ended_at <= $1 AND state = 2",
                "INDEX uploads_ended (state=? AND ended_at<?)"
            ),
            ("FROM archives a JOIN extents e", "e USING PRIMARY KEY (list_key=? AND first_byte>? AND first_byte<?)"),
            ("FROM extents WHERE list_key = $1 ORDER BY first_byte LIMIT $2", "PRIMARY KEY (list_key=?)"),
            ("FROM vault_locks WHERE expires_at <= $1", "INDEX vault_locks_in_progress (expires_at<?)"),
            ("SELECT tag_key, tag_value FROM vault_tags", "PRIMARY KEY (vault_key=?)"),
            (
                "SELECT capacity_id, started_at, expires_at FROM capacity_units",
                "INDEX capacity_units_by_account (account_id=? AND expires_at>?)"
            ),
            ("FROM reclaimable_blobs WHERE queued_at <= $1", "INDEX reclaimable_blobs_by_age (queued_at<?)"),
            ("FROM notifications WHERE due_at <= $1", "INDEX notifications_due (due_at<?)"),
            ("SELECT min(due_at) FROM notifications", "INDEX notifications_due"),
            ("UPDATE notifications SET due_at = $1 WHERE", "INTEGER PRIMARY KEY (rowid=?)"),
            ("DELETE FROM notifications WHERE", "INTEGER PRIMARY KEY (rowid=?)"),
        ]
    )
    func readsRanges(_ words: String, _ range: String) async throws {
        let log = StatementLog()
        let test = try await Test(wrapping: { StatementRecorder(base: $0, log: log) })
        try await useEveryVerb(test)
        let matching = log.statements.filter { sql, _ in
            sql.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(words)
        }
        #expect(matching.count == 1)
        for (sql, values) in matching {
            let steps = try await plan(test, sql, values)
            #expect(steps.contains { $0.contains(range) }, "\(steps)")
        }
    }

    private func plan(
        _ test: CatalogueUnderTest,
        _ sql: String,
        _ values: [SQLValue],
        by explain: String = "EXPLAIN QUERY PLAN"
    ) async throws -> [String] {
        try await test.database.write { tx in
            try tx.query("\(explain) \(sql)", values) { row in try row.text(row.columnCount - 1) }
        }
    }

    /// Calls each verb with rows for it to work on.
    private func useEveryVerb(_ test: CatalogueUnderTest) async throws {
        try await useVaultsAndArchives(test)
        try await useUploads(test)
        try await useJobs(test)
        try await useNotifications(test)
        try await useSettings(test)
        try await useUpkeep(test)
    }

    private func useVaultsAndArchives(_ test: CatalogueUnderTest) async throws {
        let catalogue = test.catalogue
        try await catalogue.ping()
        try await catalogue.setDeploymentValue(.firstAccount, to: "a")
        _ = try await catalogue.deploymentValue(.firstAccount)
        _ = try await catalogue.deploymentValue(.folder, orSet: "a")
        _ = try await catalogue.vault(test.vault)
        try await catalogue.requireVault(test.vault)
        _ = try await catalogue.vaults(of: test.vault.account, from: test.vault.name, limit: 11)
        let archive = try await test.addArchive(1)
        _ = try await catalogue.archive(archive.id, in: test.vault)
        _ = try await catalogue.extents(of: archive.id, overlapping: 0..<1)
        try await test.addArchive(2)
        try await catalogue.deleteArchive(try Test.archiveID(2), from: test.vault, at: Test.later(1))
        let empty = try Test.vault("empty")
        try await catalogue.createVault(empty, at: Test.creation)
        try await catalogue.createUpload(Test.upload(90), in: empty)
        try await catalogue.deleteVault(empty, timing: .prompt, at: Test.creation)
    }

    private func useUploads(_ test: CatalogueUnderTest) async throws {
        let catalogue = test.catalogue
        let upload = try await test.startUpload(1, parts: 2)
        try await catalogue.putPart(Test.part(0, blob: 5), of: upload.id, in: test.vault, at: Test.later(1))
        _ = try await catalogue.upload(upload.id, in: test.vault)
        _ = try await catalogue.parts(of: upload.id, in: test.vault, from: 0, limit: 51)
        _ = try await catalogue.uploads(in: test.vault, from: .item(upload.id), limit: 51)
        try await catalogue.touchUpload(upload.id, at: Test.later(2))
        _ = try await test.complete(upload, as: 8)
        let aborted = try await test.startUpload(2, parts: 1)
        try await catalogue.abortUpload(aborted.id, in: test.vault, at: Test.later(1))
        try await test.startUpload(3, parts: 1)
    }

    private func useJobs(_ test: CatalogueUnderTest) async throws {
        let catalogue = test.catalogue, archive = try Test.archive(1), start = Timestamp(milliseconds: 0)
        for number in 1...2 {
            try await test.startJob(Test.job(number, of: archive), due: Test.later(1), in: test.vault)
        }
        _ = try await catalogue.nextDueJob()
        _ = try await test.finishDueJobs(at: Test.later(1), limit: 1)
        try await useInventories(test)
        let id = try Test.jobID(1)
        _ = try await catalogue.job(id, in: test.vault, completedAfter: start)
        _ = try? await catalogue.jobOutput(id, in: test.vault, completedAfter: start)
        _ = try await catalogue.jobs(
            in: test.vault,
            statuses: [.inProgress],
            completedAfter: start,
            from: .item(id),
            limit: 51
        )
    }

    private func useInventories(_ test: CatalogueUnderTest) async throws {
        let catalogue = test.catalogue, lease = Span.seconds(30)
        for number in 3...4 { try await test.startInventory(number) }
        for number in 3...4 {
            let claim = try #require(await catalogue.claimInventoryRetrieval(dueAt: Test.later(1), lease: lease))
            guard case .inventoryRetrieval(let retrieval) = claim.job.work else { return }
            _ = try await catalogue.inventory(of: claim, retrieval, after: nil, limit: 9, into: 0) { sum, _ in sum += 1
            }
            _ = try await catalogue.setLease(of: claim, to: lease)
            if number == 4 {
                _ = try await catalogue.fail(claim, at: Test.later(2), announcement: Test.announcement)
                continue
            }
            let made = InventoryRetrieval(
                format: retrieval.format,
                inventoryDate: retrieval.inventoryDate,
                snapshot: retrieval.snapshot,
                selection: retrieval.selection,
                output: InventoryOutput(sizeInBytes: 62, continuation: nil)
            )
            _ = try await catalogue.finish(
                claim,
                made,
                output: Test.blob(33),
                at: Test.later(2),
                announcement: Test.announcement
            )
        }
        _ = try await catalogue.jobOutput(
            try Test.jobID(3),
            in: test.vault,
            completedAfter: Timestamp(milliseconds: 0)
        )
    }

    private func useNotifications(_ test: CatalogueUnderTest) async throws {
        let catalogue = test.catalogue
        try await catalogue.database.write { tx in
            for _ in 1...2 { try catalogue.enqueueNotification(topic: "t", message: "m", at: Test.creation, tx) }
        }
        _ = try await catalogue.timeToNextNotification()
        let taken = try await catalogue.claimNotifications(limit: 2, lease: .seconds(1))
        _ = try await catalogue.postponeNotification(taken[0], by: .zero)
        _ = try await catalogue.removeNotification(taken[1])
    }

    private func useSettings(_ test: CatalogueUnderTest) async throws {
        let catalogue = test.catalogue, vault = test.vault, now = Test.creation
        let tag = VaultTag(key: try TagKey("k"), value: try TagValue("v"))
        try await catalogue.addTags(TagSet([tag]), to: vault)
        _ = try await catalogue.tags(of: vault)
        try await catalogue.removeTags([tag.key], from: vault)
        let configuration = try VaultNotificationConfiguration(snsTopic: "t", events: ["ArchiveRetrievalCompleted"])
        for configuration in [configuration, nil] {
            try await catalogue.setNotificationConfiguration(configuration, of: vault)
        }
        _ = try await catalogue.notificationConfiguration(of: vault)
        for policy in ["{}", nil] { try await catalogue.setAccessPolicy(policy, of: vault) }
        _ = try await catalogue.accessPolicy(of: vault)
        let terms = VaultLock.Terms(id: try LockID(String(repeating: "L", count: 24)), policy: "{}", creationDate: now)
        for lock in [VaultLock.locked(terms), .unlocked, .inProgress(terms, expirationDate: now)] {
            try await catalogue.updateLock(of: vault) { _ in lock }
        }
        _ = try await catalogue.expireLocks(at: now, limit: 9)
        try await useAdmission(test)
        try await catalogue.setRetrievalPolicy(.freeTier, of: vault.account)
        _ = try await catalogue.retrievalPolicy(of: vault.account)
        let unit = ProvisionedCapacityUnit(id: try CapacityID(String(repeating: "C", count: 24)), purchasedAt: now)
        try await catalogue.addCapacityUnit(unit, to: vault.account, at: now)
    }

    private func useAdmission(_ test: CatalogueUnderTest) async throws {
        let rules = RetrievalRules(freeBytesPerDay: .max, expeditedCapacity: .provisioned)
        let unit = ProvisionedCapacityUnit(
            id: try CapacityID(String(repeating: "D", count: 24)),
            purchasedAt: Test.creation
        )
        try await test.catalogue.addCapacityUnit(unit, to: test.vault.account, at: Test.creation)
        let archive = try Test.archive(1)
        let cases: [(Tier, DataRetrievalPolicy)] = [
            (.standard, .bytesPerHour(.max)), (.standard, .freeTier), (.expedited, .none),
        ]
        for (number, (tier, policy)) in cases.enumerated() {
            try await test.catalogue.setRetrievalPolicy(policy, of: test.vault.account)
            let job = try Test.job(20 + number, of: archive, tier: tier)
            try await test.startJob(job, due: Test.later(99), in: test.vault, rules: rules)
        }
        _ = try await test.catalogue.forgetRetrievalUsage(before: Test.later(1_000_000), limit: 9)
    }

    private func useUpkeep(_ test: CatalogueUnderTest) async throws {
        let catalogue = test.catalogue, end = Test.later(1_000_000)
        _ = try await catalogue.takeInventories(firstBefore: end, lastBefore: end, at: end, limit: 9)
        while try await catalogue.purgeDeletedVaults(at: end, limit: 9) > 0 {}
        _ = try await catalogue.expireIdleUploads(idleSince: end, at: end, limit: 9)
        _ = try await catalogue.forgetEndedUploads(completedBefore: end, abortedBefore: end, at: end, limit: 9)
        _ = try await catalogue.expireJobs(completedBefore: end, at: end, limit: 9)
        try await catalogue.deleteArchive(try Test.archiveID(8), from: test.vault, at: end)
        _ = try await test.purgeDeletedArchives(at: end, limit: 9)
        while try await catalogue.reclaimReleasedExtents(at: end, limit: 9) > 0 {}
        let blobs = try await catalogue.reclaimableBlobs(queuedBefore: end, limit: 9)
        _ = try await catalogue.unreferenced(blobs)
        _ = try await catalogue.condemnUnreferenced([Test.blob(77)], at: end)
        try await catalogue.forgetReclaimed(blobs)
    }
}
