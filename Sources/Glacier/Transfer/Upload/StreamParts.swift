import GlacierModel
import NIOCore
import TreeHash

/// A part of a stream that is whole.
struct StreamPart: Sendable {
    let index: Int
    let firstByte: Int64
    let payload: Payload
}

/// Cuts a stream into parts, each of which is kept whole until it is sent.
struct StreamParts {
    /// Where parts wait.
    enum Place {
        case memory
        /// A file without a name in this folder, for each part.
        case file(String)
    }

    /// Smaller chunks are gathered, so that a part has few of them.
    private static let chunkBytes = 1 << 20

    private let partSize: Int64
    private let place: Place
    private let mostParts: Int64
    private var chunks: ByteStream.AsyncIterator
    /// The chunk of which a part took the beginning.
    private var rest = ByteBuffer()
    private var count: Int64 = 0

    init(_ stream: ByteStream, partSize: Int64, _ place: Place, mostParts: Int64 = Limits.partsPerUpload) {
        (self.partSize, self.place, self.mostParts) = (partSize, place, mostParts)
        chunks = stream.makeAsyncIterator()
    }

    /// The next part: of the part size, or less at the end; nil behind the last byte.
    ///
    /// - Throws: what the stream throws; `UploadError.streamTooLong` when there is more than 10,000 parts hold.
    mutating func next() async throws -> StreamPart? {
        guard try await fillRest() else { return nil }
        guard count < mostParts else {
            throw UploadError.streamTooLong(limit: mostParts * partSize, partSize: partSize)
        }
        let payload =
            switch place {
            case .memory: try await inMemory()
            case .file(let folder): try await inFile(SpoolFile(in: folder))
            }
        defer { count += 1 }
        return StreamPart(index: Int(count), firstByte: count * partSize, payload: payload)
    }

    private mutating func inMemory() async throws -> Payload {
        var hasher = PayloadHasher(), kept: [ByteBuffer] = [], length: Int64 = 0
        while let chunk = try await piece(upTo: partSize - length) {
            chunk.withUnsafeReadableBytes { hasher.update($0) }
            length += Int64(chunk.readableBytes)
            kept.append(chunk)
        }
        return Payload(
            stream: ByteStream(buffers: kept),
            summary: PayloadSummary(hasher.finalize()),
            passes: .many
        )
    }

    private mutating func inFile(_ file: SpoolFile) async throws -> Payload {
        var hasher = PayloadHasher(), length: Int64 = 0
        while let chunk = try await piece(upTo: partSize - length) {
            chunk.withUnsafeReadableBytes { hasher.update($0) }
            try await file.append(chunk, at: length)
            length += Int64(chunk.readableBytes)
        }
        return Payload(
            stream: file.stream(length: length),
            summary: PayloadSummary(hasher.finalize()),
            passes: .many
        )
    }

    /// About 1 MiB, or what there is up to a limit; nil at the limit and at the stream's end.
    private mutating func piece(upTo limit: Int64) async throws -> ByteBuffer? {
        guard limit > 0, try await fillRest() else { return nil }
        let wanted = Int(min(Int64(Self.chunkBytes), limit))
        if rest.readableBytes >= wanted || rest.readableBytes > Self.chunkBytes / 2 {
            return rest.readSlice(length: min(rest.readableBytes, wanted))
        }
        var gathered = ByteBufferAllocator().buffer(capacity: wanted)
        while gathered.readableBytes < wanted, try await fillRest() {
            guard var small = rest.readSlice(length: min(rest.readableBytes, wanted - gathered.readableBytes)) else {
                break
            }
            gathered.writeBuffer(&small)
        }
        return gathered
    }

    /// - Returns: false at the stream's end.
    private mutating func fillRest() async throws -> Bool {
        while rest.readableBytes == 0 {
            guard let chunk = try await chunks.next() else { return false }
            rest = chunk
        }
        return true
    }
}
