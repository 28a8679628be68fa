import BlobStore
import BlobStoreDisk
import Foundation
import NIOCore
import NIOPosix
import Synchronization
import Testing

@Suite("The disk store")
struct DiskBlobStoreTests {
    private static let key = BlobKey.example(second: 1)

    @Test("a blob lies in folders named by the first digits of its key, for the owner alone")
    func layout() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let key = try #require(BlobKey("018bcfe56800000102030405fafbfeff"))
        try await store.put(key)
        let file = "018bc/fe5/018bcfe56800000102030405fafbfeff"
        #expect(try folder.contents(of: "blobs") == ["018bc", "018bc/fe5", file])
        #expect(try folder.contents(of: "incoming").isEmpty)
        for (path, mode) in [
            ("blobs/" + file, 0o600), ("blobs/018bc/fe5", 0o700), ("blobs/018bc", 0o700), ("incoming", 0o700),
        ] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode)
        }
    }

    @Test("blobs are there when the store is opened again, and unpublished ones can be swept")
    func reopening() async throws {
        let folder = try TemporaryFolder()
        try await folder.store().put(Self.key, chunks: 2)
        let leftOver = BlobKey.example(second: 2)
        try folder.createFile("incoming/" + leftOver.text, "some bytes")
        try folder.createFile("incoming/README")

        let store = try folder.store()
        #expect(try await store.list(after: nil, limit: 10) == [Self.key])
        #expect(try await store.get(Self.key).count == 2 << 20)
        #expect(try await failureCode { try await store.put(leftOver) } == .alreadyExists)
        #expect(try await store.sweepIncoming().blobs == 1)
        #expect(try folder.contents(of: "incoming") == ["README"])
        try await store.put(leftOver)
        #expect(try await store.sweepIncoming().blobs == 0)
    }

    @Test("a key that is used is refused, and the blob stays as it was")
    func usedKey() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try await store.put(Self.key, 1)
        #expect(try await failureCode { try await store.put(Self.key, 2) } == .alreadyExists)
        #expect(try await store.get(Self.key) == Array(repeating: 1, count: 1 << 20))
        #expect(try folder.contents(of: "incoming").isEmpty)
    }

    @Test("a key that another writer is using is refused before anything is written")
    func usedByAnotherWriter() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let code = try await store.write(Self.key) { writer in
            try await writer.append(ByteBuffer(string: "first"))
            return try await failureCode {
                try await store.write(Self.key) { _ in _ = Issue.record("the body was run") }
            }
        }
        #expect(code == .alreadyExists)
        #expect(try await store.get(Self.key) == Array("first".utf8))
    }

    @Test("a read goes on to its end when its blob is deleted, and the file is closed then")
    func deleteWhileReading() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try await store.put(Self.key, chunks: 4)
        var count = 0
        try await store.read(Self.key, range: 0..<(4 << 20), bufferBytes: 1 << 20) { buffer in
            count += buffer.readableBytes
            try await store.delete(Self.key)
            #expect(try await store.list(after: nil, limit: 1).isEmpty)
        }
        #expect(count == 4 << 20)
        #expect(try folder.openFiles().isEmpty)
    }

    @Test("a read that is given up, by an error or by cancellation, closes its file")
    func givenUp() async throws {
        struct Enough: Error {}
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try await store.put(Self.key, chunks: 4)
        await #expect(throws: Enough.self) {
            try await store.read(Self.key, range: 0..<(4 << 20), bufferBytes: 1 << 20) { _ in throw Enough() }
        }
        let count = await Task {
            var count = 0
            try? await store.read(Self.key, range: 0..<(4 << 20), bufferBytes: 1 << 20) { _ in
                count += 1
                withUnsafeCurrentTask { $0?.cancel() }
            }
            return count
        }.value
        #expect(count == 1)
        #expect(try folder.openFiles().isEmpty)
    }

    @Test("a read whose threads are stopped in between fails and closes its file")
    func stoppedRead() async throws {
        let folder = try TemporaryFolder()
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        let store = try DiskBlobStore(directory: folder.path, threadPool: pool)
        try await store.put(Self.key, chunks: 4)
        let code = try await failureCode {
            try await store.read(Self.key, range: 0..<(4 << 20), bufferBytes: 1 << 20) { _ in
                try await pool.shutdownGracefully()
            }
        }
        #expect(code == .unavailable)
        #expect(try folder.openFiles().isEmpty)
    }

    @Test("a file that is shorter than it was is damaged, not the end")
    func shortened() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try await store.put(Self.key, chunks: 4)
        let path =
            "\(folder.path)/blobs/\(Self.key.text.prefix(5))/\(Self.key.text.dropFirst(5).prefix(3))/\(Self.key.text)"
        let code = try await failureCode {
            // The second buffer may have been read ahead.
            try await store.read(Self.key, range: 0..<(4 << 20), bufferBytes: 1 << 20) { _ in
                #expect(truncate(path, 1_500_000) == 0)
            }
        }
        #expect(code == .damaged)
    }

    @Test("a store whose folder has gone has lost no blob: nothing is said to be absent")
    func unmounted() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try FileManager.default.removeItem(atPath: folder.path + "/blobs")
        #expect(try await failureCode { _ = try await store.length(of: Self.key) } == .unavailable)
        #expect(try await failureCode { _ = try await store.get(Self.key) } == .unavailable)
        #expect(try await failureCode { _ = try await store.list(after: nil, limit: 1) } == .unavailable)
        #expect(try await failureCode { try await store.delete(Self.key) } == .unavailable)
        #expect(try await failureCode { try await store.put(Self.key) } == .unavailable)
        try FileManager.default.removeItem(atPath: folder.path + "/incoming")
        #expect(try await failureCode { try await store.put(Self.key) } == .unavailable)
    }

    @Test("a store whose folder cannot be made is not opened")
    func cannotOpen() throws {
        let folder = try TemporaryFolder()
        #expect(throws: BlobStoreError.self) {
            try DiskBlobStore(directory: folder.path + "/missing/folder", threadPool: .singleton)
        }
        try folder.createFile("file")
        #expect(throws: BlobStoreError.self) {
            try DiskBlobStore(directory: folder.path + "/file", threadPool: .singleton)
        }
    }

    @Test("a store whose threads have been stopped refuses, and leaves no file open")
    func stopped() async throws {
        let folder = try TemporaryFolder()
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        let store = try DiskBlobStore(directory: folder.path, threadPool: pool)
        let failure = try await failureCode {
            try await store.write(Self.key) { writer in
                try await writer.append(ByteBuffer(string: "bytes"))
                try await pool.shutdownGracefully()
                try await writer.append(ByteBuffer(string: "bytes"))
            }
        }
        #expect(failure == .unavailable)
        #expect(try await failureCode { _ = try await store.length(of: Self.key) } == .unavailable)
        #expect(try folder.contents(of: "incoming").isEmpty)
        #expect(try folder.openFiles().isEmpty)
    }

    @Test("at most one append is under way, and the next one waits for it")
    func backPressure() async throws {
        let folder = try TemporaryFolder()
        let (entered, hasEntered) = AsyncStream<Void>.makeStream()
        let gate = DispatchSemaphore(value: 0)
        let store = try folder.store { step in
            if step == .write {
                hasEntered.yield()
                gate.wait()
            }
            return nil
        }
        let appended = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await store.write(Self.key) { writer in
                    for _ in 0..<4 {
                        try await writer.append(.ordinary(1, count: 1 << 20))
                        appended.increment()
                    }
                }
            }
            var number = 0
            for await _ in entered {
                // A write has begun; those before it are done, and the next append is at most waiting.
                number += 1
                #expect(appended.value <= number)
                gate.signal()
                if number == 4 { break }
            }
            try await group.waitForAll()
        }
        #expect(try await store.length(of: Self.key) == 4 << 20)
    }
}

/// A number that several tasks may raise.
private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func increment() { count.withLock { $0 += 1 } }
}
