import Foundation
import Glibc
import NIOCore
import NIOPosix

/// Bytes kept on the disk while they are wanted: a file without a name, which is gone with the process however that
/// ends.
final class SpooledFile: Sendable {
    private let descriptor: Int32

    /// - Parameter folder: whose disk is used.
    /// - Throws: `CommandFailure`
    init(in folder: String) throws {
        var template = Array("\(folder)/inventory-XXXXXX".utf8CString)
        let opened = mkstemp(&template)
        guard opened >= 0 else {
            throw CommandFailure(.failure, "cannot make a file in \(folder): \(systemMessage())")
        }
        _ = fcntl(opened, F_SETFD, FD_CLOEXEC)
        descriptor = opened
        unlink(template)
    }

    deinit { close(descriptor) }

    /// Writes all of the bytes at a place.
    func write(_ bytes: ByteBuffer, at offset: Int64) async throws {
        try await NIOThreadPool.singleton.runIfActive { [descriptor] in
            var written = 0
            try bytes.withUnsafeReadableBytes { buffer in
                while written < buffer.count {
                    let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                    let count = pwrite(descriptor, rest.baseAddress, rest.count, Int(offset) + written)
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else {
                        throw CommandFailure(.failure, "cannot write the inventory to the disk: \(systemMessage())")
                    }
                    written += count
                }
            }
        }
    }

    /// Reads up to so many bytes from a place on; none behind the end.
    func read(at offset: Int64, upTo count: Int) async throws -> [UInt8] {
        try await NIOThreadPool.singleton.runIfActive { [descriptor] in
            var result = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { space, filled in
                repeat {
                    result = pread(descriptor, space.baseAddress, count, Int(offset))
                } while result < 0 && errno == EINTR
                filled = max(0, result)
            }
            guard result >= 0 else {
                throw CommandFailure(.failure, "cannot read the inventory from the disk: \(systemMessage())")
            }
            return bytes
        }
    }
}
