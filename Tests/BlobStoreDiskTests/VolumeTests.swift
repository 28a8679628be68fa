import BlobStore
import BlobStoreDisk
import Foundation
import NIOCore
import Synchronization
import Testing

@Suite("Volumes")
struct VolumeTests {
    private static let window = "blobs/018bc/fe5"
    private static let second = BlobKey.example(second: 1, 7)

    @Test("short blobs lie together, for the owner alone, and their keys tell where")
    func layout() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let first = try await store.put(short: .example(second: 0, 7))
        let second = try await store.put(short: Self.second, count: 5000)
        #expect(first.text == "018bcfe50000f5000000000707070707")
        #expect(second.text == "018bcfe503e8f5000000010707070707")
        let path = Self.window + "/volume-0000"
        #expect(try folder.volumes() == [path])
        #expect(try folder.contents(of: "blobs").count == 3)
        #expect(try folder.contents(of: "incoming") == ["volume-018bcfe5-0000"])
        #expect(try folder.size(of: path) == 64 << 20)
        #expect(try folder.mode(of: path) == 0o600)
    }

    @Test("a volume has the bytes that the formats page tells")
    func bytes() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store(volumes: .small)
        _ = try await store.put(short: .example(second: 0, 7), 1, count: 100)
        _ = try await store.put(short: Self.second, 2, count: 5000)
        let volume = try folder.bytes(of: Self.window + "/volume-0000")
        // Checksums worked out by a program of its own.
        let header = "8946524e560d0a1a00010000018bcfe5000000080000001230d5601b3b8a403a"
        let entries = [
            "018bcfe50000f500000000070707070700000002000000645ecbcfd7df6bf9c3",
            "018bcfe503e8f50000000107070707070000000300001388fc8ef5b3800e15f5",
        ]
        #expect(volume.count == 18 * 4096)
        #expect(Self.hex(volume[..<32]) == header)
        #expect(volume[32..<4096].allSatisfy { $0 == 0 })
        #expect(Self.hex(volume[4096..<4160]) == entries.joined())
        #expect(volume[4160..<8192].allSatisfy { $0 == 0 })
        #expect(volume[8192..<8292].allSatisfy { $0 == 1 })
        #expect(volume[8292..<12288].allSatisfy { $0 == 0 })
        #expect(volume[12288..<17288].allSatisfy { $0 == 2 })
    }

    @Test("a volume that is full gives back what it has not used, and the next one takes over")
    func full() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store(volumes: .small)
        var keys: [BlobKey] = []
        for number in 0..<10 as Range<UInt8> {
            keys.append(try await store.put(short: .example(second: Int64(number)), number, count: 1000))
        }
        #expect(try folder.volumes() == ["/volume-0000", "/volume-0001"].map { Self.window + $0 })
        #expect(try folder.size(of: Self.window + "/volume-0000") == (2 + 8) * 4096)
        #expect(try folder.contents(of: "incoming") == ["volume-018bcfe5-0001"])
        // One that does not fit is no reason to waste a volume that is not begun.
        #expect(try await store.put(short: .example(second: 20), count: 70_000) == .example(second: 20))
        keys.append(.example(second: 20))
        for (number, key) in keys.dropLast().enumerated() {
            #expect(try await store.get(key) == Array(repeating: UInt8(number), count: 1000))
        }
        #expect(try await store.list(after: nil, limit: 20) == keys)
    }

    @Test("two time windows have volumes at once, and a third retires the first")
    func windows() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store(volumes: .small)
        for (second, count) in [(0, 1), (70, 2), (1, 2), (71, 2), (140, 2), (72, 2), (2, 2)] as [(Int64, Int)] {
            _ = try await store.put(short: .example(second: second))
            #expect(try folder.contents(of: "incoming").count == count)
        }
        #expect(try await store.list(after: nil, limit: 10).count == 7)
        #expect(try folder.volumes().count == 4)
        #expect(try folder.openFiles().count <= 4)
    }

    @Test("a deleted blob gives its room back, and the last one its volume and the folder")
    func delete() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store(volumes: .small)
        var keys: [BlobKey] = []
        for number in 0..<8 as Range<Int64> {
            keys.append(try await store.put(short: .example(second: number), count: 5000))
        }
        _ = try await store.put(short: .example(second: 70))
        _ = try await store.put(short: .example(second: 140))
        let path = Self.window + "/volume-0000"
        let before = try folder.room(of: path)
        for (count, key) in keys.enumerated() {
            #expect(try folder.room(of: path) <= before - count * 8192)
            try await store.delete(key)
            #expect(try await failureCode { _ = try await store.length(of: key) } == .notFound)
        }
        #expect(try await store.list(after: nil, limit: 10).count == 2)
        #expect(try folder.contents(of: "blobs").filter { $0.hasPrefix("018bc/fe5") }.isEmpty)
    }

    @Test("a volume whose blobs were all deleted while it was in use goes when it is retired")
    func deletedEarly() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store(volumes: .small)
        for _ in 0..<2 {
            for number in 0..<8 as Range<Int64> {
                try await store.delete(try await store.put(short: .example(second: number)))
            }
        }
        #expect(try folder.volumes() == [Self.window + "/volume-0001"])
    }

    @Test("a store that is opened again reads its volumes, and gives back what they do not need")
    func reopening() async throws {
        let folder = try TemporaryFolder()
        var kept: [BlobKey] = []
        do {
            let store = try folder.store(volumes: .small)
            let first = try await store.put(short: .example(second: 0), count: 5000)
            kept.append(try await store.put(short: .example(second: 1), 2, count: 5000))
            try await store.delete(first)
            try await store.delete(try await store.put(short: .example(second: 70)))
        }
        try folder.createFile("incoming/volume-018bcfe5-0007")
        try folder.createFile("incoming/volume-018bcfe5-7")
        try folder.createFile(Self.window + "/volume-0007")
        let store = try folder.store(volumes: .small)
        #expect(try await store.sweepIncoming().blobs == 0)
        #expect(try folder.contents(of: "incoming") == ["volume-018bcfe5-7"])
        #expect(try folder.volumes() == [Self.window + "/volume-0000"])
        #expect(try folder.size(of: Self.window + "/volume-0000") == 6 * 4096)
        #expect(try await store.get(kept[0]) == Array(repeating: 2, count: 5000))
        kept.append(try await store.put(short: .example(second: 2)))
        #expect(try await store.list(after: nil, limit: 10) == kept)
        #expect(try folder.volumes().count == 2)
        #expect(try await store.sweepIncoming().blobs == 0)
        #expect(try await store.get(kept[1]).count == 100)
    }

    @Test("a key that looks like a place by chance is its own blob's, wherever that lies")
    func chance() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store(volumes: .small)
        let stranger = try #require(BlobKey("018bcfe50000f5000000000102030405"))
        try await store.put(stranger, 9)
        let key = try await store.put(short: .example(second: 0, 7))
        #expect(key.text.prefix(22) == stranger.text.prefix(22))
        #expect(try await store.get(stranger).count == 1 << 20)
        #expect(try await store.get(key).count == 100)
        #expect(try await failureCode { try await store.put(key) } == .alreadyExists)
        try await store.delete(stranger)
        #expect(try await store.list(after: nil, limit: 10) == [key])
        #expect(try await failureCode { _ = try await store.length(of: stranger) } == .notFound)
    }

    @Test("a file that is no volume, or none that this program understands, is left as it is")
    func strangers() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store(volumes: .small)
        let key = try await store.put(short: Self.second)
        for name in ["volume-00", "volume-000G", "volume-00AB", "volume-00000", "volume-"] {
            try folder.createFile(Self.window + "/" + name, "some text of more than thirty-two bytes")
        }
        #expect(try await store.list(after: nil, limit: 10) == [key])
        try folder.createFile(Self.window + "/volume-0009", "some text of more than thirty-two bytes")
        try folder.createFile("incoming/volume-018bcfe5-0009")
        #expect(try await store.list(after: nil, limit: 10) == [key])
        #expect(try await store.sweepIncoming().untidyVolumes == 1)
        #expect(try folder.volumes().count == 7)
        #expect(try await store.get(key).count == 100)
    }

    @Test("a volume that has lost its header is still read, and nothing else is done to it", arguments: [0, 1, 4096])
    func lostHeader(_ lost: Int) async throws {
        let folder = try TemporaryFolder()
        let key: BlobKey
        do { key = try await folder.store(volumes: .small).put(short: Self.second) }
        let path = Self.window + "/volume-0000"
        let bytes = try folder.bytes(of: path)
        var damaged = bytes
        // Bytes of zeros, or a version that nothing vouches for.
        if lost > 0 { damaged.replaceSubrange(..<lost, with: Array(repeating: 0, count: lost)) } else { damaged[9] = 2 }
        try Data(damaged).write(to: URL(filePath: folder.path + "/" + path))
        let store = try folder.store(volumes: .small)
        #expect(try await store.sweepIncoming().untidyVolumes == 1)
        #expect(try await store.list(after: nil, limit: 10) == [key])
        #expect(try await store.get(key).count == 100)
        #expect(try await failureCode { try await store.delete(key) } == .damaged)
        let stranger = try #require(BlobKey(String(key.text.prefix(30)) + "77"))
        try await store.put(stranger)
        try await store.delete(stranger)
        #expect(try await failureCode { _ = try await store.length(of: stranger) } == .notFound)
        #expect(try folder.bytes(of: path) == damaged)
        try Data(bytes).write(to: URL(filePath: folder.path + "/" + path))
        #expect(try await store.sweepIncoming().untidyVolumes == 0)
        #expect(try await store.list(after: nil, limit: 10) == [key])
        #expect(try folder.contents(of: "incoming").isEmpty)
        try await store.delete(key)
        #expect(try folder.volumes().isEmpty)
    }

    private static func hex(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { String(format: "%02x", $0) }.joined()
    }
}

extension TemporaryFolder {
    func bytes(of file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path + "/" + file)))
    }

    func size(of file: String) throws -> Int {
        try number(.size, of: file)
    }

    func mode(of file: String) throws -> Int {
        try number(.posixPermissions, of: file)
    }

    /// Bytes that a file takes on the disk.
    func room(of file: String) throws -> Int {
        var status = stat()
        guard stat(path + "/" + file, &status) == 0 else { throw POSIXError(.ENOENT) }
        return Int(status.st_blocks) * 512
    }

    private func number(_ key: FileAttributeKey, of file: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + file)
        return try #require((attributes[key] as? NSNumber)?.intValue)
    }
}
