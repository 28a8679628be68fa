import BlobStore
import Glibc
import NIOCore

/// A read under way: an open file, and what is still to be delivered. Its steps block.
///
/// The file stays open from the first step to the last, so that a delete in between does no harm. Bytes in a volume go
/// when the blob is deleted; so each buffer is delivered only if the blob was still there when it had been read.
struct DiskReading: Sendable {
    private let key: BlobKey
    private let calls: SystemCalls
    private let bufferBytes: Int
    private let descriptor: Int32
    /// The blob in its volume; nil if it has a file of its own.
    private let inVolume: FoundBlob?
    /// Where the blob begins in the file.
    private let start: Int64
    private var rest: Range<Int64>

    /// Opens the blob and checks the range.
    init(
        _ key: BlobKey,
        range: Range<Int64>,
        bufferBytes: Int,
        volumes: Volumes
    ) throws(BlobStoreError) {
        let calls = volumes.calls
        let found = try volumes.find(key)
        let length: Int64
        if let found {
            descriptor = found.file.descriptor
            length = Int64(found.entry.length)
        } else {
            (descriptor, length) = try Self.openFile(of: key, volumes)
        }
        guard range.lowerBound >= 0, range.upperBound <= length else {
            calls.close(descriptor)
            throw BlobStoreError(.outOfRange, key: key, message: "\(range) of \(length) bytes")
        }
        inVolume = found
        start = found?.entry.offset ?? 0
        if range.count > bufferBytes {
            // Only a hint: the kernel reads further ahead.
            _ = posix_fadvise(descriptor, off_t(start + range.lowerBound), off_t(range.count), POSIX_FADV_SEQUENTIAL)
        }
        self.key = key
        self.calls = calls
        self.bufferBytes = bufferBytes
        rest = range
    }

    /// Whether everything was read.
    var isAtEnd: Bool { rest.isEmpty }

    /// Reads the next buffer; nil at the end. Closes the file at the end and on failure.
    ///
    /// - Returns: what is left to read, and the buffer.
    func advanced() throws(BlobStoreError) -> (DiskReading, ByteBuffer?) {
        var rest = self
        let buffer = try rest.next()
        return (rest, buffer)
    }

    private mutating func next() throws(BlobStoreError) -> ByteBuffer? {
        do throws(BlobStoreError) {
            if rest.isEmpty {
                calls.close(descriptor)
                return nil
            }
            let count = min(bufferBytes, rest.count)
            let buffer = try calls.read(count, from: descriptor, at: start + rest.lowerBound, key)
            if let inVolume, try !inVolume.isStillThere() {
                throw BlobStoreError(.notFound, key: key, message: "the blob was deleted while it was read")
            }
            rest = (rest.lowerBound + Int64(count))..<rest.upperBound
            if rest.isEmpty { calls.close(descriptor) }
            return buffer
        } catch {
            calls.close(descriptor)
            throw error
        }
    }

    /// Opens the file of a blob that has one of its own, and tells its length.
    private static func openFile(
        of key: BlobKey,
        _ volumes: Volumes
    ) throws(BlobStoreError) -> (Int32, Int64) {
        let layout = volumes.layout, calls = volumes.calls
        let descriptor: Int32
        do throws(BlobStoreError) {
            descriptor = try calls.open(layout.blob(key), flags: O_RDONLY, .openBlob, key)
        } catch {
            let error = calls.explain(error, in: layout)
            if error.code == .notFound { try volumes.throwIfDamaged(key) }
            throw error
        }
        do throws(BlobStoreError) {
            var status = stat()
            try calls.call(.measureBlob, key) { fstat(descriptor, &status) }
            return (descriptor, Int64(status.st_size))
        } catch {
            calls.close(descriptor)
            throw error
        }
    }

    /// Closes the file of a read that is given up before its end.
    @Sendable
    func abandon() { calls.close(descriptor) }
}
