import BlobStore
import NIOCore

/// The sizes of a volume, version 1: a header, a table of entries, and extents. `docs/formats.md` has every byte.
package struct VolumeFormat: Hashable, Sendable {
    /// Entries of the table.
    let entryCount: Int
    /// Blocks of the whole file as long as it takes blobs.
    let blockCount: Int

    /// Volumes of 64 MiB with an entry for every block.
    static let usual = VolumeFormat(entryCount: 16_384, blockCount: 16_384)

    /// A format of other sizes.
    ///
    /// - Precondition: there are at most 65,536 entries, and blocks for more than header and table.
    package init(entryCount: Int, blockCount: Int) {
        precondition((1...65_536).contains(entryCount), "entries that can be told in 16 bits")
        self.entryCount = entryCount
        self.blockCount = blockCount
        precondition(blockCount > firstExtentBlock, "a volume with room for blobs")
    }

    /// The only version there is.
    static let version: UInt16 = 1
    /// The first bytes of every volume.
    static let magic: UInt64 = 0x8946_524E_560D_0A1A
    /// What places and rooms of extents are multiples of.
    static let blockBytes = ByteBuffer.directAlignment
    /// Bytes of the header, and so where the table begins.
    static let headerBytes = blockBytes

    /// The block of the first extent.
    var firstExtentBlock: Int { Self.blocks(of: Self.headerBytes + entryCount * VolumeRecord.byteCount) }
    /// Where the first extent begins.
    var extentsOffset: Int64 { Self.offset(ofBlock: firstExtentBlock) }
    /// Bytes of the whole file as long as it takes blobs.
    var byteCount: Int64 { Self.offset(ofBlock: blockCount) }

    /// Bytes of a blob at most: a sealed chunk of 1 MiB with any descriptor fits.
    var blobLimit: Int { min(273, blockCount - firstExtentBlock) * Self.blockBytes }

    /// Where a block begins.
    static func offset(ofBlock block: Int) -> Int64 { Int64(block) * Int64(blockBytes) }
    /// Blocks that hold so many bytes.
    static func blocks(of bytes: Int) -> Int { (bytes + blockBytes - 1) / blockBytes }
    /// Where the entry of an index stands.
    static func offset(ofEntry index: UInt16) -> Int64 { Int64(headerBytes + Int(index) * VolumeRecord.byteCount) }
}

/// What headers and entries are made of: three words and a checksum, 32 bytes, which no sector of a disk divides. So it
/// is there whole or not at all, and zeros are none.
struct VolumeRecord: Hashable, Sendable {
    var words: (UInt64, UInt64, UInt64)

    static let byteCount = 32

    init(_ first: UInt64, _ second: UInt64, _ third: UInt64) {
        words = (first, second, third)
    }

    /// Reads a record; nil unless it is whole.
    init?(_ bytes: UnsafeRawPointer) {
        words = (Self.word(0, of: bytes), Self.word(1, of: bytes), Self.word(2, of: bytes))
        guard !Self.isNone(bytes), Self.word(3, of: bytes) == checksum else { return nil }
    }

    /// Whether there is nothing but zeros in the place of a record.
    static func isNone(_ bytes: UnsafeRawPointer) -> Bool {
        (0..<4).allSatisfy { word($0, of: bytes) == 0 }
    }

    /// The 32 bytes.
    var bytes: ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: Self.byteCount)
        buffer.writeMultipleIntegers(words.0, words.1, words.2, checksum)
        return buffer
    }

    /// FNV-1a with 64 bits over the three words.
    private var checksum: UInt64 {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        for word in [words.0, words.1, words.2] {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                sum = (sum ^ (word >> shift & 0xFF)) &* 0x0000_0100_0000_01B3
            }
        }
        return sum
    }

    private static func word(_ index: Int, of bytes: UnsafeRawPointer) -> UInt64 {
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
    }

    static func == (left: VolumeRecord, right: VolumeRecord) -> Bool { left.words == right.words }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
    }
}

/// An entry of a volume's table: a blob and where its bytes are.
struct VolumeEntry: Hashable, Sendable {
    let key: BlobKey
    /// The first of the blob's blocks.
    let block: UInt32
    /// Bytes of the blob.
    let length: UInt32

    init(key: BlobKey, block: UInt32, length: UInt32) {
        self.key = key
        self.block = block
        self.length = length
    }

    /// Reads an entry.
    init(_ record: VolumeRecord) {
        key = BlobKey(high: record.words.0, low: record.words.1)
        block = UInt32(truncatingIfNeeded: record.words.2 >> 32)
        length = UInt32(truncatingIfNeeded: record.words.2)
    }

    var record: VolumeRecord { VolumeRecord(key.high, key.low, UInt64(block) << 32 | UInt64(length)) }
    /// Where the blob's bytes begin in the volume.
    var offset: Int64 { VolumeFormat.offset(ofBlock: Int(block)) }
    /// The blob's blocks, in bytes.
    var extent: Range<Int64> {
        offset..<VolumeFormat.offset(ofBlock: Int(block) + VolumeFormat.blocks(of: Int(length)))
    }
}
