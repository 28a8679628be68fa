import BlobStore
import CFirnSystem
import Glibc
import NIOCore
import Synchronization

/// The file of an unpublished blob as it is written past the page cache: what is stored is read much later or never,
/// and copying it into the cache takes more of a processor than encrypting it. Its calls block.
///
/// Where the file system cannot do that, or takes less than it was given, the rest is left to ordinary writes, which
/// may be mixed with these as long as they do not overlap.
final class DirectFile: Sendable {
    private enum State {
        case notOpened
        case opened(Int32)
        case unavailable
    }

    private let key: BlobKey
    private let path: String
    private let calls: SystemCalls
    private let state = Mutex(State.notOpened)

    init(_ key: BlobKey, path: String, calls: SystemCalls) {
        self.key = key
        self.path = path
        self.calls = calls
    }

    /// Writes as much of `bytes` at `offset` as can be written past the page cache, which may be nothing.
    ///
    /// - Returns: how many bytes, from the first one on.
    func write(_ bytes: ByteBuffer, at offset: Int64) throws(BlobStoreError) -> Int {
        guard bytes.isAligned, offset % Int64(ByteBuffer.directAlignment) == 0, let descriptor = descriptor() else {
            return 0
        }
        do throws(BlobStoreError) {
            return try calls.call(.writeDirect, key) {
                bytes.withUnsafeReadableBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
            }
        } catch {
            // Some file systems open the file and refuse the write: those of other alignments, and layers upon layers.
            guard (error.cause as? SystemCallFailure)?.errorNumber == EINVAL else { throw error }
            close(leaving: .unavailable)
            return 0
        }
    }

    /// Closes the file, if it was opened at all.
    func close() { close(leaving: .unavailable) }

    private func descriptor() -> Int32? {
        state.withLock { state in
            if case .notOpened = state {
                // Whatever is wrong here is found again, and told, by an ordinary write.
                let opened = try? calls.call(.openDirect, key) { firn_open_direct(path) }
                state = opened.map(State.opened) ?? .unavailable
            }
            guard case .opened(let descriptor) = state else { return nil }
            return descriptor
        }
    }

    private func close(leaving next: State) {
        let descriptor: Int32? = state.withLock { state in
            defer { state = next }
            guard case .opened(let descriptor) = state else { return nil }
            return descriptor
        }
        if let descriptor { calls.close(descriptor) }
    }
}
