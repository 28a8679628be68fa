import BlobStore
import NIOCore
import Synchronization

/// A store that keeps nothing but the sizes of what is appended.
final class AppendRecorder: BlobStore {
    private let recorded = Mutex<[Int]>([])

    var sizes: [Int] { recorded.withLock { $0 } }

    nonisolated(nonsending) func write<Result: Sendable>(
        _ key: BlobKey,
        _ body: nonisolated(nonsending) (any BlobWriter) async throws -> Result
    ) async throws -> Result {
        try await body(Writer(store: self))
    }

    nonisolated(nonsending) func read(
        _ key: BlobKey,
        range: Range<Int64>,
        bufferBytes: Int,
        _ consume: nonisolated(nonsending) (ByteBuffer) async throws -> Void
    ) async throws {
        throw BlobStoreError(.notFound, key: key, message: "nothing is kept")
    }

    nonisolated(nonsending) func length(of key: BlobKey) async throws(BlobStoreError) -> Int64 {
        throw BlobStoreError(.notFound, key: key, message: "nothing is kept")
    }

    nonisolated(nonsending) func list(after: BlobKey?, limit: Int) async throws(BlobStoreError) -> [BlobKey] { [] }

    nonisolated(nonsending) func delete(_ key: BlobKey) async throws(BlobStoreError) {}

    private struct Writer: BlobWriter {
        let store: AppendRecorder

        nonisolated(nonsending) func append(_ bytes: ByteBuffer) async throws {
            store.recorded.withLock { $0.append(bytes.readableBytes) }
        }
    }
}
