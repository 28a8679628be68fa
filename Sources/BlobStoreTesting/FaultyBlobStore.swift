public import BlobStore
public import NIOCore

/// A store around a store in which any step can be made to fail.
///
/// ```swift
/// FaultyBlobStore(MemoryBlobStore()) { step throws(BlobStoreError) in
///     if case .append(_, 2) = step { throw BlobStoreError(.outOfSpace, message: "full") }
/// }
/// ```
public struct FaultyBlobStore: BlobStore {
    /// A step of a call on the store. Buffers are counted from 0.
    public enum Step: Hashable, Sendable {
        /// Before a write begins.
        case create(BlobKey)
        /// Before a buffer is appended.
        case append(BlobKey, Int)
        /// After the last append, before the blob is published.
        case publish(BlobKey)
        /// After the blob was published, before the caller learns of it: an acknowledgement that is lost.
        case acknowledge(BlobKey)
        /// Before a buffer that was read is delivered.
        case read(BlobKey, Int)
        /// Before a blob's length is asked for.
        case length(BlobKey)
        /// Before a listing.
        case list
        /// Before a blob is deleted.
        case delete(BlobKey)
        /// After a blob was deleted, before the caller learns of it.
        case acknowledgeDelete(BlobKey)
        /// Before deletes are made durable.
        case syncDeletions
    }

    private let base: any BlobStore
    private let willDo: @Sendable (Step) throws(BlobStoreError) -> Void

    /// A store around `base`.
    ///
    /// - Parameter willDo: Called before each step; the step fails with what it throws.
    public init(_ base: any BlobStore, willDo: @escaping @Sendable (Step) throws(BlobStoreError) -> Void) {
        self.base = base
        self.willDo = willDo
    }

    /// Writes to the base store, failing at ``Step/create(_:)``, ``Step/append(_:_:)``, ``Step/publish(_:)`` or
    /// ``Step/acknowledge(_:)``.
    public nonisolated(nonsending) func write<Result: Sendable>(
        _ key: BlobKey,
        _ body: nonisolated(nonsending) (any BlobWriter) async throws -> Result
    ) async throws -> Result {
        try willDo(.create(key))
        let willDo = willDo
        let result = try await base.write(key) { writer in
            let faulty = FaultyBlobWriter(base: writer, key: key, willDo: willDo)
            let result = try await body(faulty)
            if let failure = faulty.failure { throw failure }
            try willDo(.publish(key))
            return result
        }
        try willDo(.acknowledge(key))
        return result
    }

    /// Writes to the base store, failing at ``Step/create(_:)`` of the draft, at ``Step/append(_:_:)`` and
    /// ``Step/publish(_:)`` of the key that the bytes are for, or at ``Step/acknowledge(_:)``.
    public nonisolated(nonsending) func write(
        short draft: BlobKey,
        length: Int,
        _ seal: (BlobKey) throws -> ByteBuffer
    ) async throws -> BlobKey {
        try willDo(.create(draft))
        let willDo = willDo
        let key = try await base.write(short: draft, length: length) { key in
            let bytes = try seal(key)
            try willDo(.append(key, 0))
            try willDo(.publish(key))
            return bytes
        }
        try willDo(.acknowledge(key))
        return key
    }

    /// Reads from the base store, failing at ``Step/read(_:_:)``.
    public nonisolated(nonsending) func read(
        _ key: BlobKey,
        range: Range<Int64>,
        bufferBytes: Int,
        _ consume: nonisolated(nonsending) (ByteBuffer) async throws -> Void
    ) async throws {
        var count = 0
        let willDo = willDo
        try await base.read(key, range: range, bufferBytes: bufferBytes) { buffer in
            try willDo(.read(key, count))
            count += 1
            try await consume(buffer)
        }
    }

    /// Asks the base store, failing at ``Step/length(_:)``.
    public nonisolated(nonsending) func length(of key: BlobKey) async throws(BlobStoreError) -> Int64 {
        try willDo(.length(key))
        return try await base.length(of: key)
    }

    /// Asks the base store, failing at ``Step/list``.
    public nonisolated(nonsending) func list(
        after: BlobKey?,
        limit: Int
    ) async throws(BlobStoreError) -> [BlobKey] {
        try willDo(.list)
        return try await base.list(after: after, limit: limit)
    }

    /// Deletes from the base store, failing at ``Step/delete(_:)`` or ``Step/acknowledgeDelete(_:)``.
    public nonisolated(nonsending) func delete(_ key: BlobKey) async throws(BlobStoreError) {
        try willDo(.delete(key))
        try await base.delete(key)
        try willDo(.acknowledgeDelete(key))
    }

    /// Makes the base store's deletes durable, failing at ``Step/syncDeletions``.
    public nonisolated(nonsending) func syncDeletions() async throws(BlobStoreError) {
        try willDo(.syncDeletions)
        try await base.syncDeletions()
    }
}

private final class FaultyBlobWriter: BlobWriter {
    private let base: any BlobWriter
    private let key: BlobKey
    private let willDo: @Sendable (FaultyBlobStore.Step) throws(BlobStoreError) -> Void
    private var count = 0
    /// What an append was made to fail with.
    private(set) var failure: BlobStoreError?

    init(
        base: any BlobWriter,
        key: BlobKey,
        willDo: @escaping @Sendable (FaultyBlobStore.Step) throws(BlobStoreError) -> Void
    ) {
        self.base = base
        self.key = key
        self.willDo = willDo
    }

    nonisolated(nonsending) func append(_ bytes: ByteBuffer) async throws {
        do {
            try willDo(.append(key, count))
        } catch {
            failure = error
            throw error
        }
        count += 1
        try await base.append(bytes)
    }
}
