import NIOCore
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A second way into a file: past the page cache, where the system and the file system have one.
///
/// The bytes of a download are fetched once and then lie there. Copying them into the page cache takes as much of a
/// processor as receiving them, and pushes out what other programs read. Its calls block.
final class DirectWriting: Sendable {
    /// What the place of bytes in memory and in the file, and their number, have to be multiples of.
    private static let alignment = 4096

    private let descriptor: Int32
    private let isPossible: Atomic<Bool>

    /// Opens an existing file. Where that fails nothing is possible, which is no error.
    init(path: String) {
        descriptor = Self.flag.map { open(path, O_WRONLY | O_CLOEXEC | $0) } ?? -1
        isPossible = Atomic(descriptor >= 0)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// `O_DIRECT` of open(2), a macro that Swift does not import; its number is the architecture's.
    private static var flag: Int32? {
        #if os(Linux) && (arch(x86_64) || arch(i386))
            0o40000
        #elseif os(Linux) && (arch(arm64) || arch(arm))
            0o200000
        #else
            nil
        #endif
    }

    /// Writes as `pwrite` does, with its result and `errno`.
    ///
    /// - Returns: nil where these bytes have to be written in the ordinary way.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) -> Int? {
        guard bytes.count % Self.alignment == 0, offset % Int64(Self.alignment) == 0,
            Int(bitPattern: bytes.baseAddress) % Self.alignment == 0, isPossible.load(ordering: .relaxed)
        else { return nil }
        let count = pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(offset))
        guard count < 0, errno == EINVAL else { return count }
        // The file system opens such files and does not write to them, or wants another alignment.
        isPossible.store(false, ordering: .relaxed)
        return nil
    }

    /// An empty buffer whose bytes begin at a place in memory that is right for such writes.
    static func buffer(capacity: Int) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: capacity + alignment)
        let place = buffer.withUnsafeMutableWritableBytes { Int(bitPattern: $0.baseAddress) % alignment }
        buffer.moveIndices(to: place == 0 ? 0 : alignment - place)
        return buffer
    }
}

extension ByteBuffer {
    /// Empties the buffer, and has what is written next begin at an index. The memory stays the same as long as nobody
    /// else has the bytes.
    mutating func moveIndices(to index: Int) {
        // A reader's index is never behind the writer's.
        moveReaderIndex(to: 0)
        moveWriterIndex(to: index)
        moveReaderIndex(to: index)
    }
}
