import BlobStore
import NIOCore

/// What a write of a short blob promises.
struct ShortWritePromises {
    let store: any BlobStore
    private let draft = BlobKey.example(1)

    init(store: any BlobStore) { self.store = store }

    func content() async throws {
        for (number, size) in [0, 1, 4095, 4096, 4097, 65_535, 70_000, 1_048_900, 2_000_000].enumerated() {
            let draft = BlobKey.example(Int64(number))
            let key = try await store.put(short: draft, BytePattern.bytes(size))
            try expect(try await store.length(of: key) == size, "another length than the \(size) bytes written")
            try expectEqual(try await store.get(key), BytePattern.bytes(size), "\(size) bytes")
            let half: Range<Int64> = Int64(size / 2)..<Int64(size)
            try expectEqual(try await store.get(key, half, bufferBytes: 1000), BytePattern.bytes(half), "half of them")
            try await expectFailure(.outOfRange, "a byte behind the end") {
                try await store.get(key, 0..<Int64(size + 1))
            }
        }
    }

    func key() async throws {
        var sealedFor: BlobKey?
        let key = try await store.write(short: draft, length: 5) { key in
            sealedFor = key
            return ByteBuffer(bytes: BytePattern.bytes(5))
        }
        try expect(key == sealedFor, "sealed for another key than the one returned")
        try expect(key.createdAtMilliseconds == draft.createdAtMilliseconds, "the key has another creation time")
        var keys: Set<BlobKey> = [key]
        for number in 1...50 as ClosedRange<UInt8> {
            let draft = BlobKey(
                createdAtMilliseconds: draft.createdAtMilliseconds,
                random: Array(repeating: number, count: BlobKey.randomByteCount)
            )
            keys.insert(try await store.put(short: draft, [number]))
        }
        try expect(keys.count == 51, "\(keys.count) keys for 51 blobs")
        try expect(try await store.list(after: nil, limit: 100) == keys.sorted(), "other keys than those returned")
    }

    func visibility() async throws {
        // The closure cannot wait for an answer, so what is asked meanwhile is asked by a task beside it.
        let (sealing, isSealing) = AsyncStream<BlobKey>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [store] in
                for await key in sealing {
                    // Until it is there: then it is whole, or it is not.
                    do {
                        try expectEqual(try await store.get(key), BytePattern.bytes(9000), "a blob that can be seen")
                    } catch let error as BlobStoreError where error.code == .notFound {}
                }
            }
            for number in 0..<20 as Range<Int64> {
                let key = try await store.write(short: .example(number), length: 9000) { key in
                    isSealing.yield(key)
                    return ByteBuffer(bytes: BytePattern.bytes(9000))
                }
                try expectEqual(try await store.get(key), BytePattern.bytes(9000), "a blob after its write")
            }
            isSealing.finish()
            try await group.waitForAll()
        }
    }

    func throwingSeal() async throws {
        struct Refused: Error {}
        var key = draft
        do {
            _ = try await store.write(short: draft, length: 100) { sealedFor in
                key = sealedFor
                throw Refused()
            }
            throw Unexpected(description: "the error was lost")
        } catch is Refused {}
        try await store.expectNoShortTrace(of: key)
        try await expectFailure(.misuse, "99 bytes instead of 100") {
            try await store.write(short: draft, length: 100) { sealedFor in
                key = sealedFor
                return ByteBuffer(bytes: BytePattern.bytes(99))
            }
        }
        try await store.expectNoShortTrace(of: key)
        let next = try await store.put(short: draft, BytePattern.bytes(100))
        try expectEqual(try await store.get(next), BytePattern.bytes(100), "a blob after a failed write")
    }

    func cancelled() async throws {
        for isEarly in [true, false] {
            let (succeeded, key) = await Task { [store, draft] in
                if isEarly { withUnsafeCurrentTask { $0?.cancel() } }
                var key = draft
                do {
                    _ = try await store.write(short: draft, length: 1000) { sealedFor in
                        key = sealedFor
                        withUnsafeCurrentTask { $0?.cancel() }
                        return ByteBuffer(bytes: BytePattern.bytes(1000))
                    }
                    return (true, key)
                } catch {
                    return (false, key)
                }
            }.value
            try expect(!succeeded, "a write in a cancelled task succeeded")
            try await store.expectNoShortTrace(of: key)
        }
    }

    func manyAtOnce() async throws {
        let keys = try await withThrowingTaskGroup(of: BlobKey?.self) { group in
            for number in 1...60 as ClosedRange<Int64> {
                group.addTask { [store] in
                    let content = BytePattern.bytes(number..<(number + number * number * 40))
                    let key = try await store.put(short: .example(number), content)
                    try expectEqual(try await store.get(key), content, "blob \(number)")
                    guard number.isMultiple(of: 4) else { return key }
                    try await store.delete(key)
                    return nil
                }
            }
            return try await group.reduce(into: [BlobKey]()) { keys, key in keys += key.map { [$0] } ?? [] }
        }
        try expect(keys.count == 45, "\(keys.count) blobs are left instead of 45")
        try expect(try await store.list(after: nil, limit: 100) == keys.sorted(), "others are listed")
    }

    func listing() async throws {
        var keys: [BlobKey] = []
        // In two time windows, both kinds in each, and not in their order.
        for number in [7, 2, 70_007, 70_002, 9, 70_009, 1] as [Int64] {
            keys.append(try await store.put(short: .example(number * 10), BytePattern.bytes(100)))
            try await store.put(.example(number * 10 + 5), BytePattern.bytes(100))
            keys.append(.example(number * 10 + 5))
        }
        keys.sort()
        try expect(try await store.list(after: nil, limit: 100) == keys, "not all of them in order")
        for limit in [1, 3, 5] {
            var listed: [BlobKey] = []
            while true {
                let page = try await store.list(after: listed.last, limit: limit)
                listed += page
                if page.count < limit { break }
            }
            try expect(listed == keys, "pages of \(limit) are not the whole")
        }
    }

    func delete() async throws {
        let key = try await store.put(short: draft, BytePattern.bytes(5000))
        let other = try await store.put(short: .example(2), BytePattern.bytes(6000))
        try await store.delete(key)
        try await store.expectNoShortTrace(of: key, besides: [other])
        try expectEqual(try await store.get(other), BytePattern.bytes(6000), "another blob")
        try await store.delete(key)
        try await store.delete(other)
        try await store.expectNoShortTrace(of: other)
    }

    func deleteWhileReading() async throws {
        let content = BytePattern.bytes(900_000)
        for stop in [0, 3, 17] {
            let key = try await store.put(short: .example(Int64(stop)), content)
            var bytes: [UInt8] = []
            do {
                var count = 0
                try await store.read(key, range: 0..<900_000, bufferBytes: 50_000) { buffer in
                    bytes += [UInt8](buffer: buffer)
                    if count == stop { try await store.delete(key) }
                    count += 1
                }
                try expectEqual(bytes, content, "a read of a blob deleted meanwhile")
            } catch let error as BlobStoreError where error.code == .notFound {
                try expectEqual(bytes, Array(content.prefix(bytes.count)), "what was read before a blob was deleted")
            }
        }
    }
}

extension BlobStore {
    /// Makes a short blob of these bytes.
    fileprivate nonisolated(nonsending) func put(short draft: BlobKey, _ bytes: [UInt8]) async throws -> BlobKey {
        try await write(short: draft, length: bytes.count) { _ in ByteBuffer(bytes: bytes) }
    }

    /// Expects that there is no trace of a short blob.
    fileprivate nonisolated(nonsending) func expectNoShortTrace(
        of key: BlobKey,
        besides others: [BlobKey] = []
    ) async throws {
        try await expectFailure(.notFound, "length of a blob that is not to be") { try await length(of: key) }
        try await expectFailure(.notFound, "read of a blob that is not to be") { try await get(key, 0..<0) }
        try expect(try await list(after: nil, limit: 10) == others, "a blob that is not to be was listed")
    }
}
