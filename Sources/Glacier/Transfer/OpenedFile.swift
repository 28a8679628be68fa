#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that is open for reading, until nothing refers to it any more. Its calls block.
package final class OpenedFile: Sendable {
    /// What tells a file that somebody writes to from one that stays as it is, and a file from another one.
    package struct Stamp: Hashable, Sendable {
        /// Bytes.
        package let size: Int64
        fileprivate let device: UInt64
        fileprivate let inode: UInt64
        fileprivate let modifiedSeconds: Int64
        fileprivate let modifiedNanoseconds: Int64
    }

    private let descriptor: Int32
    /// Whether bytes can be read at any place and are all there now; otherwise they come in order until they end.
    package let isRegular: Bool

    /// Opens the file at a path, or where the path is a symbolic link the one that it leads to.
    ///
    /// - Throws: `FileHashError.cannotOpen` or `.isFolder`
    package init(path: String) throws(FileHashError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(errno) }
        do throws(FileHashError) {
            isRegular = try Self.isRegular(descriptor)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    /// Opens what a descriptor refers to, such as that of the standard input, which stays open. Both share the place
    /// up to which it was read; where somebody has read from it before, the rest is read in order.
    package init(duplicating original: Int32) throws(FileHashError) {
        let descriptor = fcntl(original, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { throw .cannotOpen(errno) }
        do throws(FileHashError) {
            isRegular = try Self.isRegular(descriptor) && lseek(descriptor, 0, SEEK_CUR) == 0
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    private static func isRegular(_ descriptor: Int32) throws(FileHashError) -> Bool {
        let kind = try status(of: descriptor).st_mode & S_IFMT
        if kind == S_IFDIR { throw .isFolder }
        return kind == S_IFREG
    }

    private static func status(of descriptor: Int32) throws(FileHashError) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .cannotRead(errno) }
        return status
    }

    /// Its size and the time of its last change as they are now.
    package func stamp() throws(FileHashError) -> Stamp { Stamp(try Self.status(of: descriptor)) }

    /// What the file at a path is now.
    ///
    /// - Throws: `FileHashError.cannotOpen`
    package static func stamp(ofFileAt path: String) throws(FileHashError) -> Stamp {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .cannotOpen(errno) }
        return Stamp(status)
    }

    /// Fills a buffer with the bytes at an offset, as far as the file has them.
    ///
    /// - Returns: the number of bytes, less than the buffer takes only at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileHashError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + Int64(filled)))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .cannotRead(errno) }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// The next bytes of a file that is read in order, at least one and at most as many as the buffer takes; 0 at its
    /// end.
    func readNext(into buffer: UnsafeMutableRawBufferPointer) throws(FileHashError) -> Int {
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw .cannotRead(errno) }
        }
    }

    /// Waits for bytes, or the end, of a file that is read in order.
    ///
    /// - Returns: false when neither came within the time.
    func hasNext(within milliseconds: Int32) throws(FileHashError) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let count = poll(&waiting, 1, milliseconds)
        if count < 0, errno != EINTR { throw .cannotRead(errno) }
        return count > 0
    }

    private func read(_ descriptor: Int32, _ address: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, address, count)
        #elseif canImport(Musl)
            Musl.read(descriptor, address, count)
        #else
            Darwin.read(descriptor, address, count)
        #endif
    }
}

extension OpenedFile.Stamp {
    fileprivate init(_ status: stat) {
        #if canImport(Darwin)
            let modified = status.st_mtimespec
        #else
            let modified = status.st_mtim
        #endif
        self.init(
            size: Int64(status.st_size),
            device: UInt64(truncatingIfNeeded: status.st_dev),
            inode: UInt64(truncatingIfNeeded: status.st_ino),
            modifiedSeconds: Int64(modified.tv_sec),
            modifiedNanoseconds: Int64(modified.tv_nsec)
        )
    }
}

/// Why a file has no hash.
package enum FileHashError: Error, Hashable, Sendable {
    /// With the system's error number.
    case cannotOpen(Int32)
    case isFolder
    /// With the system's error number.
    case cannotRead(Int32)
    /// It was written to, or became shorter, while it was read: a hash of it would be of bytes that were never all
    /// there at one time.
    case changed
    /// The range does not lie within the file, which has so many bytes.
    case rangeOutside(size: Int64)
}

extension FileHashError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotOpen(let number): "cannot be opened: \(String(cString: strerror(number)))"
        case .cannotRead(let number): "cannot be read: \(String(cString: strerror(number)))"
        case .isFolder: "is a directory, not a file"
        case .changed: "changed while it was read"
        case .rangeOutside(let size): "the range does not lie within its \(size) bytes"
        }
    }
}
