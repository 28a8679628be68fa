import NIOCore
import NIOPosix

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file that is read piece by piece on threads of their own, so that a slow disk holds nobody up.
///
/// It is opened for each piece: nothing has to be closed by whoever stops in the middle. What changes between two
/// pieces shows in the hashes.
struct SourceFile: Sendable {
    /// Bytes of a piece.
    static let pieceBytes: Int64 = 1 << 20

    let path: String

    /// Its length in bytes, as it is now.
    func length() async throws -> Int64 {
        try await onThread { descriptor in
            let end = lseek(descriptor, 0, SEEK_END)
            guard end >= 0 else { throw SourceFileError(path, errno) }
            return Int64(end)
        }
    }

    /// The bytes from an offset on, `pieceBytes` or as many as there are up to an end.
    ///
    /// - Throws: `SourceFileError` when the file ends before.
    func piece(at offset: Int64, before end: Int64) async throws -> ByteBuffer {
        let count = Int(min(Self.pieceBytes, end - offset))
        return try await onThread { descriptor in
            var buffer = ByteBuffer()
            while buffer.readableBytes < count {
                let place = off_t(offset + Int64(buffer.readableBytes))
                let missing = count - buffer.readableBytes
                var failure: CInt = 0
                let got = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: missing) { space in
                    let got = pread(descriptor, space.baseAddress, missing, place)
                    if got < 0 { failure = errno }
                    return max(0, got)
                }
                if got == 0, failure != EINTR { throw SourceFileError(path, failure) }
            }
            return buffer
        }
    }

    private func onThread<Value: Sendable>(
        _ work: @escaping @Sendable (_ descriptor: CInt) throws -> Value
    ) async throws -> Value {
        try await NIOThreadPool.singleton.runIfActive {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw SourceFileError(path, errno) }
            defer { close(descriptor) }
            return try work(descriptor)
        }
    }
}

/// A file that could not be read, or ended too early.
public struct SourceFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// As given.
    public let path: String
    /// The system's number; 0 for a file that is shorter than it was.
    public let errorNumber: CInt

    package init(_ path: String, _ errorNumber: CInt) {
        self.path = path
        self.errorNumber = errorNumber
    }

    /// For people.
    public var description: String {
        errorNumber == 0 ? "\(path): shorter than it was" : "\(path): \(String(cString: strerror(errorNumber)))"
    }
}
