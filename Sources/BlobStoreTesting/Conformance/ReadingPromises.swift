import BlobStore
import NIOCore

/// What a read promises.
struct ReadingPromises {
    let store: any BlobStore
    private let key = BlobKey.example(1)

    init(store: any BlobStore) { self.store = store }

    func absentBlob() async throws {
        try await store.put(.example(2), BytePattern.bytes(5))
        try await expectFailure(.notFound, "length") { try await store.length(of: key) }
        try await expectFailure(.notFound, "read") { try await store.get(key, 0..<5) }
        try await expectFailure(.notFound, "read of nothing") { try await store.get(key, 0..<0) }
    }

    func bufferSizes() async throws {
        try await store.put(key, BytePattern.bytes(100))
        for (size, expected) in [
            (100, [100]), (101, [100]), (7, Array(repeating: 7, count: 14) + [2]), (50, [50, 50]),
        ] {
            var sizes: [Int] = []
            try await store.read(key, range: 0..<100, bufferBytes: size) { sizes.append($0.readableBytes) }
            try expect(sizes == expected, "buffers of \(sizes) bytes instead of \(expected)")
        }
    }

    func ranges() async throws {
        try await store.put(key, BytePattern.bytes(1000))
        for range: Range<Int64> in [0..<1000, 0..<1, 999..<1000, 251..<502, 1..<999, 500..<500, 0..<0, 1000..<1000] {
            for size in [1, 64, 4096] {
                let bytes = try await store.get(key, range, bufferBytes: size)
                try expectEqual(bytes, BytePattern.bytes(range), "range \(range) in buffers of \(size)")
            }
        }
    }

    func refusedRanges() async throws {
        try await store.put(key, BytePattern.bytes(10))
        try await store.put(.example(2), [])
        let ranges: [Range<Int64>] = [
            0..<11, 10..<11, 11..<11, 5..<Int64.max, -1..<5, Int64.min..<Int64.max, -1 ..< -1,
        ]
        for range in ranges {
            var wasCalled = false
            try await expectFailure(.outOfRange, "range \(range) of 10 bytes") {
                try await store.read(key, range: range, bufferBytes: 4) { _ in wasCalled = true }
            }
            try expect(!wasCalled, "range \(range) delivered something before it was refused")
        }
        try await expectFailure(.outOfRange, "a byte of an empty blob") { try await store.get(.example(2), 0..<1) }
    }

    func throwingConsumer() async throws {
        struct Enough: Error {}
        try await store.put(key, BytePattern.bytes(100))
        for last in [1, 5, 10] {
            var count = 0
            do {
                try await store.read(key, range: 0..<100, bufferBytes: 10) { _ in
                    count += 1
                    if count == last { throw Enough() }
                }
                throw Unexpected(description: "the consumer's error was lost")
            } catch is Enough {}
            try expect(count == last, "\(count) buffers delivered to a consumer that threw at \(last)")
        }
        try expectEqual(try await store.get(key), BytePattern.bytes(100), "a later read")
    }
}
