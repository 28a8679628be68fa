import BlobStore
import BlobStoreDisk
import Foundation
import NIOCore
import Synchronization
import Testing

@Suite("The fan-out of the disk store")
struct DiskFolderTests {
    @Test("an emptied folder is removed once its time is over, and its parent with it")
    func removesEmptyFolders() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let first = BlobKey.example(second: 0, 1)
        let second = BlobKey.example(second: 65, 2)
        let later = BlobKey.example(second: 66, 3)
        let muchLater = BlobKey.example(second: 400_000, 4)
        for key in [first, second, later, muchLater] { try await store.put(key) }
        #expect(try folder.contents(of: "blobs").count == 3 + 2 + 4)

        try await store.delete(first)
        #expect(try folder.contents(of: "blobs").count == 3 + 2 + 3)
        try await store.delete(second)
        #expect(try folder.contents(of: "blobs").count == 2 + 2 + 2)
        try await store.delete(muchLater)
        // Its time is not over, so its folder stays.
        #expect(try folder.contents(of: "blobs").count == 2 + 2 + 1)
        try await store.delete(later)
        #expect(try folder.contents(of: "blobs").count == 2)
        try await store.put(muchLater)
        #expect(try await store.list(after: nil, limit: 10) == [muchLater])
    }

    @Test("a store that is opened again knows which folder is the newest")
    func newestFolder() async throws {
        let folder = try TemporaryFolder()
        let old = BlobKey.example(second: 0)
        let new = BlobKey.example(second: 70)
        for key in [old, new] { try await folder.store().put(key) }
        let store = try folder.store()
        try await store.delete(new)
        try await store.delete(old)
        #expect(try folder.contents(of: "blobs").map(\.utf8.count) == [5, 9])
    }

    @Test("a folder that vanishes while a blob is moved into it is made again", arguments: [1, 2, 3, 4, 5])
    func vanishingFolder(_ times: Int) async throws {
        let folder = try TemporaryFolder()
        let key = BlobKey.example(second: 1)
        let path = "\(folder.path)/blobs/\(key.text.prefix(5))"
        let left = Mutex(times)
        let store = try folder.store { step in
            if step == .publish || step == .createFolder, left.withLock({ $0 > 0 }) {
                // Only an empty folder can be removed, as a delete does it.
                if rmdir("\(path)/\(key.text.dropFirst(5).prefix(3))") == 0 { left.withLock { $0 -= 1 } }
                if rmdir(path) == 0 { left.withLock { $0 -= 1 } }
            }
            return nil
        }
        try await store.put(key)
        #expect(left.withLock { $0 } <= 0)
        #expect(try await store.get(key).count == 1 << 20)
    }

    @Test("a folder that was removed and made again is made durable again")
    func durableAgain() async throws {
        let folder = try TemporaryFolder()
        let parents = Mutex(0)
        let store = try folder.store { step in
            if step == .syncParent { parents.withLock { $0 += 1 } }
            return nil
        }
        func parentSyncs(_ body: () async throws -> Void) async throws -> Int {
            parents.withLock { $0 = 0 }
            try await body()
            return parents.withLock { $0 }
        }
        let old = BlobKey.example(second: 0)
        // Two parents, each opened and synced.
        #expect(try await parentSyncs { try await store.put(old) } == 4)
        #expect(try await parentSyncs { try await store.put(.example(second: 1)) } == 0)
        #expect(try await parentSyncs { try await store.put(.example(second: 70)) } == 4)
        try await store.delete(old)
        try await store.delete(.example(second: 1))
        #expect(try await parentSyncs { try await store.put(.example(second: 2)) } == 4)
        #expect(try await parentSyncs { try await store.put(.example(second: 3)) } == 0)
    }

    @Test("writes and deletes that meet in one folder lose nothing")
    func writesAndDeletes() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try await store.put(.example(second: 1000))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 1...8 as ClosedRange<UInt8> {
                group.addTask {
                    for second in 0..<20 as Range<Int64> {
                        let key = BlobKey.example(second: second, writer)
                        try await store.write(key) { try await $0.append(ByteBuffer(repeating: writer, count: 10)) }
                        #expect(try await store.get(key) == Array(repeating: writer, count: 10))
                        try await store.delete(key)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.list(after: nil, limit: 10) == [.example(second: 1000)])
        #expect(try folder.contents(of: "blobs").filter { $0.utf8.count == 9 }.count == 1)
    }

    @Test("files and folders that are not the store's are neither listed nor touched")
    func foreignFiles() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let key = BlobKey.example(second: 1)
        try await store.put(key)
        let upper = key.text.prefix(5)
        let lower = key.text.dropFirst(5).prefix(3)
        let foreign = [
            "lost+found", "\(upper)x/000", "\(upper.uppercased())/\(lower)", "\(upper)/00", "\(upper)/00g", "ffff/fff",
            "+1234/567",
        ]
        for path in foreign {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/blobs/\(path)",
                withIntermediateDirectories: true
            )
        }
        // A key in a folder that is not its own could never be read.
        let stray = BlobKey.example(second: 500).text
        for name in ["README", key.text + ".tmp", key.text.uppercased(), stray] {
            try folder.createFile("blobs/\(upper)/\(lower)/\(name)")
        }
        let before = try folder.contents(of: "blobs")
        #expect(try await store.list(after: nil, limit: 10) == [key])
        try await store.delete(key)
        #expect(try await store.list(after: nil, limit: 10).isEmpty)
        #expect(try folder.contents(of: "blobs").count == before.count - 1)
        _ = try folder.store()
    }
}
