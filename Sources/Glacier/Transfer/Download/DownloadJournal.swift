import TreeHash

/// What is written down of a download beside its bytes: what is fetched, and which ranges came, with their hashes.
///
/// It is believed in nothing but in what is worth comparing: bytes that have the hash of their line are not fetched
/// again, and the whole is compared with the archive's tree hash in any case.
struct DownloadJournal: Hashable, Sendable {
    let plan: DownloadPlan
    /// By the index of their range.
    let roots: [Int: Digest]
    /// Of the text, those up to the end of its last whole line.
    let wholeBytes: Int64

    private static let title = "firn-download 1"
    private static let none = "-"

    /// The lines before those of the ranges.
    static func head(of plan: DownloadPlan) -> String {
        """
        \(title)
        archive \(plan.archiveID)
        bytes \(plan.retrieved.lowerBound) \(plan.retrieved.upperBound) \(plan.archiveBytes)
        range-bytes \(plan.rangeBytes)
        tree-hash \(plan.treeHash?.hex ?? none)

        """
    }

    /// The line of a range that was fetched.
    static func line(_ index: Int, _ root: Digest) -> String { "\(index) \(root.hex)\n" }

    /// Reads a text; nil when its head is not whole. What follows is read as far as it is whole.
    init?(_ text: String) {
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // What is behind the last line feed, if anything, was not written to its end.
        lines.removeLast()
        let head = lines.prefix(5).map { Substring($0).split(separator: " ", maxSplits: 1).map(String.init) }
        guard head.count == 5, lines[0].elementsEqual(Self.title.utf8),
            let archive = Self.value("archive", head[1]), let bytes = Self.value("bytes", head[2]).flatMap(Self.bytes),
            let rangeBytes = Self.value("range-bytes", head[3]).flatMap({ Int64($0) }), rangeBytes > 0,
            rangeBytes % TreeAlignment.chunkBytes == 0, let hash = Self.value("tree-hash", head[4]),
            hash == Self.none || Digest(hex: hash) != nil
        else { return nil }
        plan = DownloadPlan(
            archiveID: archive,
            archiveBytes: bytes.whole,
            retrieved: bytes.range,
            treeHash: Digest(hex: hash),
            rangeBytes: rangeBytes
        )
        var roots: [Int: Digest] = [:], length = lines[..<5].reduce(0) { $0 + $1.count + 1 }
        for line in lines[5...] {
            let words = Substring(line).split(separator: " ")
            guard words.count == 2, let index = Int(words[0]), (0..<plan.rangeCount).contains(index),
                let root = Digest(hex: words[1])
            else { break }
            roots[index] = root
            length += line.count + 1
        }
        self.roots = roots
        wholeBytes = Int64(length)
    }

    private static func value(_ key: String, _ words: [String]) -> String? {
        words.count == 2 && words[0] == key ? words[1] : nil
    }

    private static func bytes(_ text: String) -> (range: Range<Int64>, whole: Int64)? {
        let numbers = text.split(separator: " ").compactMap { Int64($0) }
        guard numbers.count == 3, 0 <= numbers[0], numbers[0] <= numbers[1], numbers[1] <= numbers[2] else {
            return nil
        }
        return (numbers[0]..<numbers[1], numbers[2])
    }
}
