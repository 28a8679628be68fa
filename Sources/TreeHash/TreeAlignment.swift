/// Which ranges of an archive may be retrieved, and which of them have a tree hash that can be compared with a node of
/// the archive's tree.
///
/// Ranges and sizes count bytes. A range that is empty or reaches beyond the archive is not aligned in any sense.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/checksum-calculations-range.html. The formula printed
/// there leaves cases open; its definition by nodes of the tree decides.
public enum TreeAlignment {
    /// Bytes of one leaf of the tree: 1 MiB.
    public static let chunkBytes: Int64 = 1 << 20

    /// Whether the range begins at a whole MiB and ends at one or with the archive.
    public static func isMegabyteAligned(_ range: Range<Int64>, of size: Int64) -> Bool {
        guard range.lowerBound >= 0, !range.isEmpty, range.upperBound <= size else { return false }
        return range.lowerBound % chunkBytes == 0
            && (range.upperBound % chunkBytes == 0 || range.upperBound == size)
    }

    /// Whether the range is megabyte aligned and the root of the tree over it is a node of the archive's tree.
    public static func isTreeHashAligned(_ range: Range<Int64>, of size: Int64) -> Bool {
        guard isMegabyteAligned(range, of: size) else { return false }
        let first = range.lowerBound / chunkBytes
        let end = chunkCount(range.upperBound)
        let width = powerOfTwo(atLeast: end - first)
        // Only a tail can be a node without being full.
        guard end == chunkCount(size) || end - first == width else { return false }
        return first % width == 0
    }

    /// The chunks of so many bytes, of which there is at least one.
    private static func chunkCount(_ bytes: Int64) -> Int64 { (bytes - 1) / chunkBytes + 1 }

    /// `value` is at least 1 and far below 2⁶².
    private static func powerOfTwo(atLeast value: Int64) -> Int64 {
        1 << (Int64.bitWidth - (value - 1).leadingZeroBitCount)
    }
}
