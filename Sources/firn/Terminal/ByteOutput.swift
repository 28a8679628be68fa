import Glibc
import NIOCore
import NIOPosix

/// A place for bytes that are written in order: the standard output, a pipe, a device. It stays open until the process
/// ends.
struct ByteOutput: Sendable {
    /// For people.
    let name: String
    private let descriptor: Int32

    static let standardOutput = ByteOutput(name: "standard output", descriptor: STDOUT_FILENO)

    private init(name: String, descriptor: Int32) { (self.name, self.descriptor) = (name, descriptor) }

    /// Opens what is there; a pipe is waited for until somebody reads it.
    ///
    /// - Throws: `CommandFailure`
    static func opening(_ path: String) async throws -> ByteOutput {
        try await NIOThreadPool.singleton.runIfActive {
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw failure(path, errno) }
            return ByteOutput(name: path, descriptor: descriptor)
        }
    }

    /// Writes all bytes.
    ///
    /// - Throws: `CommandFailure`
    func write(_ bytes: ByteBuffer) async throws {
        try await NIOThreadPool.singleton.runIfActive {
            let number = bytes.withUnsafeReadableBytes { bytes -> Int32 in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let part = UnsafeRawBufferPointer(rebasing: rest)
                    let count = Glibc.write(descriptor, part.baseAddress, part.count)
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { return errno }
                    rest = rest.dropFirst(count)
                }
                return 0
            }
            if number != 0 { throw Self.failure(name, number) }
        }
    }

    private static func failure(_ name: String, _ number: Int32) -> CommandFailure {
        CommandFailure(.failure, "\(name.visible) cannot be written: \(String(cString: strerror(number)))")
    }
}
