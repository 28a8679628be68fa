import Crypto
import FoundationEssentials
public import NIOCore

/// Takes the plaintext of one sealed blob, within the scope of ``SealedBlobs/write(_:descriptor:plaintextLength:_:)``.
///
/// It seals each chunk as it comes and hands the store aligned buffers of nearly 1 MiB, so that a writer holds about
/// two chunks. Where the plaintext length was not given beforehand it also holds back one whole chunk, because a chunk
/// is sealed as the last one or as one that is not.
public final class SealedBlobWriter {
    /// The SHA-256 digests of all chunks, 32 bytes each, in order: the leaves of the tree hash of the plaintext. To be
    /// set before the scope ends; they are kept, sealed, in the footer.
    public var leaves: [UInt8] = []

    private enum Phase { case open, failed, finished }

    private let sink: any BlobWriter
    private let key: BlobKey
    private let header: SealedHeader
    private let format: SealedBlobFormat
    private var outgoing: ByteBuffer
    private var full: [ByteBuffer] = []
    private var held: ByteBuffer?
    private var phase = Phase.open
    private var plaintextLength: Int64 = 0
    private var chunkCount: Int64 = 0

    /// Bytes that a buffer for the store takes in memory.
    private static let allocatedBytes = 1 << 20
    /// Bytes of every buffer handed to the store but the last.
    private static let outgoingBytes = allocatedBytes - ByteBuffer.directAlignment

    init(sink: any BlobWriter, key: BlobKey, header: SealedHeader, headerBytes: [UInt8], format: SealedBlobFormat) {
        self.sink = sink
        self.key = key
        self.header = header
        self.format = format
        let expected = header.plaintextLength.map {
            format.storedLength(headerBytes: headerBytes.count, plaintextLength: $0)
        }
        if let expected, expected < Int64(Self.outgoingBytes) {
            outgoing = ByteBufferAllocator().buffer(capacity: Int(expected))
        } else {
            outgoing = .aligned(capacity: Self.allocatedBytes)
        }
        outgoing.writeBytes(headerBytes)
    }

    /// Appends a chunk of plaintext: exactly 1 MiB, but for the last one, which may have less and has at least a byte.
    ///
    /// - Throws: ``BlobStoreError/Code/misuse`` for a chunk of another size or more bytes than announced; what the
    ///   store throws. The whole write is lost then, even if the caller goes on.
    public nonisolated(nonsending) func append(_ chunk: ByteBuffer) async throws {
        try begin()
        let size = chunk.readableBytes
        guard (1...format.chunkBytes).contains(size), plaintextLength % Int64(format.chunkBytes) == 0 else {
            throw misuse("a chunk of \(size) bytes after \(plaintextLength)")
        }
        plaintextLength += Int64(size)
        guard plaintextLength <= header.plaintextLength ?? SealedBlobFormat.plaintextLimit else {
            throw misuse("more than the announced number of bytes")
        }
        if let before = held {
            held = nil
            try await seal(before, isLast: false)
        }
        if header.plaintextLength == nil, size == format.chunkBytes {
            held = chunk
        } else {
            try await seal(chunk, isLast: plaintextLength == header.plaintextLength ?? plaintextLength)
        }
        phase = .open
    }

    /// Seals what is left and appends the footer.
    nonisolated(nonsending) func finish() async throws {
        try begin()
        if let last = held {
            held = nil
            try await seal(last, isLast: true)
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
        collect(Data(footer))
        full.append(outgoing)
        try await handOver()
        phase = .finished
    }

    /// Passes only while nothing has failed; it stays failed unless the caller gets to its end.
    private func begin() throws(BlobStoreError) {
        guard phase == .open else { throw misuse("a write that has failed or is finished") }
        phase = .failed
    }

    private nonisolated(nonsending) func seal(_ chunk: ByteBuffer, isLast: Bool) async throws {
        let associated = header.chunkAssociated(index: chunkCount, isLast: isLast)
        try chunk.withUnsafeReadableBytes { bytes in
            let box = try header.dataKey.seal(bytes, .chunk, index: chunkCount, associated: associated)
            collect(box.ciphertext)
            collect(box.tag)
        }
        chunkCount += 1
        try await handOver()
    }

    /// Copies bytes to where whole buffers of them are made, so that nothing else is held while the store is awaited.
    private func collect(_ bytes: Data) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = rest.prefix(Self.outgoingBytes - outgoing.readableBytes)
            _ = part.withUnsafeBytes { outgoing.writeBytes($0) }
            rest = rest.dropFirst(part.count)
            if outgoing.readableBytes == Self.outgoingBytes {
                full.append(outgoing)
                outgoing = .aligned(capacity: Self.allocatedBytes)
            }
        }
    }

    /// Hands the whole buffers to the store.
    private nonisolated(nonsending) func handOver() async throws {
        let buffers = full
        full = []
        for buffer in buffers { try await sink.append(buffer) }
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
