import GlacierModel
import Synchronization
import Testing

@testable import Glacier

@Suite("Downloads whose job is forgotten")
struct ForgottenJobTests {
    private static let mebibyte = 1 << 20
    private static let bytes = FileDownloadTests.pattern(6 * mebibyte)

    @Test("another job is started, and what was fetched is kept")
    func followsJobs() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        try await DownloadFolder.with { folder in
            let client = try service.client { _, number in number == 3 ? .forgotten : .served }
            let done = try await client.download(
                archive: archive,
                from: "v",
                to: folder.path,
                DownloadOptions(parallelism: 1)
            )
            #expect(folder.bytes == Self.bytes)
            #expect(done.byteCount == Int64(Self.bytes.count))
            #expect(service.ranges.count == 7)
        }
    }

    @Test("a download in order goes on too, where it was")
    func followsJobsInOrder() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        let written = Mutex<[UInt8]>([])
        let client = try service.client { _, number in number == 3 ? .forgotten : .served }
        _ = try await client.download(archive: archive, from: "v", DownloadOptions(parallelism: 1)) { bytes in
            written.withLock { $0 += bytes.readableBytesView }
        }
        #expect(written.withLock { $0 } == Self.bytes)
    }

    @Test("jobs that are forgotten one after the other end the download")
    func givesUp() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        try await DownloadFolder.with { folder in
            await #expect(throws: DownloadError.jobsForgotten) {
                try await service.client { _, _ in .forgotten }.download(archive: archive, from: "v", to: folder.path)
            }
        }
    }

    @Test("a job that was named is not replaced by another")
    func keepsToNamedJobs() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        let job = try await service.client.initiateJob(.archiveRetrieval(archiveID: archive), in: "v").jobID
        try await DownloadFolder.with { folder in
            await #expect(throws: DownloadError.jobNotFound(job)) {
                try await service.client { _, _ in .forgotten }.download(
                    archive: archive,
                    from: "v",
                    to: folder.path,
                    DownloadOptions(job: .id(job))
                )
            }
        }
        #expect(service.jobsStarted == 0)
    }

    @Test("a job's range is downloaded as what it is, where its tree hash proves it")
    func ranges() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        let client = try service.client()
        for (range, isAligned) in [(Int64(4 << 20)..<(6 << 20), true), (Int64(1 << 20)..<(4 << 20), false)] {
            let job = try await service.client.initiateJob(
                .archiveRetrieval(archiveID: archive, range: range),
                in: "v"
            ).jobID
            let expected = Array(Self.bytes[Int(range.lowerBound)..<Int(range.upperBound)])
            try await DownloadFolder.with { folder in
                if !isAligned {
                    await #expect(throws: DownloadError.unprovable) {
                        try await client.download(
                            archive: archive,
                            from: "v",
                            to: folder.path,
                            DownloadOptions(job: .id(job))
                        )
                    }
                    #expect(folder.names == [])
                }
                let options = DownloadOptions(job: .id(job), proof: isAligned ? .required : .wherePossible)
                let done = try await client.download(archive: archive, from: "v", to: folder.path, options)
                #expect(folder.bytes == expected)
                #expect((done.treeHash != nil) == isAligned)
                // A part of an archive is not taken for the whole by a later run.
                _ = try await client.download(
                    archive: archive,
                    from: "v",
                    to: folder.path,
                    DownloadOptions(existingFile: .replaced)
                )
                #expect(folder.bytes == Self.bytes)
            }
        }
    }
}
