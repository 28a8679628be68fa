public import NIOCore

/// A store of immutable byte sequences, each under a key of its own.
///
/// This is what every implementation promises, and what `BlobStoreConformance` checks:
///
/// - A blob appears all at once or not at all: until it is published no other call sees it.
/// - A blob never changes. A key is used for one blob only and never again.
/// - Memory is bounded: no call holds more than a few of the buffers it is given or hands out.
/// - Calls may come from any number of tasks at once. Each runs on the caller's actor, so that the closures may use the
///   caller's state; blocking work is done elsewhere.
///
/// A store knows nothing of what the bytes mean.
public protocol BlobStore: Sendable {
    /// Makes a blob of the bytes that `body` appends.
    ///
    /// When this returns, the blob is visible and durable: it outlives a loss of power in the next instant. When it
    /// throws, for whatever reason, the blob does not exist and its bytes are gone or will be removed; an
    /// acknowledgement lost on the way from a remote store is the one case in which a blob may be there all the same.
    /// If the task is cancelled before the blob is published, this throws.
    ///
    /// - Parameters:
    ///   - key: A key never used before.
    ///   - body: Appends the bytes, in order. It has to await each append, and must not let the writer outlive it.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw; ``BlobStoreError/Code/alreadyExists`` if there is a blob of that key or another
    ///   writer is making it, from a store that can tell (another one keeps the bytes of one of the writers, all of
    ///   them); ``BlobStoreError/Code/outOfSpace``; `CancellationError`. An append that failed fails the whole write,
    ///   even if `body` goes on.
    nonisolated(nonsending) func write<Result: Sendable>(
        _ key: BlobKey,
        _ body: nonisolated(nonsending) (any BlobWriter) async throws -> Result
    ) async throws -> Result

    /// Makes a blob of few bytes that are all in memory, with the guarantees of ``write(_:_:)``.
    ///
    /// The store completes the key: it may replace random bits of `draft`, never its creation time, to remember where
    /// the blob lies. Bytes may be bound to their key, so they are asked for when the key is known.
    ///
    /// A loss of power before this returns may leave a blob that nobody was told of and whose bytes are damaged. It is
    /// listed, so that whoever compares the listing with what refers to blobs finds it.
    ///
    /// - Parameters:
    ///   - draft: A key never used before.
    ///   - length: Bytes of the blob. The fewer, the more a store gains by laying blobs together; there is no limit.
    ///   - seal: Makes the bytes of the blob of this key, exactly `length` of them. Called at most once. Buffers that
    ///     are aligned and have room for a whole number of alignments are the best: see
    ///     `ByteBuffer.aligned(capacity:)`.
    /// - Returns: The key of the blob.
    /// - Throws: What `seal` threw; ``BlobStoreError/Code/misuse`` if it returned another number of bytes; the same as
    ///   ``write(_:_:)``. A task that is cancelled when the bytes are on their way to the disk waits for their end.
    nonisolated(nonsending) func write(
        short draft: BlobKey,
        length: Int,
        _ seal: (BlobKey) throws -> ByteBuffer
    ) async throws -> BlobKey

    /// Delivers a range of a blob's bytes in order, in buffers of exactly `bufferBytes`; the last may be shorter, and
    /// none is empty. A store may read ahead; `consume` gets the next buffer when it has returned.
    ///
    /// A read that is under way when the blob is deleted either delivers all of the right bytes or throws
    /// ``BlobStoreError/Code/notFound``.
    ///
    /// - Parameters:
    ///   - key: The blob.
    ///   - range: Positions in the blob, in bytes. An empty range delivers nothing, but still has to lie within the
    ///     blob.
    ///   - bufferBytes: At least 1; the memory that a read may take is a small multiple of it.
    ///   - consume: Takes one buffer; what it throws ends the read and is thrown on.
    /// - Throws: ``BlobStoreError/Code/notFound``; ``BlobStoreError/Code/outOfRange`` before anything is delivered, if
    ///   a part of the range is not in the blob; ``BlobStoreError/Code/damaged`` if the storage has fewer bytes than it
    ///   should; `CancellationError` before the next buffer if the task is cancelled.
    nonisolated(nonsending) func read(
        _ key: BlobKey,
        range: Range<Int64>,
        bufferBytes: Int,
        _ consume: nonisolated(nonsending) (ByteBuffer) async throws -> Void
    ) async throws

    /// The blob's length in bytes.
    ///
    /// - Throws: ``BlobStoreError/Code/notFound``.
    nonisolated(nonsending) func length(of key: BlobKey) async throws(BlobStoreError) -> Int64

    /// The first `limit` keys after `after`, or from the beginning, ascending in the byte order of their texts.
    ///
    /// Blobs that were there before the call and are not deleted during it are never left out; blobs that come or go
    /// meanwhile may or may not be listed. Fewer than `limit` keys mean that there are no more.
    nonisolated(nonsending) func list(after: BlobKey?, limit: Int) async throws(BlobStoreError) -> [BlobKey]

    /// Removes a blob; it is a success if there is none. A loss of power soon afterwards may bring the blob back, whole
    /// or damaged; see ``syncDeletions()``.
    nonisolated(nonsending) func delete(_ key: BlobKey) async throws(BlobStoreError)

    /// Makes deletes durable: when this returns, no loss of power brings a blob back whose delete had returned before.
    nonisolated(nonsending) func syncDeletions() async throws(BlobStoreError)
}

extension BlobStore {
    /// Does nothing, in a store whose deletes are durable when they return.
    public nonisolated(nonsending) func syncDeletions() async throws(BlobStoreError) {}

    /// Makes an ordinary blob, whose key is the draft.
    public nonisolated(nonsending) func write(
        short draft: BlobKey,
        length: Int,
        _ seal: (BlobKey) throws -> ByteBuffer
    ) async throws -> BlobKey {
        try await write(ordinary: draft, length: length, seal)
    }

    /// What ``write(short:length:_:)`` does in a store that keeps short blobs as it keeps others.
    package nonisolated(nonsending) func write(
        ordinary key: BlobKey,
        length: Int,
        _ seal: (BlobKey) throws -> ByteBuffer
    ) async throws -> BlobKey {
        try Task.checkCancellation()
        let bytes = try seal(key)
        try bytes.check(length: length, of: key)
        try await write(key) { writer in try await writer.append(bytes) }
        return key
    }
}

extension ByteBuffer {
    /// Throws ``BlobStoreError/Code/misuse`` unless these are as many bytes as were announced for a blob.
    package func check(length: Int, of key: BlobKey) throws(BlobStoreError) {
        guard readableBytes == length else {
            throw BlobStoreError(.misuse, key: key, message: "\(readableBytes) bytes instead of \(length)")
        }
    }
}

/// Takes the bytes of one blob, within the scope of ``BlobStore/write(_:_:)``.
public protocol BlobWriter {
    /// Appends bytes to the blob. Awaiting this is the back-pressure: it returns when the store can take more, which
    /// may be before these bytes are stored. At most one append at a time. Buffers of about 1 MiB are the best, and
    /// aligned ones: see `ByteBuffer.aligned(capacity:)`.
    ///
    /// - Throws: What stands in the way of these bytes or of those before; the write is lost then.
    nonisolated(nonsending) func append(_ bytes: ByteBuffer) async throws
}
