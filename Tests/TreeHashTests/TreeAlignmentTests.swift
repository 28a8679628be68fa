import Testing
import TreeHash

@Suite("alignment of ranges")
struct TreeAlignmentTests {
    private static let mebibyte: Int64 = 1_048_576

    /// The leaves that each node of a tree covers, found by pairing level by level.
    private func nodes(overLeaves count: Int64) -> Set<Range<Int64>> {
        var level = (0..<count).map { $0..<($0 + 1) }
        var nodes = Set(level)
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: 2).map { left in
                left + 1 < level.count ? level[left].lowerBound..<level[left + 1].upperBound : level[left]
            }
            nodes.formUnion(level)
        }
        return nodes
    }

    @Test(
        "exactly the nodes of an archive's tree are tree-hash aligned",
        arguments: 1...40,
        [1, 524_288, 1_048_575, 1_048_576]
    )
    func nodesAreAligned(chunks: Int64, lastChunk: Int64) {
        let size = (chunks - 1) * Self.mebibyte + lastChunk
        var aligned: Set<Range<Int64>> = []
        for first in 0..<chunks {
            for end in (first + 1)...chunks {
                let bytes = (first * Self.mebibyte)..<min(end * Self.mebibyte, size)
                if TreeAlignment.isTreeHashAligned(bytes, of: size) { aligned.insert(first..<end) }
                #expect(TreeAlignment.isMegabyteAligned(bytes, of: size))
            }
        }
        #expect(aligned == nodes(overLeaves: chunks))
    }

    @Test("ranges of 6.5 MiB are aligned as published", arguments: rangeVectors)
    func knownRange(_ vector: RangeVector) {
        #expect(TreeAlignment.isMegabyteAligned(vector.range, of: 6_815_744))
        #expect(TreeAlignment.isTreeHashAligned(vector.range, of: 6_815_744) == vector.isTreeHashAligned)
    }

    @Test("of 7 MiB the listed ranges are aligned and no others")
    func sevenChunks() {
        var aligned: [Range<Int64>] = []
        for first in 0..<7 as Range<Int64> {
            for end in (first + 1)...7
            where TreeAlignment.isTreeHashAligned(
                (first * Self.mebibyte)..<(end * Self.mebibyte),
                of: 7 * Self.mebibyte
            ) {
                aligned.append(first..<end)
            }
        }
        #expect(aligned == [0..<1, 0..<2, 0..<4, 0..<7, 1..<2, 2..<3, 2..<4, 3..<4, 4..<5, 4..<6, 4..<7, 5..<6, 6..<7])
    }

    @Test(
        "a range that starts or ends within a chunk is not aligned",
        arguments: [
            1..<1_048_576, 0..<1, 0..<1_048_575, 0..<1_048_577, 1_048_575..<2_097_152, 1_048_577..<2_621_440,
            2_097_152..<2_621_439,
        ] as [Range<Int64>]
    )
    func withinChunk(range: Range<Int64>) {
        #expect(!TreeAlignment.isMegabyteAligned(range, of: 2_621_440))
        #expect(!TreeAlignment.isTreeHashAligned(range, of: 2_621_440))
    }

    @Test(
        "a range that is empty or not within the archive is not aligned",
        arguments: [
            0..<0, 1_048_576..<1_048_576, 0..<3_145_728, 2_097_152..<3_145_728, -1_048_576..<1_048_576,
            3_145_728..<4_194_304, 2_621_440..<2_621_440,
        ] as [Range<Int64>]
    )
    func outsideArchive(range: Range<Int64>) {
        #expect(!TreeAlignment.isMegabyteAligned(range, of: 2_621_440))
        #expect(!TreeAlignment.isTreeHashAligned(range, of: 2_621_440))
    }

    @Test("no range of an empty archive is aligned, and the largest sizes can be judged")
    func extremes() {
        #expect(!TreeAlignment.isTreeHashAligned(0..<0, of: 0))
        #expect(TreeAlignment.isTreeHashAligned(0..<Int64.max, of: .max))
        #expect(TreeAlignment.isTreeHashAligned((1 << 62)..<Int64.max, of: .max))
        #expect(TreeAlignment.isTreeHashAligned(0..<(1 << 62), of: .max))
        #expect(!TreeAlignment.isTreeHashAligned((1 << 61)..<Int64.max, of: .max))
    }
}
