import FoundationEssentials
import NIOCore

/// A sealed blob whose header and length are proved.
struct OpenedBlob: Sendable {
    let key: BlobKey
    let header: SealedHeader
    let plaintextLength: Int64
    let format: SealedBlobFormat

    /// Where the footer stands.
    var footerRange: Range<Int64> {
        let start = format.footerOffset(headerBytes: header.byteCount, plaintextLength: plaintextLength)
        return start..<format.storedLength(headerBytes: header.byteCount, plaintextLength: plaintextLength)
    }

    /// Where the chunks of a range of the plaintext stand.
    func storedRange(ofPlaintext range: Range<Int64>) -> Range<Int64> {
        format.storedRange(ofPlaintext: range, headerBytes: header.byteCount, plaintextLength: plaintextLength)
    }

    /// Opens the chunk `index` and returns what of it lies within `range` of the plaintext.
    func plaintext(
        of sealed: ByteBuffer,
        chunk index: Int64,
        within range: Range<Int64>
    ) throws(BlobStoreError) -> ByteBuffer {
        let start = index * Int64(format.chunkBytes)
        guard start < plaintextLength else {
            throw BlobStoreError(.damaged, key: key, message: "the store delivered too much")
        }
        let size = format.plaintextBytes(ofChunk: index, plaintextLength: plaintextLength)
        guard sealed.readableBytes == size + SealedBlobFormat.tagBytes else {
            throw BlobStoreError(.damaged, key: key, message: "a sealed chunk of \(sealed.readableBytes) bytes")
        }
        let isLast = start + Int64(size) == plaintextLength
        let associated = header.chunkAssociated(index: index, isLast: isLast)
        let opened = try header.dataKey.open(sealed, .chunk, index: index, associated: associated, key: key)
        let wanted = range.clamped(to: start..<(start + Int64(size)))
        var plaintext = ByteBufferAllocator().buffer(capacity: wanted.count)
        _ = opened.dropFirst(Int(wanted.lowerBound - start)).prefix(wanted.count).withUnsafeBytes {
            plaintext.writeBytes($0)
        }
        return plaintext
    }
}
