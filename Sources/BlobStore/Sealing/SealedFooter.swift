import Crypto
import FoundationEssentials
import NIOCore

/// The footer of a sealed blob: the sealed leaf digests, then an ending of fixed length.
enum SealedFooter {
    /// The footer's bytes.
    ///
    /// - Parameters:
    ///   - leaves: The digests of all chunks, 32 bytes each, in order.
    ///   - plaintextLength: Bytes of the whole plaintext.
    static func bytes(
        leaves: [UInt8],
        plaintextLength: Int64,
        chunkCount: Int64,
        header: SealedHeader
    ) throws(BlobStoreError) -> [UInt8] {
        let lengths = plaintextLength.bigEndianBytes + chunkCount.bigEndianBytes
        let associated = header.digest + lengths
        let sealedLeaves = try header.dataKey.seal(leaves, .leaves, associated: associated)
        let ending = try header.dataKey.seal([UInt8](), .ending, associated: associated)
        let proved = Array(sealedLeaves.ciphertext) + Array(sealedLeaves.tag) + lengths + Array(ending.tag)
        return proved + checksum(of: proved, header: header) + SealedBlobFormat.endMagic
    }

    /// The plaintext length that the ending of a blob claims, proved.
    ///
    /// - Parameter ending: The last ``SealedBlobFormat/endingBytes`` bytes of the blob.
    static func plaintextLength(
        ending: ByteBuffer,
        header: SealedHeader,
        format: SealedBlobFormat,
        key: BlobKey
    ) throws(BlobStoreError) -> Int64 {
        var rest = ending
        guard ending.readableBytes == SealedBlobFormat.endingBytes,
            let lengths = rest.readBytes(length: 16),
            let tag = rest.readSlice(length: SealedBlobFormat.tagBytes)
        else {
            throw BlobStoreError(.damaged, key: key, message: "the footer is cut off")
        }
        _ = try header.dataKey.open(tag, .ending, associated: header.digest + lengths, key: key)
        var numbers = ending
        guard let length = numbers.readInteger(as: Int64.self), let chunks = numbers.readInteger(as: Int64.self),
            (0...SealedBlobFormat.plaintextLimit).contains(length),
            chunks == format.chunkCount(plaintextLength: length)
        else {
            throw BlobStoreError(.damaged, key: key, message: "the footer's lengths contradict each other")
        }
        return length
    }

    /// The leaf digests, proved and one after the other.
    ///
    /// - Parameters:
    ///   - footer: The whole footer.
    ///   - plaintextLength: What the blob's length was proved to be.
    static func leaves(
        footer: ByteBuffer,
        plaintextLength: Int64,
        header: SealedHeader,
        format: SealedBlobFormat,
        key: BlobKey
    ) throws(BlobStoreError) -> [UInt8] {
        var rest = footer
        let sealedBytes = format.sealedLeafBytes(plaintextLength: plaintextLength)
        let provedBytes = sealedBytes + SealedBlobFormat.endingBytes - SealedBlobFormat.digestBytes - 8
        guard let proved = rest.readBytes(length: provedBytes),
            let sum = rest.readBytes(length: SealedBlobFormat.digestBytes),
            let end = rest.readBytes(length: SealedBlobFormat.endMagic.count), rest.readableBytes == 0,
            end == SealedBlobFormat.endMagic, sum == checksum(of: proved, header: header),
            let sealed = footer.getSlice(at: footer.readerIndex, length: sealedBytes)
        else {
            throw BlobStoreError(.damaged, key: key, message: "the footer does not have its checksum")
        }
        let chunkCount = format.chunkCount(plaintextLength: plaintextLength)
        let associated = header.digest + plaintextLength.bigEndianBytes + chunkCount.bigEndianBytes
        return Array(try header.dataKey.open(sealed, .leaves, associated: associated, key: key))
    }

    /// SHA-256 of the header's digest and the footer's bytes before the checksum. Whoever has no key can tell by it
    /// whether header and footer belong together and are whole.
    private static func checksum(of proved: [UInt8], header: SealedHeader) -> [UInt8] {
        Array(SHA256.hash(data: header.digest + proved))
    }
}
