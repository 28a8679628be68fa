import NIOCore
import Synchronization

/// Sends the streamed body of one response, and keeps the chunk that would complete it back until the closure that
/// writes it has returned: whatever fails before leaves the client with a broken transfer.
final class StreamedBody: OutgoingBodyWriter {
    private struct Progress {
        var remaining: Int64
        var last: ByteBuffer?
        var isOverrun = false
    }

    private let connection: Connection
    private let progress: Mutex<Progress>

    /// `length` bytes are to be written.
    init(connection: Connection, length: Int64) {
        self.connection = connection
        progress = Mutex(Progress(remaining: length))
    }

    func write(_ chunk: ByteBuffer) async throws {
        let isDue = try progress.withLock { progress throws(OutgoingBodyError) in try Self.take(chunk, &progress) }
        if isDue { try await connection.send(chunk) }
    }

    /// The last chunk; throws when the number of bytes is wrong.
    func finish() throws(OutgoingBodyError) -> ByteBuffer? {
        try progress.withLock { progress throws(OutgoingBodyError) in
            guard progress.remaining == 0, !progress.isOverrun else { throw .wrongLength }
            return progress.last
        }
    }

    /// Counts a chunk; answers whether it is to be sent now.
    private static func take(_ chunk: ByteBuffer, _ progress: inout Progress) throws(OutgoingBodyError) -> Bool {
        let count = Int64(chunk.readableBytes)
        guard count > 0 else { return false }
        guard count <= progress.remaining, !progress.isOverrun else {
            progress.isOverrun = true
            throw .wrongLength
        }
        progress.remaining -= count
        guard progress.remaining == 0 else { return true }
        progress.last = chunk
        return false
    }
}
