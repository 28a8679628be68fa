import BlobStore
import BlobStoreDisk
import Foundation
import NIOCore
import NIOPosix
import Synchronization
import Testing

@Suite("Volumes after a crash")
struct VolumeCrashTests {
    /// Before these, the folder is as it was before the step that was taken last.
    private static let stepsOfReading: Set<DiskStep> = [.openVolume, .readVolume, .findVolume, .listFolder, .readBlob]

    @Test("whichever step a crash comes before, what was acknowledged is there, and nothing of the rest is in the way")
    func everyStep() async throws {
        let folder = try TemporaryFolder()
        let history = History(copying: folder.path)
        let store = try folder.store(volumes: .small) { step in
            if !Self.stepsOfReading.contains(step) { history.crash() }
            return nil
        }
        try await perform(in: store, history)
        try await store.checkAgainst(history.now)
        let crashes = history.crashes
        #expect(crashes.count > 80)
        for crash in crashes {
            defer { try? FileManager.default.removeItem(atPath: crash.folder) }
            let copy = try DiskBlobStore(directory: crash.folder, threadPool: .singleton, volumeFormat: .small) { _ in
                nil
            }
            try await copy.checkAgainst(crash.known)
            try await copy.sweepIncoming()
            try await copy.checkAgainst(crash.known)
            #expect(try FileManager.default.contentsOfDirectory(atPath: crash.folder + "/incoming").isEmpty)
            // Whatever is listed, and was not to be, can be removed, and with it everything else.
            for key in try await copy.list(after: nil, limit: 100) { try await copy.delete(key) }
            let left = try FileManager.default.subpathsOfDirectory(atPath: crash.folder).filter {
                $0.contains("volume-")
            }
            #expect(left.isEmpty)
            let key = try await copy.put(short: .example(second: 200), 9)
            #expect(try await copy.get(key) == Array(repeating: 9, count: 100))
        }
    }

    /// Fills a volume, begins another one, changes to another window, and deletes here and there.
    private func perform(in store: DiskBlobStore, _ history: History) async throws {
        var keys: [BlobKey] = []
        for number in 0..<11 as Range<UInt8> {
            let second: Int64 = number < 9 ? 1 : 70
            let key = try await store.put(
                short: .example(second: second, number),
                number,
                count: 4000 + Int(number) * 50
            )
            history.acknowledge(key, Array(repeating: number, count: 4000 + Int(number) * 50))
            keys.append(key)
            if number % 3 == 2 {
                history.forget(keys[Int(number) - 1])
                try await store.delete(keys[Int(number) - 1])
                history.acknowledgeDelete(keys[Int(number) - 1])
            }
        }
        for key in keys[..<8] {
            history.forget(key)
            try await store.delete(key)
            history.acknowledgeDelete(key)
        }
    }

    @Test("an entry that is torn or out of place spoils no other, and what it may refer to stays")
    func tornTable() async throws {
        let folder = try TemporaryFolder()
        let known: [BlobKey: [UInt8]]
        do {
            let store = try folder.store(volumes: .small)
            let first = try await store.put(short: .example(second: 0), 1, count: 5000)
            let second = try await store.put(short: .example(second: 1), 2, count: 100)
            known = [first: Array(repeating: 1, count: 5000), second: Array(repeating: 2, count: 100)]
        }
        let path = folder.path + "/blobs/018bc/fe5/volume-0000"
        var bytes = try Data(contentsOf: URL(filePath: path))
        let entry = bytes[4096..<4128]
        // An entry of another index; halves of entries; an entry of ones.
        bytes.replaceSubrange(4160..<4192, with: entry)
        bytes.replaceSubrange(4192..<4208, with: entry.prefix(16))
        bytes.replaceSubrange(4240..<4256, with: entry.suffix(16))
        bytes.replaceSubrange(4256..<4288, with: Data(repeating: 0xFF, count: 32))
        try bytes.write(to: URL(filePath: path))
        let store = try folder.store(volumes: .small)
        try await store.checkAgainst(Known(blobs: known))
        #expect(try await store.list(after: nil, limit: 10) == known.keys.sorted())
        try await store.sweepIncoming()
        #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
        #expect(try folder.contents(of: "incoming") == ["volume-018bcfe5-0000"])
        try await store.checkAgainst(Known(blobs: known))
        for key in known.keys { try await store.delete(key) }
        #expect(try folder.volumes().count == 1)
        #expect(try Data(contentsOf: URL(filePath: path))[4160...4288] == bytes[4160...4288])
        try await store.sweepIncoming()
        #expect(try folder.size(of: "blobs/018bc/fe5/volume-0000") == 18 * 4096)
    }

    @Test("a blob whose entry has a flipped bit is damaged, not missing, and its bytes outlive all others")
    func flippedBit() async throws {
        let folder = try TemporaryFolder()
        var keys: [BlobKey] = []
        do {
            let store = try folder.store(volumes: .small)
            for number in 0..<8 as Range<UInt8> {
                keys.append(try await store.put(short: .example(second: Int64(number)), number, count: 100))
            }
            // The volume is full, and another one takes its place.
            _ = try await store.put(short: .example(second: 8))
        }
        let file = "blobs/018bc/fe5/volume-0000"
        var bytes = try folder.bytes(of: file)
        bytes[4096 + 3 * 32 + 15] ^= 4
        try Data(bytes).write(to: URL(filePath: folder.path + "/" + file))
        let store = try folder.store(volumes: .small)
        let damaged = keys[3]
        #expect(try await failureCode { _ = try await store.length(of: damaged) } == .damaged)
        let read = try await failureCode { try await store.read(damaged, range: 0..<1, bufferBytes: 1) { _ in } }
        #expect(read == .damaged)
        // Its place is told by an ordinary blob's key as well, which is another blob.
        let stranger = try #require(BlobKey(String(damaged.text.prefix(30)) + "77"))
        try await store.put(stranger, 9)
        #expect(try await store.length(of: stranger) == 1 << 20)
        try await store.delete(stranger)
        for key in keys { try await store.delete(key) }
        #expect(try folder.bytes(of: file)[(5 * 4096)..<(5 * 4096 + 100)] == bytes[(5 * 4096)..<(5 * 4096 + 100)])
        #expect(try await failureCode { _ = try await store.length(of: damaged) } == .damaged)
        #expect(try await store.list(after: nil, limit: 10).count == 1)
    }

    @Test("deletes that meet reads give right bytes or none")
    func deletesAndReads() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 1...8 as ClosedRange<UInt8> {
                group.addTask {
                    for number in 0..<25 as Range<Int64> {
                        let content = Array(repeating: worker, count: 20_000)
                        let key = try await store.put(short: .example(second: number, worker), worker, count: 20_000)
                        async let deleted: Void = store.delete(key)
                        do {
                            #expect(try await store.get(key) == content)
                        } catch let error as BlobStoreError where error.code == .notFound {}
                        try await deleted
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.list(after: nil, limit: 10).isEmpty)
    }
}

/// What whoever uses a store knows of it.
private struct Known: Sendable {
    var blobs: [BlobKey: [UInt8]] = [:]
    var deleted: Set<BlobKey> = []
}

/// What was acknowledged, and copies of a store's folder with what was known when they were made.
private final class History: Sendable {
    private struct State {
        var known = Known()
        var crashes: [(folder: String, known: Known)] = []
    }

    private let path: String
    private let state = Mutex(State())

    init(copying path: String) { self.path = path }

    var now: Known { state.withLock { $0.known } }
    var crashes: [(folder: String, known: Known)] { state.withLock { $0.crashes } }

    func acknowledge(_ key: BlobKey, _ bytes: [UInt8]) { state.withLock { $0.known.blobs[key] = bytes } }
    func forget(_ key: BlobKey) { state.withLock { $0.known.blobs[key] = nil } }
    func acknowledgeDelete(_ key: BlobKey) { state.withLock { _ = $0.known.deleted.insert(key) } }

    func crash() {
        state.withLock { state in
            let copy = "\(path)-\(state.crashes.count)"
            guard (try? FileManager.default.copyItem(atPath: path, toPath: copy)) != nil else { return }
            state.crashes.append((copy, state.known))
        }
    }
}

extension DiskBlobStore {
    /// Expects what is known: blobs with their bytes, and no blob that was deleted.
    fileprivate func checkAgainst(_ known: Known) async throws {
        let listed = try await list(after: nil, limit: 1000)
        #expect(listed == listed.sorted())
        #expect(known.deleted.isDisjoint(with: listed))
        for (key, bytes) in known.blobs {
            #expect(listed.contains(key))
            #expect(try await get(key) == bytes)
        }
        for key in known.deleted {
            #expect(try await failureCode { _ = try await length(of: key) } == .notFound)
        }
    }
}
