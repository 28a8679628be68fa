import BlobStore
import BlobStoreTesting
import NIOCore
import Testing

@Suite("The memory store")
struct MemoryBlobStoreTests {
    @Test("keeps the promises of a blob store", arguments: BlobStoreConformance.Promise.allCases)
    func conforms(_ promise: BlobStoreConformance.Promise) async throws {
        try await BlobStoreConformance { MemoryBlobStore() }.run(promise)
    }

    @Test("behind a faulty store without faults keeps them too", arguments: BlobStoreConformance.Promise.allCases)
    func conformsBehindFaultyStore(_ promise: BlobStoreConformance.Promise) async throws {
        try await BlobStoreConformance { FaultyBlobStore(MemoryBlobStore()) { _ in } }.run(promise)
    }

    @Test("a promise that is broken is found: a store that answers a read with other bytes")
    func findsBrokenPromise() async throws {
        await #expect(throws: ConformanceFailure.self) {
            try await BlobStoreConformance { ShiftedBlobStore(base: MemoryBlobStore()) }.run()
        }
    }
}

/// A store whose reads begin a byte too late.
private struct ShiftedBlobStore: BlobStore {
    let base: MemoryBlobStore

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
        let shifted = min(range.lowerBound + 1, range.upperBound)..<range.upperBound
        try await base.read(key, range: shifted, bufferBytes: bufferBytes, consume)
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
