import BlobStore
import BlobStoreTesting
import Crypto
import NIOCore
import Testing

@Suite("Short sealed blobs")
struct SealedShortBlobTests {
    @Test("a short blob is what a blob of one chunk is, byte by byte", arguments: [1, 1000, 70_000, 1 << 20])
    func sameBytes(_ count: Int) async throws {
        let long = try SealedSample()
        try await long.seal(count, announced: true)
        let short = try SealedSample()
        #expect(try await put(in: short, count) == SealedSample.key)
        let bytes = try #require(short.store[SealedSample.key])
        #expect(bytes == long.store[SealedSample.key])
        #expect(try await short.open(0..<Int64(count)) == BytePattern.bytes(count))
        #expect(try await short.blobs.descriptor(of: SealedSample.key).descriptor == SealedSample.descriptor)
    }

    @Test("a blob is sealed for the key that the store has completed")
    func completedKey() async throws {
        let sample = try SealedSample()
        let store = CompletingStore(base: sample.store)
        let blobs = SealedBlobs(store: store, keyRing: try MasterKeyRing(parsing: MasterKeyRingTests.line)) {
            Array(repeating: 5, count: $0)
        }
        let plaintext = ByteBuffer(bytes: BytePattern.bytes(1000))
        let key = try await blobs.write(
            short: SealedSample.key,
            descriptor: [],
            plaintext: [plaintext],
            leaf: SealedSample.leaves([plaintext])
        )
        #expect(key == SealedSample.otherKey)
        #expect(try await sample.open(0..<1000, of: key) == BytePattern.bytes(1000))
    }

    @Test("what is no single chunk is refused, and nothing is stored", arguments: [0, (1 << 20) + 1])
    func refused(_ count: Int) async throws {
        let sample = try SealedSample()
        let error = await #expect(throws: BlobStoreError.self) { try await put(in: sample, count) }
        #expect(error?.code == .misuse)
        #expect(try await sample.store.list(after: nil, limit: 1).isEmpty)
    }

    @discardableResult
    private func put(in sample: SealedSample, _ count: Int) async throws -> BlobKey {
        let plaintext = ByteBuffer(bytes: BytePattern.bytes(count))
        return try await sample.blobs.write(
            short: SealedSample.key,
            descriptor: SealedSample.descriptor,
            plaintext: BytePattern.buffers(count, of: 30_001),
            leaf: SealedSample.leaves([plaintext])
        )
    }
}

/// A store that completes each draft to another key.
private struct CompletingStore: BlobStore {
    let base: MemoryBlobStore

    nonisolated(nonsending) func write(
        short draft: BlobKey,
        length: Int,
        _ seal: (BlobKey) throws -> ByteBuffer
    ) async throws -> BlobKey {
        try await base.write(short: SealedSample.otherKey, length: length, seal)
    }

    nonisolated(nonsending) func write<Result: Sendable>(
        _ key: BlobKey,
        _ body: nonisolated(nonsending) (any BlobWriter) async throws -> Result
    ) async throws -> Result {
        try await base.write(key, body)
    }

    nonisolated(nonsending) func read(
        _ key: BlobKey,
        range: Range<Int64>,
        bufferBytes: Int,
        _ consume: nonisolated(nonsending) (ByteBuffer) async throws -> Void
    ) async throws {
        try await base.read(key, range: range, bufferBytes: bufferBytes, consume)
    }

    nonisolated(nonsending) func length(of key: BlobKey) async throws(BlobStoreError) -> Int64 {
        try await base.length(of: key)
    }

    nonisolated(nonsending) func list(after: BlobKey?, limit: Int) async throws(BlobStoreError) -> [BlobKey] {
        try await base.list(after: after, limit: limit)
    }

    nonisolated(nonsending) func delete(_ key: BlobKey) async throws(BlobStoreError) {
        try await base.delete(key)
    }
}
