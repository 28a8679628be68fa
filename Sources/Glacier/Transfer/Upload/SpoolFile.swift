import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file without a name, which is gone when nothing refers to it any more, however the program ends.
final class SpoolFile: Sendable {
    private static let chunkBytes: Int64 = 1 << 20

    private let descriptor: CInt
    private let folder: String

    /// - Throws: `UploadError.unreadable` when no file can be made in the folder.
    init(in folder: String) throws {
        self.folder = folder
        var name = Array("\(folder)/firn-part-XXXXXX".utf8CString)
        descriptor = name.withUnsafeMutableBufferPointer { name in
            guard let name = name.baseAddress else { return -1 }
            let descriptor = mkstemp(name)
            if descriptor >= 0 { unlink(name) }
            return descriptor
        }
        guard descriptor >= 0 else { throw UploadError.unreadable(SourceFileError(folder, errno)) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    /// Writes a chunk.
    func append(_ chunk: ByteBuffer, at offset: Int64) async throws {
        try await NIOThreadPool.singleton.runIfActive {
            try chunk.withUnsafeReadableBytes { bytes in
                var done = 0
                while done < bytes.count {
                    let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
                    let count = pwrite(self.descriptor, rest.baseAddress, rest.count, off_t(offset + Int64(done)))
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { throw UploadError.unreadable(SourceFileError(self.folder, errno)) }
                    done += count
                }
            }
        }
    }

    /// What was written, again from its beginning for everybody who iterates. It keeps the file.
    func stream(length: Int64) -> ByteStream {
        ByteStream(chunks: {
            var offset: Int64 = 0
            return {
                guard offset < length else { return nil }
                let start = offset
                let chunk = try await NIOThreadPool.singleton.runIfActive {
                    try self.chunk(at: start, Int(min(Self.chunkBytes, length - start)))
                }
                offset += Int64(chunk.readableBytes)
                return chunk
            }
        })
    }

    private func chunk(at offset: Int64, _ count: Int) throws -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: count)
        while buffer.readableBytes < count {
            let place = off_t(offset + Int64(buffer.readableBytes)), missing = count - buffer.readableBytes
            var failure: CInt = 0
            let got = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: missing) { space in
                let got = pread(descriptor, space.baseAddress, missing, place)
                if got < 0 { failure = errno }
                return max(0, got)
            }
            if got == 0, failure != EINTR { throw UploadError.unreadable(SourceFileError(folder, failure)) }
        }
        return buffer
    }
}
