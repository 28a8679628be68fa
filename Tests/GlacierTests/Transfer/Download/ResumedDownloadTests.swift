import Foundation
import GlacierModel
import Testing
import TreeHash

@testable import Glacier

@Suite("Downloads that were interrupted")
struct ResumedDownloadTests {
    private static let mebibyte = 1 << 20
    private static let bytes = FileDownloadTests.pattern(9 * mebibyte + 7)

    struct Stop: Error {}

    /// Interrupts a download at each of its requests in turn, until it comes to its end.
    @Test("after an interruption at any request, the next run fetches what is missing and no more")
    func anyRequest() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        try await DownloadFolder.with { folder in
            var isDone = false
            for run in 0..<20 where !isDone {
                do {
                    let client = try service.client { _, number in
                        if number == 1 { throw CancellationError() }
                        return .served
                    }
                    let done = try await client.download(
                        archive: archive,
                        from: "v",
                        to: folder.path,
                        DownloadOptions(parallelism: 1)
                    )
                    #expect(done.reusedBytes == Int64(9 * Self.mebibyte), "one range is fetched in each run")
                    isDone = true
                } catch is CancellationError {
                    #expect(folder.bytes == nil, "run \(run)")
                    #expect(folder.names.count == 2)
                }
            }
            #expect(isDone)
            #expect(folder.bytes == Self.bytes)
            #expect(folder.names == ["film.mov"])
            // Each run but the last asked for one range that it did not get.
            #expect(service.ranges.count == 10 + 9)
            #expect(service.jobsStarted == 1, "the job of the first run is joined")
        }
    }

    /// What is there of the archive when five of ten ranges are.
    private func interrupted(_ service: DisturbedService, _ archive: String, _ folder: DownloadFolder) async throws {
        let client = try service.client { _, number in
            if number == 5 { throw CancellationError() }
            return .served
        }
        await #expect(throws: CancellationError.self) {
            try await client.download(archive: archive, from: "v", to: folder.path, DownloadOptions(parallelism: 1))
        }
        service.forget()
    }

    @Test("bytes that are not what they were are fetched again", arguments: [0, 1, 4])
    func distrustsBytes(_ range: Int) async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        try await DownloadFolder.with { folder in
            try await interrupted(service, archive, folder)
            try folder.spoil(".firn-part", at: UInt64(range * Self.mebibyte + 3))
            let done = try await service.client().download(archive: archive, from: "v", to: folder.path)
            #expect(folder.bytes == Self.bytes)
            #expect(done.reusedBytes == Int64(4 * Self.mebibyte))
            #expect(service.ranges.count == 6)
        }
    }

    @Test("bytes that are shorter than they were, or gone, are fetched again", arguments: [0, 2, 5])
    func distrustsLength(_ mebibytes: UInt64) async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        try await DownloadFolder.with { folder in
            try await interrupted(service, archive, folder)
            let handle = try FileHandle(forUpdating: try #require(folder.hidden(".firn-part")))
            try handle.truncate(atOffset: mebibytes << 20)
            try handle.close()
            _ = try await service.client().download(archive: archive, from: "v", to: folder.path)
            #expect(folder.bytes == Self.bytes)
            #expect(service.ranges.count == 10 - Int(mebibytes))
        }
    }

    @Test("a journal that is damaged anywhere costs fetching, and never a wrong byte")
    func distrustsJournal() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        try await DownloadFolder.with { folder in
            try await interrupted(service, archive, folder)
            let journal = try #require(folder.hidden(".firn-journal")), part = try #require(folder.hidden(".firn-part"))
            let text = try Data(contentsOf: journal), bytes = try Data(contentsOf: part)
            for offset in stride(from: 0, to: text.count, by: 37) {
                for damaged in [
                    text.prefix(offset), text.prefix(offset) + [text[offset] ^ 1] + text.dropFirst(offset + 1),
                ] {
                    try damaged.write(to: journal)
                    try bytes.write(to: part)
                    _ = try await service.client().download(archive: archive, from: "v", to: folder.path)
                    #expect(folder.bytes == Self.bytes, "offset \(offset)")
                    #expect(folder.names == ["film.mov"])
                    try FileManager.default.removeItem(atPath: folder.path)
                }
            }
        }
    }

    @Test("a journal that lies about bytes and their hashes is found out by the whole")
    func findsLies() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        try await DownloadFolder.with { folder in
            try await interrupted(service, archive, folder)
            try folder.spoil(".firn-part", at: 3)
            var first = Array(Self.bytes.prefix(Self.mebibyte))
            first[3] ^= 1
            let journal = try #require(folder.hidden(".firn-journal")), handle = try FileHandle(forUpdating: journal)
            try handle.seekToEnd()
            try handle.write(contentsOf: Data("0 \(Digest.sha256(first))\n".utf8))
            try handle.close()
            _ = try await service.client().download(archive: archive, from: "v", to: folder.path)
            #expect(folder.bytes == Self.bytes)
            #expect(folder.names == ["film.mov"])
        }
    }

    @Test("what was complete needs no job, whether or not it had its name")
    func complete() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        try await DownloadFolder.with { folder in
            // A file in the way keeps the last step from being done.
            let client = try service.client { _, _ in
                try folder.write([1])
                return .served
            }
            await #expect(throws: DownloadError.fileExists(folder.path)) {
                try await client.download(archive: archive, from: "v", to: folder.path)
            }
            let journal = try #require(folder.hidden(".firn-journal")), text = try Data(contentsOf: journal)
            try FileManager.default.removeItem(atPath: folder.path)
            service.forget()
            let started = service.jobsStarted
            for _ in 0..<2 {
                let done = try await service.client().download(archive: archive, from: "v", to: folder.path)
                #expect(done.reusedBytes == Int64(Self.bytes.count))
                #expect(done.jobID == nil)
                #expect(folder.bytes == Self.bytes)
                #expect(folder.names == ["film.mov"])
                // As a run leaves it that is killed before the journal is gone.
                try text.write(to: journal)
            }
            #expect(service.ranges.isEmpty)
            #expect(service.jobsStarted == started)
        }
    }

    @Test("bytes behind the end of what was complete do not become part of the file")
    func cutsWhatIsBehind() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        try await DownloadFolder.with { folder in
            let client = try service.client { _, _ in
                try folder.write([1])
                return .served
            }
            await #expect(throws: DownloadError.fileExists(folder.path)) {
                try await client.download(archive: archive, from: "v", to: folder.path)
            }
            try FileManager.default.removeItem(atPath: folder.path)
            let data = try #require(folder.hidden(".firn-part")), handle = try FileHandle(forUpdating: data)
            try handle.seekToEnd()
            try handle.write(contentsOf: Data([1, 2, 3]))
            try handle.close()
            _ = try await service.client().download(archive: archive, from: "v", to: folder.path)
            #expect(folder.bytes == Self.bytes)
        }
    }

    @Test("a file that has another name too is not written to")
    func sparesLinks() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        try await DownloadFolder.with { folder in
            try await interrupted(service, archive, folder)
            let data = try #require(folder.hidden(".firn-part")), before = try Data(contentsOf: data)
            let copy = data.deletingLastPathComponent().appending(path: "copy")
            try FileManager.default.linkItem(at: data, to: copy)
            _ = try await service.client().download(archive: archive, from: "v", to: folder.path)
            #expect(folder.bytes == Self.bytes)
            #expect(try Data(contentsOf: copy) == before)
            #expect(folder.names == ["copy", "film.mov"])
        }
    }

    @Test("another archive of the same name does not touch what is there of the first")
    func keepsArchivesApart() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        let other = try await service.archive([1, 2, 3])
        try await DownloadFolder.with { folder in
            try await interrupted(service, archive, folder)
            _ = try await service.client().download(archive: other, from: "v", to: folder.path)
            #expect(folder.bytes == [1, 2, 3])
            let options = DownloadOptions(existingFile: .replaced)
            let done = try await service.client().download(archive: archive, from: "v", to: folder.path, options)
            #expect(done.reusedBytes == Int64(5 * Self.mebibyte))
            #expect(folder.bytes == Self.bytes)
        }
    }

    @Test("a run that finds the file complete leaves alone what another one is at work on")
    func sparesRunsAtWork() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        let options = DownloadOptions(existingFile: .replaced)
        try await DownloadFolder.with { folder in
            try folder.write(Self.bytes)
            let second = try service.client()
            let first = try service.client { _, number in
                if number == 3 {
                    let done = try await second.download(archive: archive, from: "v", to: folder.path, options)
                    #expect(done.reusedBytes == Int64(Self.bytes.count))
                }
                return .served
            }
            _ = try await first.download(archive: archive, from: "v", to: folder.path, options)
            #expect(folder.bytes == Self.bytes)
            #expect(folder.names == ["film.mov"])
        }
    }

    @Test("a hidden file that another run put in the place of this one's does not become the file")
    func publishesItsOwn() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        try await DownloadFolder.with { folder in
            let client = try service.client { _, number in
                if number == 3, let hidden = folder.hidden(".firn-part") {
                    try FileManager.default.removeItem(at: hidden)
                    try Data([1, 2, 3]).write(to: hidden)
                }
                return .served
            }
            await #expect(throws: DownloadError.self) {
                try await client.download(archive: archive, from: "v", to: folder.path)
            }
            #expect(folder.bytes == nil)
        }
    }

    @Test("two downloads to one file do not mix")
    func excludes() async throws {
        let service = try await DisturbedService(), archive = try await service.archive(Self.bytes)
        try await DownloadFolder.with { folder in
            let second = try service.client()
            let first = try service.client { _, number in
                if number == 3 {
                    await #expect(throws: DownloadError.busy(folder.path)) {
                        try await second.download(archive: archive, from: "v", to: folder.path)
                    }
                }
                return .served
            }
            _ = try await first.download(archive: archive, from: "v", to: folder.path)
            #expect(folder.bytes == Self.bytes)
        }
    }
}
