public import GlacierAPI
public import NIOCore
import TreeHash

/// The bytes of an archive or a part, with the length and the hashes that have to be said before they are sent.
///
/// Bytes in memory and in files are hashed when the payload is made; a sequence comes with what is known of it.
public struct Payload: Sendable {
    /// How often the bytes can be had.
    public enum Passes: Hashable, Sendable {
        /// A failed attempt is not repeated.
        case one
        /// The source can be read again from its beginning.
        case many
    }

    /// What the request says of the bytes.
    public let summary: PayloadSummary
    /// Whether a failed attempt can be repeated.
    public let passes: Passes
    private let bytes: ByteStream

    /// Bytes in memory.
    public init(_ bytes: [UInt8]) { self.init(ByteBuffer(bytes: bytes)) }

    /// Bytes in memory.
    public init(_ buffer: ByteBuffer) { self.init([buffer]) }

    /// Bytes in memory, in order.
    public init(_ buffers: [ByteBuffer]) {
        var hasher = PayloadHasher()
        for buffer in buffers { buffer.withUnsafeReadableBytes { hasher.update($0) } }
        summary = PayloadSummary(hasher.finalize())
        passes = .many
        bytes = ByteStream(chunks: {
            var position = 0, current = ByteBuffer()
            return {
                while current.readableBytes == 0 {
                    guard position < buffers.count else { return nil }
                    current = buffers[position]
                    position += 1
                }
                return current.readSlice(length: min(current.readableBytes, Self.chunkBytes))
            }
        })
    }

    /// Bytes that come from somewhere else.
    ///
    /// - Parameters:
    ///   - sequence: has to give exactly the bytes of the summary; where they are other ones, the service refuses them.
    ///   - summary: their length and hashes.
    ///   - passes: whether the sequence can be iterated again.
    public init<Source: AsyncSequence & Sendable>(
        _ sequence: Source,
        summary: PayloadSummary,
        passes: Passes = .one
    ) where Source.Element == ByteBuffer {
        self.init(stream: ByteStream(sequence), summary: summary, passes: passes)
    }

    init(stream: ByteStream, summary: PayloadSummary, passes: Passes) {
        (bytes, self.summary, self.passes) = (stream, summary, passes)
    }

    /// A file, or a range of it. It is read twice, now for its hashes and later to be sent; memory is about 1 MiB.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - range: bytes within the file; nil for all of them.
    /// - Throws: `SourceFileError`
    public static func file(_ path: String, range: Range<Int64>? = nil) async throws -> Payload {
        let file = SourceFile(path: path)
        let length = try await file.length()
        let range = range ?? 0..<length
        guard range.lowerBound >= 0, range.upperBound <= length else { throw SourceFileError(path, 0) }
        let stream = ByteStream(chunks: {
            var offset = range.lowerBound
            return {
                guard offset < range.upperBound else { return nil }
                let piece = try await file.piece(at: offset, before: range.upperBound)
                offset += Int64(piece.readableBytes)
                return piece
            }
        })
        var hasher = PayloadHasher()
        for try await piece in stream { piece.withUnsafeReadableBytes { hasher.update($0) } }
        return Payload(stream: stream, summary: PayloadSummary(hasher.finalize()), passes: .many)
    }

    /// The bytes as they are sent: exactly as many as the summary says.
    ///
    /// - Throws: while it is read, `PayloadError`, which tells the source's failures from the connection's.
    var stream: ByteStream {
        let length = summary.length, bytes = bytes
        return ByteStream(chunks: {
            var iterator = bytes.makeAsyncIterator(), sent: Int64 = 0
            return {
                let chunk: ByteBuffer?
                do { chunk = try await iterator.next() } catch { throw PayloadError.source(error) }
                sent += Int64(chunk?.readableBytes ?? 0)
                guard sent <= length, chunk != nil || sent == length else {
                    throw PayloadError.length(announced: length)
                }
                return chunk
            }
        })
    }

    private static let chunkBytes = 256 << 10
}

/// The source of a payload failed: repeating the request would not help.
public enum PayloadError: Error {
    /// What the source threw.
    case source(any Error)
    /// The source has another number of bytes than was announced.
    case length(announced: Int64)
}
