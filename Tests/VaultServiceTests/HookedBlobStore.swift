import BlobStore
import NIOCore

/// A store that lets a test do something right after a blob was published.
struct HookedBlobStore: BlobStore {
    let base: any BlobStore
    let afterPublishing: @Sendable () async -> Void

    nonisolated(nonsending) func write<Result: Sendable>(
        _ key: BlobKey,
        _ body: nonisolated(nonsending) (any BlobWriter) async throws -> Result
    ) async throws -> Result {
        let result = try await base.write(key, body)
        await afterPublishing()
        return result
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

    nonisolated(nonsending) func syncDeletions() async throws(BlobStoreError) { try await base.syncDeletions() }
}
