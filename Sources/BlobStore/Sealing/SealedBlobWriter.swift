public import NIOCore

/// Takes the plaintext of one sealed blob, within the scope of ``SealedBlobs/write(_:descriptor:plaintextLength:_:)``.
///
/// Bytes are sealed from where they lie straight into aligned buffers, which go to the store as soon as they are full,
/// so that a writer holds about two of them. Where the plaintext length was not given beforehand it also holds back one
/// whole chunk, because a chunk is sealed as the last one or as one that is not.
public final class SealedBlobWriter {
    /// The SHA-256 digests of all chunks, 32 bytes each, in order: the leaves of the tree hash of the plaintext. To be
    /// set before the scope ends; they are kept, sealed, in the footer.
    public var leaves: [UInt8] = []

    private enum Phase { case open, failed, finished }

    private let sink: any BlobWriter
    private let key: BlobKey
    private let header: SealedHeader
    private let format: SealedBlobFormat
    private let cipher: ChunkCipher
    private var outgoing: ByteBuffer
    /// The bytes of a chunk that may turn out to be the last one; used where the plaintext length is not known.
    private var held = ByteBuffer()
    /// Bytes that are still missing of the chunk that is being sealed.
    private var missing = 0
    private var phase = Phase.open
    private var plaintextLength: Int64 = 0
    private var chunkCount: Int64 = 0

    private let census: WriterCensus
    /// Bytes after which the outgoing buffer is handed to the store.
    private var outgoingBytes: Int

    init(
        sink: any BlobWriter,
        key: BlobKey,
        header: SealedHeader,
        headerBytes: [UInt8],
        format: SealedBlobFormat,
        census: WriterCensus
    ) throws(BlobStoreError) {
        self.sink = sink
        self.key = key
        self.header = header
        self.format = format
        self.census = census
        let bufferBytes = census.bufferBytes
        outgoingBytes = bufferBytes - ByteBuffer.directAlignment
        cipher = try ChunkCipher(key: header.dataKey)
        let expected = header.plaintextLength.map {
            format.storedLength(headerBytes: headerBytes.count, plaintextLength: $0)
        }
        if let expected, expected < Int64(outgoingBytes) {
            outgoing = ByteBufferAllocator().buffer(capacity: Int(expected))
        } else {
            outgoing = .aligned(capacity: bufferBytes)
        }
        outgoing.writeBytes(headerBytes)
    }

    /// Appends any number of bytes of plaintext.
    ///
    /// - Throws: ``BlobStoreError/Code/misuse`` for more bytes than announced; what the store throws. The whole write
    ///   is lost then, even if the caller goes on.
    public nonisolated(nonsending) func append(_ bytes: ByteBuffer) async throws {
        try begin()
        plaintextLength += Int64(bytes.readableBytes)
        guard plaintextLength <= header.plaintextLength ?? SealedBlobFormat.plaintextLimit else {
            throw misuse("more than the announced number of bytes")
        }
        var rest = bytes
        if let announced = header.plaintextLength {
            while rest.readableBytes > 0 {
                let left = announced - chunkCount * Int64(format.chunkBytes)
                let size = Int(min(Int64(format.chunkBytes), left))
                try await seal(&rest, chunkBytes: size, isLast: Int64(size) == left)
            }
        } else {
            while rest.readableBytes > 0 { try await hold(&rest) }
        }
        phase = .open
    }

    /// Seals what is left and appends the footer.
    nonisolated(nonsending) func finish() async throws {
        try begin()
        if held.readableBytes > 0 {
            var last = held
            try await seal(&last, chunkBytes: last.readableBytes, isLast: true)
        }
        guard plaintextLength == header.plaintextLength ?? plaintextLength else {
            throw misuse("\(plaintextLength) bytes, which is not the announced number")
        }
        guard leaves.count == Int(chunkCount) * SealedBlobFormat.digestBytes else {
            throw misuse("\(leaves.count) bytes of leaf digests for \(chunkCount) chunks")
        }
        let footer = try SealedFooter.bytes(
            leaves: leaves,
            plaintextLength: plaintextLength,
            chunkCount: chunkCount,
            header: header
        )
        try await collect(footer)
        try await sink.append(outgoing)
        phase = .finished
    }

    /// Passes only while nothing has failed; it stays failed unless the caller gets to its end.
    private func begin() throws(BlobStoreError) {
        guard phase == .open else { throw misuse("a write that has failed or is finished") }
        phase = .failed
    }

    /// Keeps bytes until the chunk that they belong to is full and another byte has come.
    private nonisolated(nonsending) func hold(_ bytes: inout ByteBuffer) async throws {
        if held.readableBytes == format.chunkBytes {
            var chunk = held
            held = ByteBuffer()
            try await seal(&chunk, chunkBytes: chunk.readableBytes, isLast: false)
        }
        if held.capacity == 0 { held.reserveCapacity(format.chunkBytes) }
        let room = format.chunkBytes - held.readableBytes
        guard var piece = bytes.readSlice(length: min(room, bytes.readableBytes)) else { return }
        held.writeBuffer(&piece)
    }

    /// Seals bytes up to the end of their chunk, and ends the chunk when it is complete.
    private nonisolated(nonsending) func seal(
        _ bytes: inout ByteBuffer,
        chunkBytes: Int,
        isLast: Bool
    ) async throws {
        if missing == 0 {
            missing = chunkBytes
            let associated = header.chunkAssociated(index: chunkCount, isLast: isLast)
            try cipher.begin(index: chunkCount, associated: associated)
        }
        while missing > 0, bytes.readableBytes > 0 {
            let room = outgoingBytes - outgoing.readableBytes
            let count = min(missing, bytes.readableBytes, room)
            try cipher.seal(bytes, count: count, appendingTo: &outgoing)
            bytes.moveReaderIndex(forwardBy: count)
            missing -= count
            if count == room { try await handOver() }
        }
        guard missing == 0 else { return }
        chunkCount += 1
        try await collect(try cipher.finish())
    }

    /// Copies bytes that are small beside a chunk.
    private nonisolated(nonsending) func collect(_ bytes: [UInt8]) async throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = rest.prefix(outgoingBytes - outgoing.readableBytes)
            outgoing.writeBytes(part)
            rest = rest.dropFirst(part.count)
            if outgoing.readableBytes == outgoingBytes { try await handOver() }
        }
    }

    /// Hands the outgoing buffer, which is full, to the store.
    private nonisolated(nonsending) func handOver() async throws {
        let full = outgoing
        outgoing = ByteBuffer()
        try await sink.append(full)
        let bufferBytes = census.bufferBytes
        outgoing = .aligned(capacity: bufferBytes)
        outgoingBytes = bufferBytes - ByteBuffer.directAlignment
    }

    private func misuse(_ message: String) -> BlobStoreError {
        BlobStoreError(.misuse, key: key, message: message)
    }
}

extension SealedHeader {
    /// What a chunk is bound to: the header, its place, and whether it is the last one. So it cannot be moved, dropped,
    /// repeated or cut off unnoticed.
    func chunkAssociated(index: Int64, isLast: Bool) -> [UInt8] {
        digest + index.bigEndianBytes + [isLast ? 1 : 0]
    }
}
