import BlobStore
import NIOCore
import NIOPosix

/// Writes one blob's bytes. An append returns as soon as its bytes are handed to the thread pool and those before are
/// written, so the caller prepares the next ones meanwhile. At most one write is under way.
final class DiskBlobWriter: BlobWriter {
    private let blob: IncomingBlob
    private let pool: NIOThreadPool
    private var offset: Int64 = 0
    private var underway: StartedWork<Void>?
    private var failure: BlobStoreError?

    init(_ blob: IncomingBlob, pool: NIOThreadPool) {
        self.blob = blob
        self.pool = pool
    }

    nonisolated(nonsending) func append(_ bytes: ByteBuffer) async throws {
        try await settle()
        try Task.checkCancellation()
        guard bytes.readableBytes > 0 else { return }
        let start = offset
        offset += Int64(bytes.readableBytes)
        underway = StartedWork(on: pool) { [blob] () throws(BlobStoreError) in
            try blob.write(bytes, at: start)
        }
    }

    /// Waits until nothing is under way.
    ///
    /// - Throws: What the first failed write threw, however often it is asked.
    nonisolated(nonsending) func settle() async throws(BlobStoreError) {
        if let work = underway {
            underway = nil
            do {
                try await work.wait()
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}
