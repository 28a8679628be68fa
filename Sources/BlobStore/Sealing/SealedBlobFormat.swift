/// The arithmetic of the sealed blob format, version 1: header, chunks, footer. `docs/formats.md` has every byte.
package struct SealedBlobFormat: Hashable, Sendable {
    /// Plaintext bytes of every chunk but the last, which may have fewer and has at least one.
    let chunkBytes: Int

    /// The chunks of every blob of version 1 have 1 MiB, as the leaves of a tree hash have.
    static let version1 = SealedBlobFormat(chunkBytes: 1 << 20)

    /// A format of version 1 but for the size of its chunks.
    package init(chunkBytes: Int) { self.chunkBytes = chunkBytes }

    /// The only version there is.
    static let version: UInt16 = 1
    /// The first bytes of every sealed blob. The line ends in it do not survive a transfer that treats it as text.
    static let magic: [UInt8] = [0x89, 0x46, 0x49, 0x52, 0x4E, 0x0D, 0x0A, 0x1A]
    /// The last bytes of every sealed blob: the first ones backwards.
    static let endMagic: [UInt8] = magic.reversed()
    /// Bytes by which anything sealed is longer than its plaintext: the tag.
    static let tagBytes = 16
    /// Bytes of a SHA-256 digest: of a leaf, of the header and of the footer.
    static let digestBytes = 32
    /// Bytes of the header without the sealed descriptor's ciphertext.
    static let headerBytesWithoutDescriptor = 140
    /// Bytes a descriptor may have.
    static let descriptorLimit = 65_536
    /// Bytes of the footer's end, which has a fixed length.
    static let endingBytes = 72
    /// The greatest plaintext length, 1 PiB, so that no sum of positions overflows.
    static let plaintextLimit: Int64 = 1 << 50
    /// Stands in the header where the plaintext length is not known when the header is written.
    static let unknownLength = UInt64.max

    /// Chunks that hold `plaintextLength` bytes.
    func chunkCount(plaintextLength: Int64) -> Int64 {
        (plaintextLength + Int64(chunkBytes) - 1) / Int64(chunkBytes)
    }

    /// Stored bytes of a whole chunk: ciphertext and tag.
    var storedChunkBytes: Int { chunkBytes + Self.tagBytes }

    /// Plaintext bytes of the chunk `index`.
    func plaintextBytes(ofChunk index: Int64, plaintextLength: Int64) -> Int {
        Int(min(Int64(chunkBytes), plaintextLength - index * Int64(chunkBytes)))
    }

    /// Where the footer begins, in bytes from the beginning of the blob.
    func footerOffset(headerBytes: Int, plaintextLength: Int64) -> Int64 {
        Int64(headerBytes) + plaintextLength
            + chunkCount(plaintextLength: plaintextLength) * Int64(Self.tagBytes)
    }

    /// Bytes of the sealed leaf digests: the first part of the footer.
    func sealedLeafBytes(plaintextLength: Int64) -> Int {
        Int(chunkCount(plaintextLength: plaintextLength)) * Self.digestBytes + Self.tagBytes
    }

    /// Bytes of the whole sealed blob.
    func storedLength(headerBytes: Int, plaintextLength: Int64) -> Int64 {
        footerOffset(headerBytes: headerBytes, plaintextLength: plaintextLength)
            + Int64(sealedLeafBytes(plaintextLength: plaintextLength) + Self.endingBytes)
    }

    /// Positions in the stored blob of the chunks that hold `range` of the plaintext; empty for an empty range.
    func storedRange(ofPlaintext range: Range<Int64>, headerBytes: Int, plaintextLength: Int64) -> Range<Int64> {
        guard !range.isEmpty else { return Int64(headerBytes)..<Int64(headerBytes) }
        let first = range.lowerBound / Int64(chunkBytes)
        let end = (range.upperBound - 1) / Int64(chunkBytes) + 1
        let footer = footerOffset(headerBytes: headerBytes, plaintextLength: plaintextLength)
        let stored = Int64(storedChunkBytes)
        return (Int64(headerBytes) + first * stored)..<min(Int64(headerBytes) + end * stored, footer)
    }
}
