import Catalogue
import GlacierModel
import Testing

@Suite("Jobs in the catalogue")
struct JobRecordsTests {
    private typealias Test = CatalogueUnderTest
    private static let everything = Timestamp(milliseconds: 0)

    /// A catalogue with an archive, and the archive.
    private func fixture() async throws -> (CatalogueUnderTest, ArchiveRecord) {
        let test = try await Test()
        return (test, try await test.addArchive(1, size: 3_145_728))
    }

    private func list(
        _ test: CatalogueUnderTest,
        _ statuses: Set<JobStatusCode> = Set(JobStatusCode.allCases),
        after: Timestamp = everything,
        from start: ListingStart<JobThing>? = nil,
        limit: Int = 50
    ) async throws -> [JobID] {
        try await test.catalogue.jobs(
            in: test.vault,
            statuses: statuses,
            completedAfter: after,
            from: start,
            limit: limit
        ).map(\.id)
    }

    @Test("a job is found as it was started")
    func startsJob() async throws {
        let (test, archive) = try await fixture()
        let plain = Job(
            id: try Test.jobID(1),
            work: .archiveRetrieval(
                ArchiveRetrieval(
                    archiveID: archive.id,
                    archiveSize: archive.size,
                    archiveTreeHash: archive.treeHash,
                    range: 1_048_576..<3_145_728,
                    rangeTreeHash: nil,
                    tier: .expedited
                )
            ),
            jobDescription: nil,
            snsTopic: nil,
            creationDate: Test.later(1),
            status: .inProgress
        )
        let full = try Test.job(2, of: archive, at: Test.later(2), status: .succeeded(at: Test.later(3)))
        let failed = try Test.job(3, of: archive, status: .failed(at: Test.later(3), message: "Failed"))
        for job in [plain, full, failed] {
            try await test.startJob(job, due: Test.later(9), in: test.vault)
            #expect(try await test.catalogue.job(job.id, in: test.vault, completedAfter: Self.everything) == job)
        }
    }

    @Test("an archive that was deleted, or never was, cannot be retrieved")
    func requiresArchive() async throws {
        let (test, archive) = try await fixture()
        try await test.catalogue.deleteArchive(archive.id, from: test.vault, at: Test.later(1))
        for record in [archive, try Test.archive(9)] {
            let job = try Test.job(1, of: record)
            await #expect(throws: ServiceError.archiveNotFound(record.id.text)) {
                try await test.startJob(job, due: Test.later(2), in: test.vault)
            }
        }
        #expect(try await test.count("jobs") == 0)
    }

    @Test("a job of another vault, or of none, is not found by any verb")
    func missesJob() async throws {
        let (test, archive) = try await fixture()
        let other = try Test.vault("other"), missing = try Test.vault("missing")
        try await test.catalogue.createVault(other, at: Test.creation)
        let job = try Test.job(1, of: archive, status: .succeeded(at: Test.creation))
        try await test.startJob(job, due: Test.creation, in: test.vault)
        for (id, vault) in [(job.id, other), (try Test.jobID(2), test.vault)] {
            let error = ServiceError.jobNotFound(id.text)
            await #expect(throws: error) {
                try await test.catalogue.job(id, in: vault, completedAfter: Self.everything)
            }
            await #expect(throws: error) {
                try await test.catalogue.jobOutput(id, in: vault, completedAfter: Self.everything)
            }
        }
        let error = ServiceError.vaultNotFound("arn:aws:glacier:us-east-1:111122223333:vaults/missing")
        await #expect(throws: error) { try await test.startJob(job, due: Test.creation, in: missing) }
        await #expect(throws: error) {
            try await test.catalogue.job(job.id, in: missing, completedAfter: Self.everything)
        }
        await #expect(throws: error) {
            try await test.catalogue.jobs(
                in: missing,
                statuses: [],
                completedAfter: Self.everything,
                from: nil,
                limit: 1
            )
        }
    }

    @Test("jobs are listed newest first, then by id downwards, and only with the statuses asked for")
    func listsJobs() async throws {
        let (test, archive) = try await fixture()
        let done = JobStatus.succeeded(at: Test.later(100)), failed = JobStatus.failed(at: Test.later(100), message: "")
        for (number, second, status) in [
            (5, 1, .inProgress), (2, 1, done), (9, 0, failed), (1, 2, .inProgress), (7, 2, done),
        ] as [(Int, Int64, JobStatus)] {
            let job = try Test.job(number, of: archive, at: Test.later(second), status: status)
            try await test.startJob(job, due: Test.later(100), in: test.vault)
        }
        let ids = { (numbers: [Int]) in try numbers.map(Test.jobID) }
        #expect(try await list(test) == ids([7, 1, 5, 2, 9]))
        #expect(try await list(test, limit: 3) == ids([7, 1, 5]))
        #expect(try await list(test, [.inProgress]) == ids([1, 5]))
        #expect(try await list(test, [.succeeded]) == ids([7, 2]))
        #expect(try await list(test, [.failed]) == ids([9]))
        #expect(try await list(test, [.succeeded, .failed]) == ids([7, 2, 9]))
        #expect(try await list(test, [.succeeded, .failed], limit: 2) == ids([7, 2]))
        #expect(try await list(test, []) == [])
    }

    @Test("a page begins at the job of the marker, or at the next one when that is gone")
    func pagesJobs() async throws {
        let (test, archive) = try await fixture()
        for number in 1...6 {
            let job = try Test.job(
                number,
                of: archive,
                at: Test.later(Int64(number / 2)),
                status: .succeeded(at: Test.later(100))
            )
            try await test.startJob(job, due: Test.later(100), in: test.vault)
        }
        let ids = { (numbers: [Int]) in try numbers.map(Test.jobID) }
        #expect(try await list(test) == ids([6, 5, 4, 3, 2, 1]))
        #expect(try await list(test, from: .item(Test.jobID(4)), limit: 2) == ids([4, 3]))
        #expect(try await list(test, from: .position(date: Test.later(2), id: Test.jobID(4))) == ids([4, 3, 2, 1]))
        // A newer job is not inserted into later pages.
        let newer = try Test.job(7, of: archive, at: Test.later(50))
        try await test.startJob(newer, due: Test.later(100), in: test.vault)
        #expect(try await list(test, from: .item(Test.jobID(4)), limit: 2) == ids([4, 3]))

        try await test.run("DELETE FROM jobs WHERE job_id = '\(try Test.jobID(4))'")
        #expect(try await list(test, from: .position(date: Test.later(2), id: Test.jobID(4))) == ids([3, 2, 1]))
        let gone = try Test.jobID(4)
        await #expect(throws: ServiceError.invalidMarker(gone.text)) { try await list(test, from: .item(gone)) }
    }

    @Test("a completed job is over at the end of its lifetime, whether or not its row is still there")
    func hidesExpiredJobs() async throws {
        let (test, archive) = try await fixture()
        let done = try Test.job(1, of: archive, status: .succeeded(at: Test.later(100)))
        let running = try Test.job(2, of: archive)
        for job in [done, running] { try await test.startJob(job, due: Test.later(100), in: test.vault) }
        #expect(try await list(test, after: Test.later(99)).count == 2)
        #expect(try await list(test, after: Test.later(100)) == [running.id])
        #expect(try await test.catalogue.job(done.id, in: test.vault, completedAfter: Test.later(99)) == done)
        await #expect(throws: ServiceError.jobNotFound(done.id.text)) {
            try await test.catalogue.job(done.id, in: test.vault, completedAfter: Test.later(100))
        }
        await #expect(throws: ServiceError.jobNotFound(done.id.text)) {
            try await test.catalogue.jobOutput(done.id, in: test.vault, completedAfter: Test.later(100))
        }
    }

    @Test("the output of a job that succeeded is its archive's, also when that was deleted since")
    func readsOutput() async throws {
        let (test, archive) = try await fixture()
        let job = try Test.job(1, of: archive, status: .succeeded(at: Test.later(1)))
        try await test.startJob(job, due: Test.later(1), in: test.vault)
        for round in 0..<2 {
            let source = try await test.catalogue.jobOutput(
                job.id,
                in: test.vault,
                completedAfter: Self.everything
            )
            guard case .archive(let retrieval, let description) = source else {
                Issue.record("\(source)")
                return
            }
            #expect(job.work == .archiveRetrieval(retrieval))
            #expect(description?.text == "archive 1")
            let extents = try await test.catalogue.extents(of: archive.id, overlapping: retrieval.range)
            #expect(extents == [Extent(range: 0..<3_145_728, treeHash: Test.hash(1), blob: Test.blob(1))])
            if round == 0 {
                try await test.catalogue.deleteArchive(archive.id, from: test.vault, at: Test.later(2))
                #expect(try await test.purgeDeletedArchives(at: Test.later(3), limit: 9) == 0)
            }
        }
    }

    @Test("a job in progress or failed has no output")
    func refusesOutput() async throws {
        let (test, archive) = try await fixture()
        let statuses = [JobStatus.inProgress, .failed(at: Test.later(1), message: "Failed")]
        for (number, status) in statuses.enumerated() {
            let job = try Test.job(number, of: archive, status: status)
            try await test.startJob(job, due: Test.later(1), in: test.vault)
            await #expect(throws: ServiceError.jobOutputUnavailable(job.id.text)) {
                try await test.catalogue.jobOutput(job.id, in: test.vault, completedAfter: Self.everything)
            }
        }
    }
}

@Suite("Jobs that are due")
struct DueJobsTests {
    private typealias Test = CatalogueUnderTest

    private func status(_ test: CatalogueUnderTest, _ number: Int) async throws -> JobStatus {
        try await test.catalogue.job(
            try Test.jobID(number),
            in: test.vault,
            completedAfter: Timestamp(milliseconds: 0)
        ).status
    }

    @Test("a job ends when its time has come, not before, and once")
    func finishes() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        for (number, second) in [(1, 30), (2, 10), (3, 20)] as [(Int, Int64)] {
            try await test.startJob(
                Test.job(number, of: archive),
                due: Test.later(second),
                in: test.vault
            )
        }
        #expect(try await test.catalogue.nextDueJob() == Test.later(10))
        #expect(try await test.finishDueJobs(at: Test.later(9), limit: 9) == 0)
        #expect(try await test.finishDueJobs(at: Test.later(20), limit: 9) == 2)
        #expect(try await status(test, 1) == .inProgress)
        #expect(try await status(test, 2) == .succeeded(at: Test.later(20)))
        #expect(try await status(test, 3) == .succeeded(at: Test.later(20)))
        #expect(try await test.catalogue.nextDueJob() == Test.later(30))
        #expect(try await test.finishDueJobs(at: Test.later(40), limit: 9) == 1)
        #expect(try await test.catalogue.nextDueJob() == nil)
        #expect(try await test.finishDueJobs(at: Test.later(50), limit: 9) == 0)
        #expect(try await status(test, 2) == .succeeded(at: Test.later(20)))
    }

    @Test("a piece of work ends the jobs that have waited longest")
    func boundsItsWork() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        for number in 1...5 {
            try await test.startJob(
                Test.job(number, of: archive),
                due: Test.later(Int64(10 - number)),
                in: test.vault
            )
        }
        #expect(try await test.finishDueJobs(at: Test.later(99), limit: 2) == 2)
        #expect(try await status(test, 5) != .inProgress)
        #expect(try await status(test, 4) != .inProgress)
        #expect(try await status(test, 3) == .inProgress)
    }

    @Test("a job whose archive was deleted meanwhile fails, purged or not", arguments: [1, 2])
    func fails(_ rounds: Int) async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        try await test.startJob(Test.job(1, of: archive), due: Test.later(9), in: test.vault)
        try await test.catalogue.deleteArchive(archive.id, from: test.vault, at: Test.later(2))
        if rounds == 2 { #expect(try await test.purgeDeletedArchives(at: Test.later(3), limit: 9) == 1) }
        #expect(try await test.finishDueJobs(at: Test.later(9), limit: 9) == 1)
        #expect(try await status(test, 1) == .failed(at: Test.later(9), message: "Failed"))
    }

    @Test("a job that was given as ended is not due")
    func leavesEndedJobs() async throws {
        let test = try await Test()
        let archive = try await test.addArchive(1)
        let job = try Test.job(1, of: archive, status: .succeeded(at: Test.creation))
        try await test.startJob(job, due: Test.creation, in: test.vault)
        #expect(try await test.catalogue.nextDueJob() == nil)
        #expect(try await test.finishDueJobs(at: Test.later(9), limit: 9) == 0)
    }
}
