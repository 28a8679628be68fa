public import NIOCore

extension SealedBlobs {
    /// Makes a sealed blob of a single chunk that is in memory, with the guarantees of
    /// ``BlobStore/write(short:length:_:)``.
    ///
    /// - Parameters:
    ///   - draft: A key never used before, which the store completes.
    ///   - descriptor: What this blob is, kept sealed in the header; at most ``descriptorLimit`` bytes.
    ///   - plaintext: The bytes in order, between one and ``chunkBytes`` of them.
    ///   - leaf: The SHA-256 digest of the plaintext, 32 bytes.
    /// - Returns: The key of the blob.
    /// - Throws: What the store throws; ``BlobStoreError/Code/misuse``.
    public nonisolated(nonsending) func write(
        short draft: BlobKey,
        descriptor: [UInt8],
        plaintext: [ByteBuffer],
        leaf: [UInt8]
    ) async throws -> BlobKey {
        let plaintextLength = plaintext.reduce(0) { $0 + Int64($1.readableBytes) }
        guard descriptor.count <= SealedBlobFormat.descriptorLimit,
            (1...Int64(format.chunkBytes)).contains(plaintextLength), leaf.count == SealedBlobFormat.digestBytes
        else {
            throw BlobStoreError(
                .misuse,
                key: draft,
                message: "a descriptor, a plaintext or a digest of a wrong length"
            )
        }
        let length = format.storedLength(
            headerBytes: SealedBlobFormat.headerBytesWithoutDescriptor + descriptor.count,
            plaintextLength: plaintextLength
        )
        return try await store.write(short: draft, length: Int(length)) { key in
            let header = try makeHeader(key, descriptor: descriptor, plaintextLength: plaintextLength)
            return try sealed(plaintext, of: plaintextLength, leaf: leaf, header, length: Int(length))
        }
    }

    /// The bytes of a whole blob of one chunk.
    private func sealed(
        _ plaintext: [ByteBuffer],
        of plaintextLength: Int64,
        leaf: [UInt8],
        _ header: (header: SealedHeader, bytes: [UInt8]),
        length: Int
    ) throws -> ByteBuffer {
        let (header, headerBytes) = header
        var blob = ByteBuffer.forShortBlob(length)
        blob.writeBytes(headerBytes)
        let cipher = try ChunkCipher(key: header.dataKey)
        try cipher.begin(index: 0, associated: header.chunkAssociated(index: 0, isLast: true))
        for bytes in plaintext { try cipher.seal(bytes, count: bytes.readableBytes, appendingTo: &blob) }
        blob.writeBytes(try cipher.finish())
        blob.writeBytes(
            try SealedFooter.bytes(
                leaves: leaf,
                plaintextLength: plaintextLength,
                chunkCount: 1,
                header: header
            )
        )
        return blob
    }
}

extension ByteBuffer {
    /// An empty buffer for a blob of so many bytes: aligned, with room for whole alignments, unless the blob is so
    /// short that a disk takes it as well from anywhere.
    fileprivate static func forShortBlob(_ length: Int) -> ByteBuffer {
        if length < ordinaryBytes { return ByteBufferAllocator().buffer(capacity: length) }
        let whole = (length + directAlignment - 1) / directAlignment * directAlignment
        return aligned(capacity: whole + directAlignment)
    }

    /// Bytes below which memory need not be aligned.
    private static let ordinaryBytes = 64 << 10
}
