import BlobStore
import Glibc
import NIOCore

/// A read under way: an open file, and what is still to be delivered. Its steps block.
///
/// The file stays open from the first step to the last, so that a delete in between does no harm.
struct DiskReading: Sendable {
    private let key: BlobKey
    private let calls: SystemCalls
    private let bufferBytes: Int
    private let descriptor: Int32
    private var rest: Range<Int64>

    /// Opens the blob and checks the range.
    init(
        _ key: BlobKey,
        range: Range<Int64>,
        bufferBytes: Int,
        layout: DiskLayout,
        calls: SystemCalls
    ) throws(BlobStoreError) {
        let descriptor: Int32
        do throws(BlobStoreError) {
            descriptor = try calls.open(layout.blob(key), flags: O_RDONLY, .openBlob, key)
        } catch {
            throw calls.explain(error, in: layout)
        }
        do throws(BlobStoreError) {
            var status = stat()
            try calls.call(.measureBlob, key) { fstat(descriptor, &status) }
            guard range.lowerBound >= 0, range.upperBound <= Int64(status.st_size) else {
                throw BlobStoreError(.outOfRange, key: key, message: "\(range) of \(status.st_size) bytes")
            }
        } catch {
            calls.close(descriptor)
            throw error
        }
        if range.count > bufferBytes {
            // Only a hint: the kernel reads further ahead.
            _ = posix_fadvise(descriptor, off_t(range.lowerBound), off_t(range.count), POSIX_FADV_SEQUENTIAL)
        }
        self.key = key
        self.calls = calls
        self.bufferBytes = bufferBytes
        self.descriptor = descriptor
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
            let buffer = try calls.read(count, from: descriptor, at: rest.lowerBound, key)
            rest = (rest.lowerBound + Int64(count))..<rest.upperBound
            if rest.isEmpty { calls.close(descriptor) }
            return buffer
        } catch {
            calls.close(descriptor)
            throw error
        }
    }

    /// Closes the file of a read that is given up before its end.
    func abandon() { calls.close(descriptor) }
}
