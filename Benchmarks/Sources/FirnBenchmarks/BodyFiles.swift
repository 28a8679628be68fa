import FirnHTTP
import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// New files in a folder, one for each body: written through the page cache as the bytes come in, and synced.
final class BodyFiles: Sendable {
    private let folder: String
    private let number = Atomic(0)
    private let threads = NIOThreadPool.singleton

    init(folder: String) { self.folder = folder }

    /// Returns when the whole body is durable, but for the name of its file.
    func store(_ body: IncomingBody) async throws {
        let name = number.add(1, ordering: .relaxed).newValue
        let path = "\(folder)/\(name)"
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let descriptor = Int32(try await call { Int(open(path, flags, S_IRUSR | S_IWUSR)) })
        do {
            var offset = 0
            for try await chunk in body {
                try await write(chunk, to: descriptor, at: offset)
                offset += chunk.readableBytes
            }
            try await call { Int(fdatasync(descriptor)) }
        } catch {
            close(descriptor)
            throw error
        }
        try await call { Int(close(descriptor)) }
    }

    private func write(_ chunk: ByteBuffer, to descriptor: Int32, at offset: Int) async throws {
        var written = 0
        while written < chunk.readableBytes {
            let start = written
            written += try await call {
                chunk.withUnsafeReadableBytes { bytes in
                    let rest = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(start))
                    return pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + start))
                }
            }
        }
    }

    /// Makes a call that may block on a thread that may.
    @discardableResult
    private func call(_ work: @escaping @Sendable () -> Int) async throws -> Int {
        try await threads.runIfActive {
            let value = work()
            guard value >= 0 else { throw BenchmarkError(String(cString: strerror(errno))) }
            return value
        }
    }
}
