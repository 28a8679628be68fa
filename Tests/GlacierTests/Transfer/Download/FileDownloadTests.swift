import GlacierModel
import Synchronization
import Testing
import TreeHash

@testable import Glacier

@Suite("Downloads to files")
struct FileDownloadTests {
    private static let mebibyte = 1 << 20

    /// Bytes that differ from leaf to leaf.
    static func pattern(_ count: Int) -> [UInt8] {
        let leaf = (0..<mebibyte).map { UInt8(truncatingIfNeeded: $0 % 251) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            let start = bytes.count
            bytes.append(contentsOf: leaf.prefix(count - start))
            bytes[start] = UInt8(truncatingIfNeeded: start / mebibyte + 1)
        }
        return bytes
    }

    @Test(
        "an archive comes in aligned ranges and is the file, with nothing left beside it",
        arguments: [1, mebibyte - 1, mebibyte, mebibyte + 1, 2 * mebibyte, 7 * mebibyte + 5, 17 * mebibyte],
        [1, 3, 64]
    )
    func whole(_ size: Int, _ parallelism: Int) async throws {
        let service = try await DisturbedService(), bytes = Self.pattern(size),
            archive = try await service.archive(bytes)
        let last = Mutex<TransferProgress?>(nil)
        try await DownloadFolder.with { folder in
            let options = DownloadOptions(parallelism: parallelism) { progress in last.withLock { $0 = progress } }
            let done = try await service.client().download(archive: archive, from: "v", to: folder.path, options)
            #expect(folder.bytes == bytes)
            #expect(folder.names == ["film.mov"])
            #expect(done.byteCount == Int64(size))
            #expect(done.treeHash == Payload(bytes).summary.treeHash)
            #expect(done.reusedBytes == 0)
        }
        #expect(service.ranges.first?.lowerBound == 0)
        #expect(service.ranges.last?.upperBound == Int64(size))
        #expect(service.ranges.allSatisfy { TreeAlignment.isTreeHashAligned($0, of: Int64(size)) })
        #expect(service.ranges.reduce(0) { $0 + $1.count } == size)
        let total = Int64(size)
        let expected = TransferProgress(phase: .finishing, totalBytes: total, completedBytes: total, movedBytes: total)
        #expect(last.withLock { $0 } == expected)
    }

    @Test(
        "an answer that is not what it should be is asked for again, and no byte of it stays",
        arguments: [
            DisturbedService.Fate.lost, .cut(after: 0), .cut(after: 1_500_000), .short(after: 0),
            .short(after: 1_500_000),
            .altered(at: 0), .altered(at: 2_097_151), .error(500, "ServiceUnavailableException"),
            .error(400, "ThrottlingException"),
        ]
    )
    func repeats(_ fate: DisturbedService.Fate) async throws {
        let service = try await DisturbedService(), bytes = Self.pattern(32 * Self.mebibyte)
        let archive = try await service.archive(bytes)
        try await DownloadFolder.with { folder in
            let client = try service.client { range, number in
                #expect(range.count == 2 * Self.mebibyte)
                return number % 3 == 1 ? fate : .served
            }
            _ = try await client.download(archive: archive, from: "v", to: folder.path)
            #expect(folder.bytes == bytes)
        }
    }

    @Test("a range that is never right ends the download after its attempts, and the others are kept")
    func givesUp() async throws {
        let service = try await DisturbedService(), bytes = Self.pattern(4 * Self.mebibyte)
        let archive = try await service.archive(bytes), wrong = Int64(Self.mebibyte)..<Int64(2 * Self.mebibyte)
        try await DownloadFolder.with { folder in
            let client = try service.client { range, _ in range == wrong ? .altered(at: 5) : .served }
            let options = DownloadOptions(parallelism: 1, attempts: RetryPolicy(maximumAttempts: 3))
            await #expect(throws: DownloadError.wrongBytes(wrong)) {
                try await client.download(archive: archive, from: "v", to: folder.path, options)
            }
            #expect(service.ranges.filter { $0 == wrong }.count == 3)
            #expect(folder.bytes == nil)
            service.forget()
            let done = try await service.client().download(archive: archive, from: "v", to: folder.path)
            #expect(folder.bytes == bytes)
            #expect(done.reusedBytes == wrong.lowerBound)
            #expect(service.ranges.count == 3)
        }
    }

    @Test("a range that the service ignores is no answer to it")
    func refusesEverything() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.pattern(2 * Self.mebibyte))
        try await DownloadFolder.with { folder in
            await #expect(throws: UnreadableAnswer("Content-Range")) {
                try await service.client { _, _ in .everything }.download(archive: archive, from: "v", to: folder.path)
            }
            #expect(folder.names == [])
        }
    }

    @Test("without the service's word for a range, the whole proves it")
    func provesByTheWhole() async throws {
        let service = try await DisturbedService(), bytes = Self.pattern(5 * Self.mebibyte)
        let archive = try await service.archive(bytes)
        try await DownloadFolder.with { folder in
            _ = try await service.client { _, _ in .unattested }.download(archive: archive, from: "v", to: folder.path)
            #expect(folder.bytes == bytes)
        }
    }

    @Test("a wrong byte that nothing but the whole shows is found, and the doubtful ranges are fetched again")
    func fetchesDoubtfulAgain() async throws {
        let service = try await DisturbedService(), bytes = Self.pattern(5 * Self.mebibyte)
        let archive = try await service.archive(bytes), wrong = Int64(Self.mebibyte)..<Int64(2 * Self.mebibyte)
        try await DownloadFolder.with { folder in
            let count = Atomic(0)
            let client = try service.client { range, _ in
                guard range == wrong, count.wrappingAdd(1, ordering: .relaxed).oldValue == 0 else { return .served }
                return .alteredUnattested(at: 77)
            }
            _ = try await client.download(archive: archive, from: "v", to: folder.path)
            #expect(folder.bytes == bytes)
            #expect(service.ranges.count == 6)
        }
    }

    @Test("bytes that are never the archive do not become the file")
    func refusesWrongArchives() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.pattern(2 * Self.mebibyte))
        try await DownloadFolder.with { folder in
            let client = try service.client { range, _ in range.lowerBound == 0 ? .alteredUnattested(at: 9) : .served }
            await #expect(throws: DownloadError.wrongArchive) {
                try await client.download(archive: archive, from: "v", to: folder.path)
            }
            #expect(folder.names == [])
        }
    }

    @Test("a file that is there is not replaced, whenever it appears, unless that is wanted")
    func keepsFiles() async throws {
        let service = try await DisturbedService(), bytes = Self.pattern(Self.mebibyte)
        let archive = try await service.archive(bytes)
        try await DownloadFolder.with { folder in
            let appearing = try service.client { _, _ in
                try folder.write([1])
                return .served
            }
            for client in [appearing, try service.client()] {
                await #expect(throws: DownloadError.fileExists(folder.path)) {
                    try await client.download(archive: archive, from: "v", to: folder.path)
                }
                #expect(folder.bytes == [1])
            }
            service.forget()
            let options = DownloadOptions(existingFile: .replaced)
            _ = try await service.client().download(archive: archive, from: "v", to: folder.path, options)
            #expect(folder.bytes == bytes)
            #expect(folder.names == ["film.mov"])
            #expect(service.ranges.isEmpty, "what came before the file appeared is used")
        }
    }

    @Test("what cannot be written is told before a job is started")
    func refusesTargets() async throws {
        let service = try await DisturbedService(), archive = try await service.archive([1])
        try await DownloadFolder.with { folder in
            await #expect(throws: DownloadError.self) {
                try await service.client().download(archive: archive, from: "v", to: "\(folder.path)/no/such/folder")
            }
            #expect(service.jobsStarted == 0)
        }
    }

    @Test("nothing takes the place of a folder or a device", arguments: ["/", "/dev/null"])
    func sparesOthers(_ path: String) async throws {
        let service = try await DisturbedService(), archive = try await service.archive([1])
        await #expect(throws: DownloadError.notRegular(path)) {
            let options = DownloadOptions(existingFile: .replaced)
            _ = try await service.client().download(archive: archive, from: "v", to: path, options)
        }
        #expect(service.jobsStarted == 0)
    }

    @Test("an archive that is not there is told, and leaves nothing behind")
    func goneArchive() async throws {
        let service = try await DisturbedService(), archive = try await service.archive([1])
        try await service.client.deleteArchive(archive, in: "v")
        try await DownloadFolder.with { folder in
            await #expect(throws: DownloadError.archiveNotFound(archive)) {
                try await service.client().download(archive: archive, from: "v", to: folder.path)
            }
            #expect(folder.names == [])
        }
    }
}
