import NIOCore
import NIOPosix
import TreeHash

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that is uploaded: opened once, and watched for changes.
struct UploadSourceFile: Sendable {
    private static let chunkBytes: Int64 = 1 << 20

    let path: String
    let size: Int64
    private let file: OpenedFile
    private let stamp: OpenedFile.Stamp
    private let pool: NIOThreadPool

    init(path: String, pool: NIOThreadPool = .singleton) async throws {
        (self.path, self.pool) = (path, pool)
        (file, stamp) = try await pool.runIfActive {
            try Self.told(path) {
                let file = try OpenedFile(path: path)
                return (file, try file.stamp())
            }
        }
        guard file.isRegular else { throw UploadError.notRegular(path: path) }
        size = stamp.size
    }

    /// - Throws: `UploadError.changed` or `.replaced` unless the file is as it was when it was opened, at its place.
    func checkUnchanged() async throws {
        try await pool.runIfActive {
            try Self.told(path) {
                guard try file.stamp() == stamp else { throw FileHashError.changed }
            }
            let place: OpenedFile.Stamp
            do { place = try OpenedFile.stamp(ofFileAt: path) } catch { throw UploadError.replaced(path: path) }
            guard place == stamp else { throw UploadError.replaced(path: path) }
        }
    }

    /// The tree hash of a range, computed by all processors.
    func treeHash(of range: Range<Int64>) async throws -> Digest {
        try await hash(range, .tree).tree
    }

    /// A range as it is sent. It is read twice, now and while it is sent; memory is 1 MiB at a time.
    func streamed(_ range: Range<Int64>) async throws -> Payload {
        let hash = try await hash(range, .treeAndLinear)
        guard let linear = hash.linear else { throw UploadError.changed(path: path) }
        let summary = PayloadSummary(length: hash.byteCount, contentSHA256: linear, treeHash: hash.tree)
        return Payload(stream: chunks(of: range), summary: summary, passes: .many)
    }

    /// A range as it is sent. It is read once and stays in memory.
    func kept(_ range: Range<Int64>) async throws -> Payload {
        try await pool.runIfActive {
            var hasher = PayloadHasher(), chunks: [ByteBuffer] = [], place = range.lowerBound
            while place < range.upperBound {
                let chunk = try self.chunk(at: place, before: range.upperBound)
                chunk.withUnsafeReadableBytes { hasher.update($0) }
                place += Int64(chunk.readableBytes)
                chunks.append(chunk)
            }
            try Self.told(path) {
                guard try file.stamp() == stamp else { throw FileHashError.changed }
            }
            return Payload(
                stream: ByteStream(buffers: chunks),
                summary: PayloadSummary(hasher.finalize()),
                passes: .many
            )
        }
    }

    private func hash(_ range: Range<Int64>, _ hashes: FileTreeHasher.Hashes) async throws -> FileHash {
        let hash: FileHash
        do {
            hash = try await FileTreeHasher(pool: pool).hash(file, range: range, hashes)
        } catch let error as FileHashError {
            throw Self.problem(error, path)
        }
        try Self.told(path) {
            guard try file.stamp() == stamp else { throw FileHashError.changed }
        }
        return hash
    }

    private func chunks(of range: Range<Int64>) -> ByteStream {
        ByteStream(chunks: {
            var place = range.lowerBound
            return {
                guard place < range.upperBound else { return nil }
                let start = place
                let chunk = try await pool.runIfActive { try self.chunk(at: start, before: range.upperBound) }
                place += Int64(chunk.readableBytes)
                return chunk
            }
        })
    }

    /// Blocks.
    private func chunk(at place: Int64, before end: Int64) throws -> ByteBuffer {
        let count = Int(min(Self.chunkBytes, end - place))
        var buffer = ByteBufferAllocator().buffer(capacity: count)
        try Self.told(path) {
            let got = try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { space in
                try file.read(into: UnsafeMutableRawBufferPointer(rebasing: space.prefix(count)), at: place)
            }
            guard got == count else { throw FileHashError.changed }
        }
        return buffer
    }

    private static func told<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as FileHashError { throw problem(error, path) }
    }

    private static func problem(_ error: FileHashError, _ path: String) -> UploadError {
        switch error {
        case .cannotOpen(let number), .cannotRead(let number): .unreadable(SourceFileError(path, number))
        case .isFolder: .unreadable(SourceFileError(path, EISDIR))
        // The ranges lie within the file as it was at first.
        case .changed, .rangeOutside: .changed(path: path)
        }
    }
}
