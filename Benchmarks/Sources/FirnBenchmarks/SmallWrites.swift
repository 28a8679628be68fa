import Foundation

/// Small writes that are durable when they return, into files of one folder. All of them block.
final class SmallWrites {
    /// Bytes of each write.
    static let byteCount = 1024

    private let folder: URL
    private let appended: Int32
    private let allocated: Int32
    private let bytes = [UInt8](repeating: 0x5A, count: SmallWrites.byteCount)
    private var count = 0

    private static let allocatedBytes = 64 << 20

    /// - Parameter folder: must be empty.
    init(in folder: URL) throws {
        self.folder = folder
        appended = try Self.open(folder.appendingPathComponent("appended"))
        allocated = try Self.open(folder.appendingPathComponent("allocated"))
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        for start in stride(from: 0, to: Self.allocatedBytes, by: zeros.count) {
            try Self.write(zeros, to: allocated, at: start)
        }
        try Self.check(fsync(allocated))
    }

    deinit {
        close(appended)
        close(allocated)
    }

    /// Appends to a file and syncs it.
    func append() throws {
        count += 1
        try Self.write(bytes, to: appended, at: (count - 1) * bytes.count)
        try Self.check(fdatasync(appended))
    }

    /// Overwrites a page of a file whose every page was written before, and syncs it.
    func overwrite() throws {
        count += 1
        try Self.write(bytes, to: allocated, at: count * 4096 % Self.allocatedBytes)
        try Self.check(fdatasync(allocated))
    }

    /// Makes a file as a store publishes it: written, synced, renamed, and its folder synced.
    func publish() throws {
        count += 1
        let unpublished = folder.appendingPathComponent("unpublished")
        let descriptor = try Self.open(unpublished)
        defer { close(descriptor) }
        try Self.write(bytes, to: descriptor, at: 0)
        try Self.check(fdatasync(descriptor))
        try Self.check(rename(unpublished.path, folder.appendingPathComponent(String(count)).path))
        let directory = Foundation.open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        try Self.check(directory)
        defer { close(directory) }
        try Self.check(fsync(directory))
    }

    /// How often a second one of them can be done.
    static func rate(for duration: Duration, _ write: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        var count = 0
        while ContinuousClock.now - start < duration {
            try write()
            count += 1
        }
        return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
    }

    private static func open(_ file: URL) throws -> Int32 {
        let descriptor = Foundation.open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)
        try check(descriptor)
        return descriptor
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, at offset: Int) throws {
        let count = pwrite(descriptor, bytes, bytes.count, off_t(offset))
        guard count == bytes.count else { throw BenchmarkError("a write came to \(count) of \(bytes.count) bytes") }
    }

    private static func check(_ outcome: Int32) throws {
        guard outcome >= 0 else { throw BenchmarkError(String(cString: strerror(errno))) }
    }
}
