import GlacierModel
import NIOCore
import Synchronization
import Testing

@testable import Glacier

@Suite("Downloads in order")
struct OrderedDownloadTests {
    private static let mebibyte = 1 << 20

    @Test(
        "pieces come in order and are the archive",
        arguments: [1, mebibyte, 5 * mebibyte + 1, 17 * mebibyte],
        [1, 4, 64]
    )
    func whole(_ size: Int, _ parallelism: Int) async throws {
        let service = try await DisturbedService(), bytes = FileDownloadTests.pattern(size)
        let archive = try await service.archive(bytes), written = Mutex<[UInt8]>([])
        let client = try service.client { range, _ in
            // Later ranges overtake earlier ones.
            for _ in 0..<(range.lowerBound / 100_000 % 7) { await Task.yield() }
            return .served
        }
        let options = DownloadOptions(parallelism: parallelism)
        let done = try await client.download(archive: archive, from: "v", options) { piece in
            #expect(piece.readableBytes <= 2 * Self.mebibyte)
            written.withLock { $0 += piece.readableBytesView }
        }
        #expect(written.withLock { $0 } == bytes)
        #expect(done.treeHash == Payload(bytes).summary.treeHash)
        #expect(service.ranges.allSatisfy { $0.count <= 4 * Self.mebibyte })
    }

    @Test(
        "no byte is handed on that was not proved",
        arguments: [
            DisturbedService.Fate.altered(at: 9), .short(after: 3), .cut(after: 700_000),
        ]
    )
    func provesFirst(_ fate: DisturbedService.Fate) async throws {
        let service = try await DisturbedService(), bytes = FileDownloadTests.pattern(5 * Self.mebibyte)
        let archive = try await service.archive(bytes), written = Mutex<[UInt8]>([])
        let client = try service.client { _, number in number % 2 == 0 ? fate : .served }
        _ = try await client.download(archive: archive, from: "v", DownloadOptions(parallelism: 1)) { piece in
            let place = written.withLock { written in
                written += piece.readableBytesView
                return written.count
            }
            #expect(bytes.prefix(place).suffix(piece.readableBytes).elementsEqual(piece.readableBytesView))
        }
        #expect(written.withLock { $0 } == bytes)
    }

    @Test("a range without the service's word is not handed on")
    func refusesUnattested() async throws {
        let service = try await DisturbedService()
        let archive = try await service.archive(FileDownloadTests.pattern(2 * Self.mebibyte))
        await #expect(throws: DownloadError.unprovable) {
            try await service.client { _, _ in .unattested }.download(archive: archive, from: "v") { _ in
                Issue.record("bytes were handed on")
            }
        }
    }

    @Test("as much is fetched ahead as there are connections, and no more")
    func boundsMemory() async throws {
        let service = try await DisturbedService(), bytes = FileDownloadTests.pattern(64 * Self.mebibyte)
        let archive = try await service.archive(bytes), written = Mutex(0)
        let client = try service.client { range, _ in
            let ahead = Int(range.lowerBound) - written.withLock { $0 }
            #expect(ahead < 3 * 4 * Self.mebibyte)
            return .served
        }
        _ = try await client.download(archive: archive, from: "v", DownloadOptions(parallelism: 3)) { piece in
            for _ in 0..<20 { await Task.yield() }
            written.withLock { $0 += piece.readableBytes }
        }
    }

    @Test("with no connection at all nothing would ever come", arguments: [0, -1])
    func hasConnections(_ parallelism: Int) {
        var options = DownloadOptions()
        options.parallelism = parallelism
        #expect(options.parallelism == 1)
    }

    @Test("an error of whoever takes the bytes ends the download")
    func passesErrors() async throws {
        struct Full: Error {}
        let service = try await DisturbedService()
        let archive = try await service.archive(FileDownloadTests.pattern(5 * Self.mebibyte))
        await #expect(throws: Full.self) {
            try await service.client().download(archive: archive, from: "v") { _ in throw Full() }
        }
    }
}
