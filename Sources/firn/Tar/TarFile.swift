import Glacier
import Glibc
import NIOCore
import Synchronization

/// A file of a tar archive while it is read. Its work blocks.
final class TarFile: Sendable {
    enum Progress {
        case more
        case ended
    }

    let size: Int64
    private let path: [UInt8]
    private let descriptor: CInt
    private let opened: TarEntry
    private let offset = Atomic<Int64>(0)

    /// Opens the file of an entry, which is then as the file is now.
    ///
    /// - Throws: `UploadError`
    init(_ entry: inout TarEntry) throws {
        let descriptor = entry.path.withCPath { open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
        guard descriptor >= 0 else { throw UploadError.unreadable(SourceFileError(entry.path.asText, errno)) }
        guard let now = Self.status(descriptor).flatMap(entry.with), now.kind == .file else {
            close(descriptor)
            throw UploadError.changed(path: entry.path.asText)
        }
        self.descriptor = descriptor
        (opened, path, size) = (now, entry.path, now.size)
        entry = now
    }

    deinit { close(descriptor) }

    /// Appends bytes of the file.
    ///
    /// - Throws: `UploadError.changed` also when the file has become longer, at its end.
    func read(into chunk: inout ByteBuffer, upTo room: Int) throws -> Progress {
        let place = offset.load(ordering: .relaxed), wanted = Int(min(Int64(room), size - place))
        guard wanted > 0 else {
            guard Self.status(descriptor).flatMap(opened.with) == opened else {
                throw UploadError.changed(path: path.asText)
            }
            return .ended
        }
        var failure: CInt = 0
        let count = chunk.writeWithUnsafeMutableBytes(minimumWritableBytes: wanted) { space in
            let count = pread(descriptor, space.baseAddress, wanted, off_t(place))
            if count < 0 { failure = errno }
            return max(0, count)
        }
        if count == 0, failure == 0 { throw UploadError.changed(path: path.asText) }
        if count == 0, failure != EINTR { throw UploadError.unreadable(SourceFileError(path.asText, failure)) }
        offset.add(Int64(count), ordering: .relaxed)
        return .more
    }

    private static func status(_ descriptor: CInt) -> stat? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status : nil
    }
}
