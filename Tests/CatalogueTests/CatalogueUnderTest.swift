import BlobStore
import Catalogue
import DatabaseTesting
import GlacierModel
import SQLDatabase
import TreeHash

/// A fresh catalogue with one vault, and values to put into it.
struct CatalogueUnderTest: Sendable {
    let database: FreshDatabase
    let catalogue: Catalogue
    let vault: VaultReference

    static let creation = Timestamp(seconds: 1_000_000)

    /// - Parameters:
    ///   - wrapping: puts another database around the fresh one.
    ///   - leaseClock: what leases are measured with; it stands still unless told otherwise.
    init(
        wrapping: (FreshDatabase) -> any SQLDatabase = { $0 },
        leaseClock: @escaping @Sendable () -> Timestamp = { creation }
    ) async throws {
        database = try await FreshDatabase()
        try await Catalogue.migrate(database, now: Self.creation)
        catalogue = Catalogue(
            database: wrapping(database),
            deployment: Deployment(partition: .aws, region: "us-east-1"),
            leaseClock: .given(leaseClock)
        )
        vault = try Self.vault("v")
        try await catalogue.createVault(vault, at: Self.creation)
    }

    static func vault(_ name: String, account: String = "111122223333") throws -> VaultReference {
        VaultReference(account: try AccountID(account), name: try VaultName(name))
    }

    /// A moment after the creation of the vault.
    static func later(_ seconds: Int64) -> Timestamp { creation + .seconds(seconds) }

    static func blob(_ number: Int) -> BlobKey {
        let low = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
        return BlobKey(createdAtMilliseconds: creation.milliseconds, random: [0, 0] + low)
    }

    static func hash(_ number: Int) -> Digest { Digest.sha256(Array(String(number).utf8)) }

    static func archiveID(_ number: Int) throws -> ArchiveID { try ArchiveID(id("A", number, length: 138)) }
    static func uploadID(_ number: Int) throws -> UploadID { try UploadID(id("U", number, length: 92)) }
    static func jobID(_ number: Int) throws -> JobID { try JobID(id("J", number, length: 92)) }

    static func archive(_ number: Int, size: Int64 = 10, at date: Timestamp = creation) throws -> ArchiveRecord {
        ArchiveRecord(
            id: try archiveID(number),
            size: size,
            treeHash: hash(number),
            archiveDescription: try ArchiveDescription("archive \(number)"),
            creationDate: date
        )
    }

    static func upload(_ number: Int, at date: Timestamp = creation) throws -> MultipartUpload {
        MultipartUpload(
            id: try uploadID(number),
            archiveDescription: try ArchiveDescription("upload \(number)"),
            partSize: try PartSize(bytes: 1_048_576),
            creationDate: date
        )
    }

    /// The part of 1 MiB at a place, counted from 0.
    static func part(_ index: Int, blob number: Int? = nil, bytes: Int64 = 1_048_576) -> Extent {
        let first = Int64(index) * 1_048_576
        return Extent(range: first..<(first + bytes), treeHash: hash(index), blob: blob(number ?? index))
    }

    static func job(
        _ number: Int,
        of archive: ArchiveRecord,
        at date: Timestamp = creation,
        status: JobStatus = .inProgress,
        tier: Tier = .bulk
    ) throws -> Job {
        Job(
            id: try jobID(number),
            work: .archiveRetrieval(
                ArchiveRetrieval(
                    archiveID: archive.id,
                    archiveSize: archive.size,
                    archiveTreeHash: archive.treeHash,
                    range: 0..<archive.size,
                    rangeTreeHash: archive.treeHash,
                    tier: tier
                )
            ),
            jobDescription: try JobDescription("job \(number)"),
            snsTopic: "arn:topic",
            creationDate: date,
            status: status
        )
    }

    private static func id(_ letter: String, _ number: Int, length: Int) -> String {
        let digits = String(number)
        return letter + String(repeating: "0", count: length - 1 - digits.utf8.count) + digits
    }
}

extension CatalogueUnderTest {
    /// The integer that a statement yields.
    func integer(_ sql: String) async throws -> Int64? {
        try await database.read { tx in try tx.first(sql) { row in try row.integer(0) } }
    }

    func count(_ table: String) async throws -> Int64 {
        try await integer("SELECT count(*) FROM \(table)") ?? -1
    }

    func run(_ sql: String) async throws {
        try await database.write { tx in _ = try tx.execute(sql) }
    }

    /// All keys of blobs that wait to be reclaimed.
    func reclaimable() async throws -> [BlobKey] {
        try await catalogue.reclaimableBlobs(queuedBefore: Timestamp(milliseconds: .max), limit: 100_000).sorted()
    }

    /// Adds an archive that lies in the blob of its number.
    @discardableResult
    func addArchive(_ number: Int, size: Int64 = 10, at date: Timestamp = creation) async throws -> ArchiveRecord {
        let archive = try Self.archive(number, size: size, at: date)
        try await catalogue.addArchive(archive, blob: Self.blob(number), to: vault)
        return archive
    }

    /// Starts an upload with so many parts of 1 MiB, the blobs of which have its number times 1,000 and theirs.
    @discardableResult
    func startUpload(_ number: Int, parts: Int = 0, at date: Timestamp = creation) async throws -> MultipartUpload {
        let upload = try Self.upload(number, at: date)
        try await catalogue.createUpload(upload, in: vault)
        for index in 0..<parts {
            try await catalogue.putPart(
                Self.part(index, blob: number * 1000 + index),
                of: upload.id,
                in: vault,
                at: date
            )
        }
        return upload
    }

    /// Starts a retrieval of an archive.
    func startJob(
        _ job: Job,
        due: Timestamp,
        in vault: VaultReference,
        rules: RetrievalRules = .standard
    ) async throws {
        guard case .archiveRetrieval(let retrieval) = job.work else { throw NotAnArchiveRetrieval() }
        try await catalogue.createArchiveRetrieval(
            job,
            retrieval,
            due: due,
            in: vault,
            rules: rules,
            announcement: Self.announcement
        )
    }

    /// Starts a retrieval of the vault's inventory.
    @discardableResult
    func startInventory(
        _ number: Int,
        _ selection: InventorySelection = .everything,
        due: Timestamp = creation,
        timing: Timing = .prompt
    ) async throws -> JobID {
        let id = try Self.jobID(number)
        try await catalogue.createInventoryRetrieval(
            InventoryRequest(
                id: id,
                format: .csv,
                selection: selection,
                jobDescription: nil,
                snsTopic: "arn:topic",
                creationDate: Self.creation
            ),
            due: due,
            in: vault,
            timing: timing
        )
        return id
    }

    func finishDueJobs(at now: Timestamp, limit: Int) async throws -> Int {
        try await catalogue.finishDueArchiveRetrievals(at: now, limit: limit, announcement: Self.announcement)
    }

    static let announcement: JobAnnouncement = { job, vault in
        "\(vault.name) \(job.id.text.suffix(1)) \(job.status.code.rawValue)"
    }

    /// Gives deleted archives up and forgets them.
    func purgeDeletedArchives(at now: Timestamp, limit: Int) async throws -> Int {
        let count = try await catalogue.releaseDeletedArchives(at: now, limit: limit)
        _ = try await catalogue.forgetReleasedArchives(inventoriesAreCurrent: true, limit: limit)
        return count
    }

    struct NotAnArchiveRetrieval: Error {}

    /// Completes an upload as the archive of a number, whose manifest has its number times 1,000,000.
    func complete(_ upload: MultipartUpload, as number: Int, at date: Timestamp = creation) async throws
        -> CompletionOutcome
    {
        let found = try await catalogue.uploadToComplete(upload.id, in: vault)
        guard case .inProgress(_, let parts, let revision) = found else { throw NotInProgress() }
        let size = parts.last?.range.upperBound ?? 0
        return try await catalogue.completeUpload(
            upload.id,
            in: vault,
            revision: revision,
            archive: Self.archive(number, size: size, at: date),
            manifest: Self.blob(number * 1_000_000)
        )
    }

    struct NotInProgress: Error {}
}

extension Catalogue {
    /// Deletes an archive under the rules of this moment.
    func deleteArchive(_ id: ArchiveID, from vault: VaultReference, at now: Timestamp) async throws {
        try await refreshAccessVersion()
        try await deleteArchive(id, from: vault, allowedUnder: knownAccessVersion.current, at: now)
    }
}
