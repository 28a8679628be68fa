public import BlobStore
public import NIOCore
import Synchronization

/// A blob store in memory that keeps every promise but durability.
public final class MemoryBlobStore: BlobStore {
    private struct State {
        var blobs: [BlobKey: ByteBuffer] = [:]
        var writing: Set<BlobKey> = []
    }

    private let state = Mutex(State())

    /// An empty store.
    public init() {}

    /// The stored bytes of a blob, as they are; nil if there is none. For tests that damage what is stored.
    public subscript(key: BlobKey) -> [UInt8]? {
        get { state.withLock { state in state.blobs[key].map { [UInt8](buffer: $0) } } }
        set { state.withLock { $0.blobs[key] = newValue.map(ByteBuffer.init(bytes:)) } }
    }

    /// Collects the bytes, and puts them where they are seen when `body` is done.
    public nonisolated(nonsending) func write<Result: Sendable>(
        _ key: BlobKey,
        _ body: nonisolated(nonsending) (any BlobWriter) async throws -> Result
    ) async throws -> Result {
        let isFree = state.withLock { $0.blobs[key] == nil && $0.writing.insert(key).inserted }
        guard isFree else { throw BlobStoreError(.alreadyExists, key: key, message: "a key is used once") }
        defer { state.withLock { _ = $0.writing.remove(key) } }
        let writer = MemoryBlobWriter()
        let result = try await body(writer)
        try Task.checkCancellation()
        let bytes = writer.bytes
        state.withLock { $0.blobs[key] = bytes }
        return result
    }

    /// Delivers slices of the blob as it was when the read began.
    public nonisolated(nonsending) func read(
        _ key: BlobKey,
        range: Range<Int64>,
        bufferBytes: Int,
        _ consume: nonisolated(nonsending) (ByteBuffer) async throws -> Void
    ) async throws {
        guard bufferBytes > 0 else {
            throw BlobStoreError(.misuse, key: key, message: "buffers of \(bufferBytes) bytes")
        }
        let blob = try blob(key)
        guard range.lowerBound >= 0, range.upperBound <= Int64(blob.readableBytes),
            var rest = blob.getSlice(at: blob.readerIndex + Int(range.lowerBound), length: range.count)
        else {
            throw BlobStoreError(.outOfRange, key: key, message: "\(range) of \(blob.readableBytes) bytes")
        }
        while let buffer = rest.readSlice(length: min(bufferBytes, rest.readableBytes)), buffer.readableBytes > 0 {
            try Task.checkCancellation()
            try await consume(buffer)
        }
    }

    /// The number of bytes kept.
    public nonisolated(nonsending) func length(of key: BlobKey) async throws(BlobStoreError) -> Int64 {
        Int64(try blob(key).readableBytes)
    }

    /// Sorts all keys for each page.
    public nonisolated(nonsending) func list(
        after: BlobKey?,
        limit: Int
    ) async throws(BlobStoreError) -> [BlobKey] {
        let keys = state.withLock { Array($0.blobs.keys) }.sorted()
        return Array(keys.drop { key in after.map { key <= $0 } ?? false }.prefix(max(0, limit)))
    }

    /// Forgets the blob.
    public nonisolated(nonsending) func delete(_ key: BlobKey) async throws(BlobStoreError) {
        state.withLock { _ = $0.blobs.removeValue(forKey: key) }
    }

    private func blob(_ key: BlobKey) throws(BlobStoreError) -> ByteBuffer {
        guard let blob = state.withLock({ $0.blobs[key] }) else {
            throw BlobStoreError(.notFound, key: key, message: "no such blob")
        }
        return blob
    }
}

private final class MemoryBlobWriter: BlobWriter {
    private(set) var bytes = ByteBuffer()

    nonisolated(nonsending) func append(_ bytes: ByteBuffer) async throws {
        try Task.checkCancellation()
        self.bytes.writeImmutableBuffer(bytes)
    }
}
