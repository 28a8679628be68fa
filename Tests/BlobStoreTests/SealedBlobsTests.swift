import BlobStore
import BlobStoreTesting
import NIOCore
import Testing

@Suite("Sealed blobs")
struct SealedBlobsTests {
    @Test(
        "what was sealed is what is opened, in every range",
        arguments: [0, 1, 15, 16, 17, 31, 32, 33, 100],
        [true, false]
    )
    func ranges(_ count: Int, announced: Bool) async throws {
        let sample = try SealedSample(chunkBytes: 16)
        try await sample.seal(count, announced: announced)
        for lower in 0...Int64(count) {
            for upper in lower...Int64(count) {
                #expect(try await sample.open(lower..<upper) == BytePattern.bytes(lower..<upper))
            }
        }
        #expect(
            try await sample.blobs.leaves(of: SealedSample.key)
                == SealedSample.leaves(BytePattern.buffers(count, of: 16))
        )
        let description = try await sample.blobs.descriptor(of: SealedSample.key)
        #expect(description.descriptor == SealedSample.descriptor)
        #expect(description.plaintextLength == Int64(count))
        #expect(description.masterKeyID.description == "57804f4511a016b603a362dec2fa0356")
    }

    @Test("chunks of 1 MiB are delivered one by one, cut to the range")
    func deliversChunks() async throws {
        let sample = try SealedSample()
        try await sample.seal(3 << 20, announced: true)
        var sizes: [Int] = []
        try await sample.blobs.read(SealedSample.key, plaintext: 1_000_000..<3_000_000) {
            sizes.append($0.readableBytes)
        }
        #expect(sizes == [48_576, 1_048_576, 902_848])
    }

    @Test("the store gets aligned buffers of nearly 1 MiB, and a small blob in one buffer", arguments: [true, false])
    func buffersOfTheStore(announced: Bool) async throws {
        let store = AppendRecorder()
        let blobs = SealedBlobs(store: store, keyRing: try MasterKeyRing(parsing: MasterKeyRingTests.line)) {
            Array(repeating: 1, count: $0)
        }
        for count in [1000, 3_000_000] {
            try await blobs.write(SealedSample.key, descriptor: [], plaintextLength: announced ? Int64(count) : nil) {
                writer in
                let chunks = BytePattern.buffers(count, of: SealedBlobs.chunkBytes)
                for chunk in chunks { try await writer.append(chunk) }
                writer.leaves = SealedSample.leaves(chunks)
            }
        }
        // 140 + 1000 + 16 + 32 + 16 + 72; and 140 + 3,000,000 + 3 * 16 + 3 * 32 + 16 + 72 - 2 * 1,044,480.
        #expect(store.sizes == [1276, 1_044_480, 1_044_480, 911_412])
        #expect(store.alignments == [false, true, true, false])
    }

    @Test(
        "many writers at once have smaller buffers, so that all of them keep within a bound",
        arguments: [(0, 1_044_480), (16, 520_192), (32, 258_048), (200, 258_048)]
    )
    func buffersOfMany(others: Int, bytes: Int) async throws {
        let store = AppendRecorder()
        let blobs = SealedBlobs(store: store, keyRing: try MasterKeyRing(parsing: MasterKeyRingTests.line)) {
            Array(repeating: 1, count: $0)
        }
        try await nest(others, blobs) {
            try await blobs.write(SealedSample.key, descriptor: [], plaintextLength: 1 << 20) { writer in
                try await writer.append(ByteBuffer(repeating: 1, count: 1 << 20))
                writer.leaves = Array(repeating: 0, count: 32)
            }
        }
        #expect(store.sizes.first == bytes)
        #expect(store.sizes.prefix { $0 == bytes }.count == 1_048_576 / bytes)
    }

    /// Does `body` while so many blobs are being written.
    private func nest(_ depth: Int, _ blobs: SealedBlobs, _ body: @Sendable () async throws -> Void) async throws {
        if depth == 0 { return try await body() }
        try await blobs.write(SealedSample.otherKey, descriptor: [], plaintextLength: 0) { _ in
            try await nest(depth - 1, blobs, body)
        }
    }

    @Test(
        "bytes may come in pieces of any size: what is stored is the same",
        arguments: [[1], [0, 7, 64], [16], [1000], [1_048_575, 3], [2_000_000]],
        [true, false]
    )
    func sealsPieces(_ sizes: [Int], announced: Bool) async throws {
        let isSmall = sizes.allSatisfy { $0 < 100 }
        let count = isSmall ? 5000 : 3_000_000
        let chunkBytes = isSmall ? 16 : SealedBlobs.chunkBytes
        let whole = try SealedSample(chunkBytes: chunkBytes), pieces = try SealedSample(chunkBytes: chunkBytes)
        try await whole.seal(count, announced: announced)
        let length: Int64? = announced ? Int64(count) : nil
        try await pieces.blobs.write(
            SealedSample.key,
            descriptor: SealedSample.descriptor,
            plaintextLength: length
        ) { writer in
            var start = 0
            while start < count {
                for size in sizes {
                    let end = min(start + size, count)
                    try await writer.append(ByteBuffer(bytes: BytePattern.bytes(Int64(start)..<Int64(end))))
                    start = end
                }
            }
            writer.leaves = SealedSample.leaves(BytePattern.buffers(count, of: chunkBytes))
        }
        #expect(pieces.store[SealedSample.key] == whole.store[SealedSample.key])
    }

    @Test("a range that is not in the plaintext is refused")
    func refusesRanges() async throws {
        let sample = try SealedSample(chunkBytes: 16)
        try await sample.seal(40, announced: true)
        for range: Range<Int64> in [0..<41, 40..<41, 41..<41, -1..<3, Int64.min..<Int64.max, 5..<Int64.max] {
            let error = await #expect(throws: BlobStoreError.self) { try await sample.open(range) }
            #expect(error?.code == .outOfRange)
        }
    }

    @Test("a large descriptor is kept, a larger one refused")
    func descriptors() async throws {
        let sample = try SealedSample(chunkBytes: 16)
        let large = BytePattern.bytes(SealedBlobs.descriptorLimit)
        try await sample.blobs.write(SealedSample.key, descriptor: large, plaintextLength: nil) { _ in }
        #expect(try await sample.blobs.descriptor(of: SealedSample.key).descriptor == large)
        await #expect(throws: BlobStoreError.self) {
            try await sample.blobs.write(SealedSample.otherKey, descriptor: large + [0], plaintextLength: nil) { _ in }
        }
    }

    @Test(
        "chunks, lengths and leaf digests that do not fit together are refused, and leave nothing",
        arguments: [
            ([], 1, 0), ([16, 16], 31, 64), ([16, 16], 33, 64), ([16, 8, 8], nil, 96), ([8, 16], nil, 32),
            ([17], nil, 32),
            ([0], nil, 32), ([16], nil, 0), ([16], nil, 31), ([16], nil, 64), ([], nil, 32), ([], -1, 0),
        ] as [([Int], Int64?, Int)]
    )
    func refusesMisuse(_ sizes: [Int], _ announced: Int64?, _ leafBytes: Int) async throws {
        let sample = try SealedSample(chunkBytes: 16)
        let error = await #expect(throws: BlobStoreError.self) {
            try await sample.blobs.write(SealedSample.key, descriptor: [], plaintextLength: announced) { writer in
                // What an append throws is passed over here: the write is lost all the same.
                for size in sizes { try? await writer.append(ByteBuffer(repeating: 1, count: size)) }
                writer.leaves = Array(repeating: 0, count: leafBytes)
            }
        }
        #expect(error?.code == .misuse)
        #expect(try await sample.blobs.list(after: nil, limit: 1).isEmpty)
    }

    @Test("a random source that gives too little is refused")
    func refusesShortRandomness() async throws {
        let keyRing = try MasterKeyRing(parsing: MasterKeyRingTests.line)
        let blobs = SealedBlobs(store: MemoryBlobStore(), keyRing: keyRing) { _ in [1] }
        let error = await #expect(throws: BlobStoreError.self) {
            try await blobs.write(SealedSample.key, descriptor: [], plaintextLength: 0) { _ in }
        }
        #expect(error?.code == .misuse)
    }

    @Test("a ring with a new current key opens old blobs, and a ring without the old key does not")
    func keyRings() async throws {
        let old = try SealedSample(chunkBytes: 16)
        try await old.seal(40, announced: false)
        let ring = try MasterKeyRing(parsing: MasterKeyRingTests.line)
        let grown = ring.addingKey { Array(repeating: 9, count: $0) }
        let newLine = grown.secretText.split(separator: "\n")[1]

        let new = SealedBlobs(store: old.store, keyRing: grown) { Array(repeating: 3, count: $0) }
        try await new.write(SealedSample.otherKey, descriptor: [], plaintextLength: 0) { _ in }
        #expect(try await new.descriptor(of: SealedSample.otherKey).masterKeyID == grown.currentID)

        let both = try SealedSample(chunkBytes: 16, keyRing: grown.secretText)
        both.store[SealedSample.key] = old.store[SealedSample.key]
        #expect(try await both.open(0..<40) == BytePattern.bytes(40))

        let without = try SealedSample(chunkBytes: 16, keyRing: String(newLine))
        without.store[SealedSample.key] = old.store[SealedSample.key]
        let error = await #expect(throws: BlobStoreError.self) { try await without.open(0..<40) }
        #expect(error?.code == .unknownMasterKey)
    }

    @Test("nothing of the plaintext or the descriptor stands in the stored bytes")
    func hidesContent() async throws {
        let sample = try SealedSample()
        try await sample.seal(5000, announced: true)
        let stored = try #require(sample.store[SealedSample.key])
        for secret in [Array("fixture".utf8), BytePattern.bytes(100..<110)] {
            #expect(stored.firstRange(of: secret) == nil)
        }
    }

    @Test("listing and deleting are those of the store")
    func passesThrough() async throws {
        let sample = try SealedSample(chunkBytes: 16)
        try await sample.seal(5, announced: true)
        try await sample.seal(6, announced: true, as: SealedSample.otherKey)
        #expect(try await sample.blobs.list(after: nil, limit: 10) == [SealedSample.key, SealedSample.otherKey])
        #expect(try await sample.blobs.list(after: SealedSample.key, limit: 10) == [SealedSample.otherKey])
        try await sample.blobs.delete(SealedSample.key)
        let error = await #expect(throws: BlobStoreError.self) { try await sample.open(0..<1) }
        #expect(error?.code == .notFound)
    }

    @Test("the closures run where the caller runs, and may use its state")
    func isolation() async throws {
        let caller = IsolatedCaller(blobs: try SealedSample().blobs)
        #expect(try await caller.copy(count: 3_000_000) == BytePattern.bytes(3_000_000))
    }
}

/// An actor whose state and whose iterators, which are not Sendable, are used in the scopes of a write and a read.
private actor IsolatedCaller {
    private let blobs: SealedBlobs
    private var received: [UInt8] = []

    init(blobs: SealedBlobs) { self.blobs = blobs }

    func copy(count: Int) async throws -> [UInt8] {
        let (stream, continuation) = AsyncStream<ByteBuffer>.makeStream()
        for chunk in BytePattern.buffers(count, of: SealedBlobs.chunkBytes) { continuation.yield(chunk) }
        continuation.finish()
        var iterator = stream.makeAsyncIterator()
        var chunks: [ByteBuffer] = []
        try await blobs.write(SealedSample.key, descriptor: [], plaintextLength: nil) { writer in
            while let chunk = await iterator.next(isolation: self) {
                chunks.append(chunk)
                try await writer.append(chunk)
            }
            writer.leaves = SealedSample.leaves(chunks)
        }
        try await blobs.read(SealedSample.key, plaintext: 0..<Int64(count)) { buffer in
            received += [UInt8](buffer: buffer)
        }
        return received
    }
}
