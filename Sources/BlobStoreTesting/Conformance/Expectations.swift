import BlobStore
import NIOCore

/// What was seen is not what should be.
struct Unexpected: Error, CustomStringConvertible {
    let description: String
}

/// Throws `message` unless `condition` holds.
func expect(_ condition: Bool, _ message: @autoclosure () -> String) throws {
    if !condition { throw Unexpected(description: message()) }
}

/// Expects bytes; a message shows lengths and the first difference, for blobs are long.
func expectEqual(_ seen: [UInt8], _ expected: [UInt8], _ what: String) throws {
    if seen == expected { return }
    let place = zip(seen, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(seen.count, expected.count)
    throw Unexpected(
        description: "\(what): \(seen.count) bytes instead of \(expected.count), different from byte \(place)"
    )
}

/// Expects `body` to throw a `BlobStoreError` of this code.
nonisolated(nonsending) func expectFailure<Value>(
    _ code: BlobStoreError.Code,
    _ what: String,
    _ body: nonisolated(nonsending) () async throws -> Value
) async throws {
    do {
        _ = try await body()
    } catch let error as BlobStoreError where error.code == code {
        return
    } catch {
        throw Unexpected(description: "\(what): threw \(error) instead of \(code)")
    }
    throw Unexpected(description: "\(what): succeeded instead of throwing \(code)")
}

extension BlobStore {
    /// Makes a blob of these buffers.
    nonisolated(nonsending) func put(_ key: BlobKey, buffers: [ByteBuffer]) async throws {
        try await write(key) { writer in
            for buffer in buffers { try await writer.append(buffer) }
        }
    }

    /// Makes a blob of these bytes.
    nonisolated(nonsending) func put(_ key: BlobKey, _ bytes: [UInt8]) async throws {
        try await put(key, buffers: [ByteBuffer(bytes: bytes)])
    }

    /// All bytes of a blob.
    nonisolated(nonsending) func get(_ key: BlobKey, bufferBytes: Int = 65_536) async throws -> [UInt8] {
        try await get(key, 0..<length(of: key), bufferBytes: bufferBytes)
    }

    /// Some bytes of a blob.
    nonisolated(nonsending) func get(
        _ key: BlobKey,
        _ range: Range<Int64>,
        bufferBytes: Int = 65_536
    ) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await read(key, range: range, bufferBytes: bufferBytes) { bytes += [UInt8](buffer: $0) }
        return bytes
    }

    /// Expects that there is no trace of a blob, and that its key can still be used.
    nonisolated(nonsending) func expectNoTrace(of key: BlobKey) async throws {
        try await expectFailure(.notFound, "length of a blob that is not to be") { try await length(of: key) }
        try await expectFailure(.notFound, "read of a blob that is not to be") { try await get(key, 0..<0) }
        try expect(try await list(after: nil, limit: 10).isEmpty, "a blob that is not to be was listed")
        try await put(key, BytePattern.bytes(10))
        try expectEqual(try await get(key), BytePattern.bytes(10), "a blob after a failed write of its key")
    }
}

extension BlobKey {
    /// A key for examples: a later one for a greater number.
    static func example(_ number: Int64) -> BlobKey {
        BlobKey(createdAtMilliseconds: 1_700_000_000_000 + number, random: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    }
}
