import BlobStore
import BlobStoreTesting
import Crypto
import NIOCore
import Synchronization
import Testing

/// A memory store with sealed blobs in it, their randomness being the bytes 0, 1, 2, … as the fixture has them.
struct SealedSample {
    let store: MemoryBlobStore
    let blobs: SealedBlobs
    let chunkBytes: Int

    static let key = BlobKey(createdAtMilliseconds: 1_700_000_000_000, random: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    static let otherKey = BlobKey(createdAtMilliseconds: 1_700_000_000_001, random: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    static let descriptor = Array("a fixture of version 1".utf8)

    init(chunkBytes: Int = 1 << 20, keyRing: String = MasterKeyRingTests.line) throws {
        store = MemoryBlobStore()
        self.chunkBytes = chunkBytes
        let random = CountingBytes()
        blobs = SealedBlobs(
            store: store,
            keyRing: try MasterKeyRing(parsing: keyRing),
            randomBytes: { random.next($0) },
            format: SealedBlobFormat(chunkBytes: chunkBytes)
        )
    }

    /// Seals the first `count` bytes of the pattern.
    func seal(_ count: Int, announced: Bool, as key: BlobKey = key) async throws {
        let chunks = BytePattern.buffers(count, of: chunkBytes)
        let length: Int64? = announced ? Int64(count) : nil
        try await blobs.write(key, descriptor: Self.descriptor, plaintextLength: length) { writer in
            for chunk in chunks { try await writer.append(chunk) }
            writer.leaves = Self.leaves(chunks)
        }
    }

    /// The bytes of a range of the plaintext.
    func open(_ range: Range<Int64>, of key: BlobKey = key) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await blobs.read(key, plaintext: range) { bytes += [UInt8](buffer: $0) }
        return bytes
    }

    static func leaves(_ chunks: [ByteBuffer]) -> [UInt8] {
        chunks.flatMap { Array(SHA256.hash(data: [UInt8](buffer: $0))) }
    }
}

/// The bytes 0, 1, 2, … for whoever asks for randomness.
final class CountingBytes: Sendable {
    private let count = Mutex(0)

    func next(_ wanted: Int) -> [UInt8] {
        count.withLock { count in
            defer { count += wanted }
            return (count..<(count + wanted)).map { UInt8(truncatingIfNeeded: $0) }
        }
    }
}
