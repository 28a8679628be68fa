import BlobStore
import NIOCore

/// What calls promise that meet one another: writers, readers and deletes.
struct CompanyPromises {
    let store: any BlobStore
    private let key = BlobKey.example(1)
    private let first = BytePattern.bytes(300_000)
    private let second = BytePattern.bytes(100_000..<500_000)

    init(store: any BlobStore) { self.store = store }

    func secondWrite() async throws {
        try await store.put(key, first)
        let succeeded = try await succeedsOrIsRefused { try await store.put(key, second) }
        let bytes = try await store.get(key)
        try expectEqual(bytes, succeeded && bytes.count == second.count ? second : first, "a key written twice")
    }

    func twoWriters() async throws {
        var innerSucceeded = false
        let outerSucceeded = try await succeedsOrIsRefused {
            try await store.write(key) { writer in
                try await writer.append(ByteBuffer(bytes: first.prefix(100_000)))
                innerSucceeded = try await succeedsOrIsRefused { try await store.put(key, second) }
                try await writer.append(ByteBuffer(bytes: first.dropFirst(100_000)))
            }
        }
        try expect(outerSucceeded || innerSucceeded, "two writers of a key refused each other")
        let bytes = try await store.get(key)
        let isSecond = innerSucceeded && (!outerSucceeded || bytes.count == second.count)
        try expectEqual(bytes, isSecond ? second : first, "a key with two writers")
    }

    func manyAtOnce() async throws {
        let numbers: [Int64] = Array(1...12)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in numbers {
                group.addTask { [store] in
                    let key = BlobKey.example(number * 40_000)
                    let content = BytePattern.bytes(number..<(number * 50_000))
                    try await store.put(
                        key,
                        buffers: [content.prefix(777), content.dropFirst(777)].map(ByteBuffer.init(bytes:))
                    )
                    try expectEqual(try await store.get(key, bufferBytes: 10_000), content, "blob \(number)")
                    if number.isMultiple(of: 3) { try await store.delete(key) }
                }
            }
            try await group.waitForAll()
        }
        let kept = numbers.filter { !$0.isMultiple(of: 3) }.map { BlobKey.example($0 * 40_000) }
        try expect(
            try await store.list(after: nil, limit: 100) == kept,
            "other keys than those written and not deleted"
        )
    }

    func delete() async throws {
        let other = BlobKey.example(2)
        try await store.put(key, first)
        try await store.put(other, second)
        try await store.delete(key)
        try await expectFailure(.notFound, "length of a deleted blob") { try await store.length(of: key) }
        try await expectFailure(.notFound, "read of a deleted blob") { try await store.get(key, 0..<1) }
        try expect(
            try await store.list(after: nil, limit: 10) == [other],
            "a deleted blob is listed, or another is not"
        )
        try expectEqual(try await store.get(other), second, "another blob")
    }

    func deleteAbsent() async throws {
        try await store.delete(key)
        try await store.put(key, first)
        try await store.delete(key)
        try await store.delete(key)
        try await expectFailure(.notFound, "length of a deleted blob") { try await store.length(of: key) }
    }

    func deleteWhileReading() async throws {
        try await store.put(key, first)
        var bytes: [UInt8] = []
        do {
            try await store.read(key, range: 0..<Int64(first.count), bufferBytes: 50_000) { buffer in
                bytes += [UInt8](buffer: buffer)
                try await store.delete(key)
            }
            try expectEqual(bytes, first, "a read of a blob deleted meanwhile")
        } catch let error as BlobStoreError where error.code == .notFound {
            try expectEqual(bytes, Array(first.prefix(bytes.count)), "what was read before a blob was deleted")
        }
    }

    /// Whether a write succeeded; false if it was refused because the key is used.
    private func succeedsOrIsRefused(
        _ write: nonisolated(nonsending) () async throws -> Void
    ) async throws -> Bool {
        do {
            try await write()
            return true
        } catch let error as BlobStoreError where error.code == .alreadyExists {
            return false
        }
    }
}
