import DatabaseTesting
import GlacierModel
import SQLDatabase
import Testing

@testable import Catalogue

/// A database is input: what no program writes is an internal error, not a crash and not the caller's mistake.
@Suite("Rows that no program writes")
struct CorruptRowTests {
    private typealias Test = CatalogueUnderTest
    private static let start = Timestamp(milliseconds: 0)

    /// A vault with an archive, an upload of one part, and a job.
    private func filled() async throws -> CatalogueUnderTest {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        try await test.startUpload(1, parts: 1)
        try await test.startJob(Test.job(1, of: archive), due: Test.later(1), in: test.vault)
        return test
    }

    /// Damages rows, and expects all of some verbs to notice.
    private func expectCorruption(
        _ damage: String,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ verbs: (@Sendable (CatalogueUnderTest) async throws -> Void)...
    ) async throws {
        let test = try await filled()
        try await test.run(FreshDatabase.engine == .sqlite ? damage : Self.forPostgreSQL(damage))
        for verb in verbs {
            await #expect(throws: CorruptRow.self, "\(damage)", sourceLocation: sourceLocation) {
                try await verb(test)
            }
        }
    }

    /// What the two engines spell differently in the damages below.
    private static func forPostgreSQL(_ damage: String) -> String {
        damage.replacing("= x'", with: "= '\\x").replacing("char(", with: "chr(")
    }

    @Test(
        "vaults",
        arguments: [
            "archives = -1", "archives = 9223372036854775807", "archives = 281474976710656", "archive_bytes = -1",
            "archive_bytes = 9223372036854775807", "writes = -1",
            "inventory_at = 1, inventory_archives = 9223372036854775807",
            "inventory_at = 1, inventory_archive_bytes = -1",
        ]
    )
    func findsCorruptVault(_ damage: String) async throws {
        try await expectCorruption(
            "UPDATE vaults SET \(damage)",
            { test in _ = try await test.catalogue.vault(test.vault) },
            { test in _ = try await test.catalogue.vaults(of: test.vault.account, from: nil, limit: 9) },
            { test in try await test.catalogue.deleteVault(test.vault, timing: .faithful, at: Test.creation) }
        )
    }

    @Test("vaults' names", arguments: ["..", "a/b", "", "ä"])
    func findsCorruptVaultName(_ name: String) async throws {
        try await expectCorruption(
            "UPDATE vaults SET name = '\(name)'",
            { test in _ = try await test.catalogue.vaults(of: test.vault.account, from: nil, limit: 9) }
        )
    }

    @Test(
        "archives",
        arguments: [
            "size = 0", "size = -1", "size = -9223372036854775808", "size = 9223372036854775807",
            "size = 42949672960001", "description = 'ä'", "tree_hash = x'00'",
        ]
    )
    func findsCorruptArchive(_ damage: String) async throws {
        try await expectCorruption(
            "UPDATE archives SET \(damage)",
            { test in _ = try await test.catalogue.archive(try Test.archiveID(1), in: test.vault) }
        )
        guard damage.hasPrefix("size") else { return }
        try await expectCorruption(
            "UPDATE archives SET \(damage)",
            { test in
                try await test.catalogue.deleteArchive(try Test.archiveID(1), from: test.vault, at: Test.creation)
            }
        )
    }

    @Test(
        "extents",
        arguments: [
            "length = 0", "length = -1", "length = 9223372036854775807", "length = 4294967297", "first_byte = -1",
            "first_byte = 9223372036854775807", "first_byte = -9223372036854775808", "tree_hash = x''",
            "blob_key = 'x'", "blob_key = 'ABCDEF00000000000000000000000000'",
        ]
    )
    func findsCorruptExtent(_ damage: String) async throws {
        try await expectCorruption(
            "UPDATE extents SET \(damage) WHERE blob_key = '\(Test.blob(1000))'",
            { test in _ = try await test.catalogue.uploadToComplete(try Test.uploadID(1), in: test.vault) },
            { test in
                _ = try await test.catalogue.parts(
                    of: try Test.uploadID(1),
                    in: test.vault,
                    from: .min,
                    limit: 9
                )
            }
        )
        // One that lies behind every range is not found at all.
        guard damage != "first_byte = 9223372036854775807" else { return }
        try await expectCorruption(
            "UPDATE extents SET \(damage) WHERE blob_key = '\(Test.blob(1))'",
            { test in _ = try await test.catalogue.extents(of: try Test.archiveID(1), overlapping: 0..<(.max)) }
        )
    }

    @Test(
        "uploads",
        arguments: [
            "part_size = 0", "part_size = 1048577", "part_size = -1048576", "description = char(9)", "state = 3",
            "state = -1", "archive_id = 'x'",
            "archive_id = '\(String(repeating: "A", count: 138))', archive_size = 1,"
                + "archive_tree_hash = x'00'",
        ]
    )
    func findsCorruptUpload(_ damage: String) async throws {
        try await expectCorruption(
            "UPDATE uploads SET \(damage)",
            { test in _ = try await test.catalogue.upload(try Test.uploadID(1), in: test.vault) },
            { test in try await test.catalogue.abortUpload(try Test.uploadID(1), in: test.vault, at: Test.creation) },
            { test in
                try await test.catalogue.putPart(
                    Test.part(1),
                    of: try Test.uploadID(1),
                    in: test.vault,
                    at: Test.creation
                )
            }
        )
    }

    @Test("uploads in a list", arguments: ["upload_id = 'x'", "part_size = 0", "description = 'é'"])
    func findsCorruptUploadInList(_ damage: String) async throws {
        try await expectCorruption(
            "UPDATE uploads SET \(damage)",
            { test in _ = try await test.catalogue.uploads(in: test.vault, from: nil, limit: 9) }
        )
    }

    @Test(
        "jobs",
        arguments: [
            "archive_id = 'x'", "archive_size = 0", "archive_size = -1", "archive_size = 9",
            "archive_tree_hash = x'00'",
            "first_byte = -1", "first_byte = 1", "first_byte = 9223372036854775807", "length = 0", "length = -1",
            "length = 11", "length = 9223372036854775807", "tree_hash = x'00'", "tier = 'standard'", "tier = ''",
            "description = 'ä'", "status = 'Succeeded'", "completed_at = 1", "status_message = 'x', completed_at = 1",
        ]
    )
    func findsCorruptJob(_ damage: String) async throws {
        try await expectCorruption(
            "UPDATE jobs SET \(damage)",
            { test in
                _ = try await test.catalogue.job(try Test.jobID(1), in: test.vault, completedAfter: Self.start)
            },
            { test in
                _ = try await test.catalogue.jobOutput(try Test.jobID(1), in: test.vault, completedAfter: Self.start)
            }
        )
    }

    @Test("jobs in a list", arguments: ["job_id = 'x'", "archive_id = ''", "tier = 'None'", "length = 0"])
    func findsCorruptJobInList(_ damage: String) async throws {
        try await expectCorruption(
            "UPDATE jobs SET \(damage)",
            { test in
                _ = try await test.catalogue.jobs(
                    in: test.vault,
                    statuses: [.inProgress],
                    completedAfter: Self.start,
                    from: nil,
                    limit: 9
                )
            }
        )
    }

    @Test("a job whose status is no word is not listed, but is told when it is asked for")
    func findsUnknownStatus() async throws {
        try await expectCorruption(
            "UPDATE jobs SET status = 'Lost'",
            { test in
                _ = try await test.catalogue.job(try Test.jobID(1), in: test.vault, completedAfter: Self.start)
            }
        )
    }

    @Test(
        "what is set on vaults and accounts",
        arguments: [
            "INSERT INTO vault_tags SELECT vault_key, 'aws:k', '' FROM vaults",
            "INSERT INTO vault_tags SELECT vault_key, 'k', '*' FROM vaults",
            "INSERT INTO vault_notifications SELECT vault_key, '', 'ArchiveRetrievalCompleted' FROM vaults",
            "INSERT INTO vault_notifications SELECT vault_key, 't', '' FROM vaults",
            "INSERT INTO vault_notifications SELECT vault_key, 't', 'ArchiveRetrievalCompleted,x' FROM vaults",
            "INSERT INTO vault_locks SELECT vault_key, 'short', '{}', 0, NULL FROM vaults",
            "INSERT INTO retrieval_policies VALUES ('111122223333', 'none', NULL)",
            "INSERT INTO retrieval_policies VALUES ('111122223333', 'BytesPerHour', 0)",
            "INSERT INTO retrieval_policies VALUES ('111122223333', 'FreeTier', 1)",
            "INSERT INTO capacity_units VALUES ('short', '111122223333', 0, 9223372036854775807)",
        ]
    )
    func findsCorruptSetting(_ damage: String) async throws {
        let test = try await filled()
        try await test.run(damage)
        await #expect(throws: CorruptRow.self, "\(damage)") {
            _ = try await test.catalogue.tags(of: test.vault)
            _ = try await test.catalogue.notificationConfiguration(of: test.vault)
            _ = try await test.catalogue.lock(of: test.vault)
            _ = try await test.catalogue.retrievalPolicy(of: test.vault.account)
            _ = try await test.catalogue.activeCapacityUnits(of: test.vault.account, at: Test.creation)
        }
    }

    @Test("dates at the ends of time can be written down")
    func writesExtremeDates() async throws {
        for extreme in [Int64.min, .max] {
            let test = try await filled()
            try await test.run("UPDATE vaults SET created_at = \(extreme), last_write_at = \(extreme)")
            let vault = try await test.catalogue.vault(test.vault)
            #expect(vault.visibleInventory(.prompt)?.date.millisecondsText.hasSuffix("Z") == true)
        }
    }

    @Test("queued blobs whose key is none")
    func findsCorruptQueue() async throws {
        let test = try await filled()
        try await test.run("INSERT INTO reclaimable_blobs VALUES ('x', 0)")
        await #expect(throws: CorruptRow.self) { try await test.reclaimable() }
    }
}
