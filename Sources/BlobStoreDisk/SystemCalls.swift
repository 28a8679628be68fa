import BlobStore
import CFirnSystem
import Glibc
import NIOCore

/// The system calls of the disk store, with interrupted calls repeated and failures turned into errors. All of them
/// block, so they are made on the thread pool only.
struct SystemCalls: Sendable {
    /// Consulted before every call; an error number makes the call fail with it without being made.
    let faults: @Sendable (DiskStep) -> Int32?

    /// Makes a call that reports failure by a negative result and `errno`.
    @discardableResult
    func call<Value: SignedInteger>(
        _ step: DiskStep,
        _ key: BlobKey? = nil,
        _ body: () -> Value
    ) throws(BlobStoreError) -> Value {
        while true {
            let fault = faults(step)
            let value = fault == nil ? body() : -1
            if value >= 0 { return value }
            let number = fault ?? errno
            if number != EINTR { throw Self.error(step, number, key) }
        }
    }

    /// Makes a call that returns an error number, or 0.
    func callReturningError(
        _ step: DiskStep,
        _ key: BlobKey? = nil,
        _ body: () -> Int32
    ) throws(BlobStoreError) {
        let number = faults(step) ?? body()
        if number != 0 { throw Self.error(step, number, key) }
    }

    /// Gives room within a volume back. Where the file system cannot do this, there is nothing to do.
    func punch(_ range: Range<Int64>, of descriptor: Int32, _ key: BlobKey? = nil) throws(BlobStoreError) {
        if range.isEmpty { return }
        do throws(BlobStoreError) {
            try callReturningError(.punchVolume, key) { firn_punch(descriptor, range.lowerBound, Int64(range.count)) }
        } catch {
            guard (error.cause as? SystemCallFailure)?.errorNumber == EOPNOTSUPP else { throw error }
        }
    }

    /// Opens a file or folder; the descriptor is not inherited by other programs.
    func open(_ path: String, flags: Int32, _ step: DiskStep, _ key: BlobKey? = nil) throws(BlobStoreError) -> Int32 {
        try call(step, key) { Glibc.open(path, flags | O_CLOEXEC, S_IRUSR | S_IWUSR) }
    }

    /// Closes a descriptor. What can fail here was found by an earlier sync, or does not matter after reading.
    func close(_ descriptor: Int32) {
        _ = Glibc.close(descriptor)
    }

    /// Makes a folder for the owner alone; it may be there already. Returns whether it is new.
    @discardableResult
    func makeFolder(_ path: String, _ step: DiskStep) throws(BlobStoreError) -> Bool {
        do {
            try call(step) { mkdir(path, S_IRWXU) }
            return true
        } catch {
            if error.code == .alreadyExists { return false }
            throw error
        }
    }

    /// Makes the names in a folder durable.
    func syncFolder(_ path: String, _ step: DiskStep) throws(BlobStoreError) {
        let descriptor = try open(path, flags: O_RDONLY | O_DIRECTORY, step)
        defer { close(descriptor) }
        try call(step) { fsync(descriptor) }
    }

    /// Makes all changes to the file system durable that a folder is in.
    func syncFileSystem(of path: String, _ step: DiskStep) throws(BlobStoreError) {
        let descriptor = try open(path, flags: O_RDONLY | O_DIRECTORY, step)
        defer { close(descriptor) }
        try call(step) { firn_sync_file_system(descriptor) }
    }

    /// Writes all of `bytes` at `offset`.
    func write(
        _ bytes: ByteBuffer,
        to descriptor: Int32,
        at offset: Int64,
        _ key: BlobKey?,
        _ step: DiskStep = .write
    ) throws(BlobStoreError) {
        var rest = bytes
        var position = offset
        while rest.readableBytes > 0 {
            let count = try call(step, key) {
                rest.withUnsafeReadableBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(position)) }
            }
            rest.moveReaderIndex(forwardBy: count)
            position += Int64(count)
        }
    }

    /// Reads exactly `count` bytes at `offset`.
    ///
    /// - Throws: ``BlobStoreError/Code/damaged`` if the file ends before.
    func read(_ count: Int, from descriptor: Int32, at offset: Int64, _ key: BlobKey) throws(BlobStoreError)
        -> ByteBuffer
    {
        let buffer = try read(upTo: count, from: descriptor, at: offset, key, .readBlob)
        guard buffer.readableBytes == count else {
            throw BlobStoreError(.damaged, key: key, message: "the file is shorter than it was")
        }
        return buffer
    }

    /// Reads `count` bytes at `offset`, or as many as there are.
    func read(
        upTo count: Int,
        from descriptor: Int32,
        at offset: Int64,
        _ key: BlobKey?,
        _ step: DiskStep
    ) throws(BlobStoreError) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: count)
        while buffer.readableBytes < count {
            let position = offset + Int64(buffer.readableBytes)
            let wanted = count - buffer.readableBytes
            let received = try call(step, key) {
                buffer.withUnsafeMutableWritableBytes { pread(descriptor, $0.baseAddress, wanted, off_t(position)) }
            }
            if received == 0 { break }
            buffer.moveWriterIndex(forwardBy: received)
        }
        return buffer
    }

    /// Tells a blob that is missing from a store that is missing: a disk that is not mounted has lost nothing.
    func explain(_ error: BlobStoreError, in layout: DiskLayout) -> BlobStoreError {
        guard error.code == .notFound, access(layout.blobs, F_OK) != 0 else { return error }
        return error.asMissingFolder
    }

    /// The names in a folder, in no order.
    func names(in path: String) throws(BlobStoreError) -> [String] {
        if let number = faults(.listFolder) { throw Self.error(.listFolder, number, nil) }
        guard let folder = opendir(path) else { throw Self.error(.listFolder, errno, nil) }
        defer { closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                if errno != 0 { throw Self.error(.listFolder, errno, nil) }
                return names
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
                    String(cString: $0)
                }
            }
            names.append(name)
        }
    }

    private static func error(_ step: DiskStep, _ number: Int32, _ key: BlobKey?) -> BlobStoreError {
        let code: BlobStoreError.Code =
            switch number {
            case ENOENT: .notFound
            case EEXIST: .alreadyExists
            case ENOSPC, EDQUOT: .outOfSpace
            default: .unavailable
            }
        let cause = SystemCallFailure(
            operation: step.rawValue,
            errorNumber: number,
            explanation: String(cString: strerror(number))
        )
        return BlobStoreError(code, key: key, message: "the disk refused", cause: cause)
    }
}
