import BlobStore
import BlobStoreTesting
import NIOCore
import Testing

@Suite("Sealed blobs in a store that fails")
struct FaultyBlobStoreTests {
    private static let content = BytePattern.buffers(3_000_000, of: SealedBlobs.chunkBytes)
    private static let failure = BlobStoreError(.unavailable, message: "made to fail")

    private func blobs(in store: any BlobStore) throws -> SealedBlobs {
        SealedBlobs(store: store, keyRing: try MasterKeyRing(parsing: MasterKeyRingTests.line)) {
            Array(repeating: 5, count: $0)
        }
    }

    private func write(to blobs: SealedBlobs, passingOverFailures: Bool = false) async throws {
        try await blobs.write(SealedSample.key, descriptor: [], plaintextLength: 3_000_000) { writer in
            for chunk in Self.content {
                do {
                    try await writer.append(chunk)
                } catch {
                    if !passingOverFailures { throw error }
                }
            }
            writer.leaves = SealedSample.leaves(Self.content)
        }
    }

    private func faulty(_ base: MemoryBlobStore, at failing: FaultyBlobStore.Step) -> FaultyBlobStore {
        FaultyBlobStore(base) { step throws(BlobStoreError) in
            if step == failing { throw Self.failure }
        }
    }

    @Test(
        "a write that fails at any step before it is published leaves nothing",
        arguments: [.create(SealedSample.key), .publish(SealedSample.key)]
            + (0..<3).map { .append(SealedSample.key, $0) } as [FaultyBlobStore.Step],
        [true, false]
    )
    func failsBefore(_ step: FaultyBlobStore.Step, passingOverFailures: Bool) async throws {
        let base = MemoryBlobStore()
        let blobs = try blobs(in: faulty(base, at: step))
        await #expect(throws: BlobStoreError.self) {
            try await write(to: blobs, passingOverFailures: passingOverFailures)
        }
        #expect(base[SealedSample.key] == nil)
        try await write(to: try self.blobs(in: base))
    }

    @Test("a write whose acknowledgement is lost fails, and its blob is whole")
    func losesAcknowledgement() async throws {
        let base = MemoryBlobStore()
        let failing = try blobs(in: faulty(base, at: .acknowledge(SealedSample.key)))
        await #expect(throws: BlobStoreError.self) { try await write(to: failing) }
        let leaves = try await blobs(in: base).leaves(of: SealedSample.key)
        #expect(leaves == SealedSample.leaves(Self.content))
    }

    @Test("a read that fails at any step delivers a part of the right bytes and throws", arguments: 0..<4)
    func failsReading(_ number: Int) async throws {
        let base = MemoryBlobStore()
        try await write(to: try blobs(in: base))
        let expected = BytePattern.bytes(3_000_000)
        var received: [UInt8] = []
        // The first buffer of each read is the header and then the first chunk, so count all of them.
        let reads = CountingBytes()
        let failing = try blobs(
            in: FaultyBlobStore(base) { step throws(BlobStoreError) in
                if case .read = step, reads.next(1) == [UInt8(number)] { throw Self.failure }
            }
        )
        await #expect(throws: BlobStoreError.self) {
            try await failing.read(SealedSample.key, plaintext: 0..<3_000_000) { received += [UInt8](buffer: $0) }
        }
        #expect(received.count == max(0, number - 1) * SealedBlobs.chunkBytes)
        #expect(received == Array(expected.prefix(received.count)))
    }

    @Test("what a store says of a length, a listing, a delete or a sync is passed on")
    func passesErrorsOn() async throws {
        let base = MemoryBlobStore()
        try await write(to: try blobs(in: base))
        let key = SealedSample.key
        let length = try blobs(in: faulty(base, at: .length(key)))
        await #expect(throws: BlobStoreError.self) { try await length.descriptor(of: key) }
        let list = try blobs(in: faulty(base, at: .list))
        await #expect(throws: BlobStoreError.self) { try await list.list(after: nil, limit: 1) }
        let delete = try blobs(in: faulty(base, at: .delete(key)))
        await #expect(throws: BlobStoreError.self) { try await delete.delete(key) }
        #expect(base[key] != nil)
        let acknowledge = try blobs(in: faulty(base, at: .acknowledgeDelete(key)))
        await #expect(throws: BlobStoreError.self) { try await acknowledge.delete(key) }
        #expect(base[key] == nil)
        let sync = try blobs(in: faulty(base, at: .syncDeletions))
        await #expect(throws: BlobStoreError.self) { try await sync.syncDeletions() }
    }
}
