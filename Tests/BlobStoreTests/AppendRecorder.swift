import BlobStore
import NIOCore
import Synchronization

/// A store that notes what is appended and delivers nothing.
final class AppendRecorder: BlobStore {
    private let recorded = Mutex<[ByteBuffer]>([])

    var sizes: [Int] { recorded.withLock { $0.map(\.readableBytes) } }
    /// Whether each buffer can go to a disk as it lies in memory.
    var alignments: [Bool] { recorded.withLock { $0.map(\.isAligned) } }

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
            store.recorded.withLock { $0.append(bytes) }
        }
    }
}
