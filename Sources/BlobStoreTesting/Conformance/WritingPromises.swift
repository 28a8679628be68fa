import BlobStore
import NIOCore

/// What a write promises.
struct WritingPromises {
    let store: any BlobStore
    private let key = BlobKey.example(1)

    init(store: any BlobStore) { self.store = store }

    func content() async throws {
        let sizes = [1, 0, 7, 65_536, 3, 0, 100_000]
        let expected = BytePattern.bytes(sizes.reduce(0, +))
        var start: Int64 = 0
        var buffers: [ByteBuffer] = []
        for size in sizes {
            // A buffer need not begin at the beginning of its memory.
            var buffer = ByteBuffer(bytes: [9, 9, 9] + BytePattern.bytes(start..<(start + Int64(size))))
            buffer.moveReaderIndex(forwardBy: 3)
            buffers.append(buffer)
            start += Int64(size)
        }
        try await store.put(key, buffers: buffers)
        try expect(try await store.length(of: key) == start, "the length is not the sum of the appends")
        try expectEqual(try await store.get(key), expected, "the content")
    }

    func emptyBlob() async throws {
        try await store.put(key, buffers: [])
        try await store.put(.example(2), buffers: [ByteBuffer()])
        for key in [key, .example(2)] {
            try expect(try await store.length(of: key) == 0, "an empty blob has bytes")
            try expectEqual(try await store.get(key, 0..<0), [], "an empty blob")
        }
        try expect(try await store.list(after: nil, limit: 3) == [key, .example(2)], "empty blobs are not listed")
    }

    func largeBlob() async throws {
        let count = 5 * 1_048_576 + 1
        try await store.put(key, buffers: BytePattern.buffers(count, of: 1_048_576))
        let whole = try await store.get(key, bufferBytes: 1_048_576 + 16)
        try expectEqual(whole, BytePattern.bytes(count), "a blob of 5 MiB and a byte")
        let range: Range<Int64> = 1_048_575..<3_145_730
        let part = try await store.get(key, range, bufferBytes: 1_000_000)
        try expectEqual(part, BytePattern.bytes(range), "a range across buffers")
    }

    func result() async throws {
        let answer = try await store.write(key) { writer in
            try await writer.append(ByteBuffer(bytes: [1]))
            return "answer"
        }
        try expect(answer == "answer", "the result of the body was lost")
    }

    func visibility() async throws {
        try await store.write(key) { writer in
            for buffer in BytePattern.buffers(200_000, of: 65_536) { try await writer.append(buffer) }
            try await expectFailure(.notFound, "length during the write") { try await store.length(of: key) }
            try await expectFailure(.notFound, "read during the write") { try await store.get(key, 0..<1) }
            try expect(try await store.list(after: nil, limit: 10).isEmpty, "listed during the write")
        }
        try expect(try await store.length(of: key) == 200_000, "not whole after the write")
        try expect(try await store.list(after: nil, limit: 10) == [key], "not listed after the write")
    }

    func throwingBody() async throws {
        struct Refused: Error {}
        for appends in [0, 1, 3] {
            let key = BlobKey.example(Int64(appends))
            do {
                try await store.write(key) { writer in
                    for buffer in BytePattern.buffers(appends * 1000, of: 1000) { try await writer.append(buffer) }
                    throw Refused()
                }
                throw Unexpected(description: "the body's error was lost")
            } catch is Refused {}
            try await store.expectNoTrace(of: key)
            try await store.delete(key)
        }
    }

    func cancelledFromWithin() async throws {
        let succeeded = await Task { [store, key] in
            do {
                try await store.write(key) { writer in
                    try await writer.append(ByteBuffer(bytes: BytePattern.bytes(1000)))
                    withUnsafeCurrentTask { $0?.cancel() }
                }
                return true
            } catch {
                return false
            }
        }.value
        try expect(!succeeded, "a write in a cancelled task succeeded")
        try await store.expectNoTrace(of: key)
    }

    func cancelledFromOutside() async throws {
        let (started, hasStarted) = AsyncStream<Void>.makeStream()
        let (never, _) = AsyncStream<Void>.makeStream()
        let succeeded = await withTaskGroup(of: Bool.self) { group in
            group.addTask { [store, key] in
                do {
                    try await store.write(key) { writer in
                        try await writer.append(ByteBuffer(bytes: BytePattern.bytes(1000)))
                        hasStarted.finish()
                        for await _ in never {}
                        try await writer.append(ByteBuffer(bytes: BytePattern.bytes(1000)))
                    }
                    return true
                } catch {
                    return false
                }
            }
            for await _ in started {}
            group.cancelAll()
            return await group.next() ?? true
        }
        try expect(!succeeded, "a write in a cancelled task succeeded")
        try await store.expectNoTrace(of: key)
    }
}
