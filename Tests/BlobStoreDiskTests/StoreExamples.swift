import BlobStore
import BlobStoreDisk
import NIOCore

extension ByteBuffer {
    /// Bytes at a place in memory that is not aligned, which therefore go through the page cache on every file system.
    static func ordinary(_ byte: UInt8, count: Int) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: 1 + count)
        buffer.moveWriterIndex(to: 1)
        buffer.moveReaderIndex(to: 1)
        buffer.writeRepeatingByte(byte, count: count)
        return buffer
    }
}

extension BlobStore {
    /// Makes a blob of `chunks` times a MiB of one byte.
    func put(_ key: BlobKey, _ byte: UInt8 = 1, chunks: Int = 1) async throws {
        try await write(key) { writer in
            for _ in 0..<chunks { try await writer.append(.ordinary(byte, count: 1 << 20)) }
        }
    }

    /// Makes a short blob of one byte, so often.
    func put(short draft: BlobKey, _ byte: UInt8 = 1, count: Int = 100) async throws -> BlobKey {
        try await write(short: draft, length: count) { _ in ByteBuffer(repeating: byte, count: count) }
    }

    /// All bytes of a blob.
    func get(_ key: BlobKey) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await read(key, range: 0..<length(of: key), bufferBytes: 1 << 20) { bytes += [UInt8](buffer: $0) }
        return bytes
    }
}

extension VolumeFormat {
    /// Eight entries, and room for sixteen blocks.
    static let small = VolumeFormat(entryCount: 8, blockCount: 18)
}

/// The code of the `BlobStoreError` that `body` throws; nil if it does not throw.
func failureCode(_ body: () async throws -> Void) async throws -> BlobStoreError.Code? {
    do {
        try await body()
        return nil
    } catch let error as BlobStoreError {
        return error.code
    }
}
