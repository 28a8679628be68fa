import Testing
import TreeHash

@testable import Glacier

@Suite("What a download writes down")
struct DownloadPlanTests {
    private static func plan(_ size: Int64, longest: Int64? = nil) -> DownloadPlan {
        DownloadPlan(
            archiveID: "archive",
            archiveBytes: size,
            retrieved: 0..<size,
            treeHash: .sha256OfNothing,
            longest: longest
        )
    }

    private static let sizes: [Int64] = [
        1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 17 << 20, (100 << 20) + 7, 5 << 30, 5 << 40, 40_000 << 30,
    ]

    @Test("ranges follow each other, are nodes of the tree, and are not too many", arguments: sizes)
    func ranges(_ size: Int64) {
        for plan in [Self.plan(size), Self.plan(size, longest: 4 << 20)] {
            let indices = [0, plan.rangeCount / 2, plan.rangeCount - 1].filter { plan.rangeCount > $0 }
            for index in indices {
                let range = plan.range(index)
                #expect(TreeAlignment.isTreeHashAligned(range, of: size))
                #expect(range.lowerBound == Int64(index) * plan.rangeBytes)
            }
            #expect(plan.range(plan.rangeCount - 1).upperBound == size)
        }
        #expect(Self.plan(size).rangeCount <= 65_536)
        #expect(Self.plan(size, longest: 4 << 20).rangeBytes <= 4 << 20)
    }

    private static let chosenLengths: [(size: Int64, range: Int64)] = [
        (1, 1 << 20), (16 << 20, 1 << 20), (17 << 20, 2 << 20), (200 << 20, 16 << 20), (1 << 40, 16 << 20),
        ((1 << 40) + 1, 32 << 20), (40_000 << 30, 1 << 30),
    ]

    @Test(
        "ranges have 16 MiB, less where there would be few and more where there would be too many",
        arguments: chosenLengths
    )
    func lengths(_ size: Int64, _ bytes: Int64) { #expect(Self.plan(size).rangeBytes == bytes) }

    @Test("a journal is read as it was written")
    func journal() throws {
        let plan = DownloadPlan(archiveID: "a-b_c", archiveBytes: 9 << 20, retrieved: 1 << 20..<5 << 20, treeHash: nil)
        let digest = Digest.sha256([1])
        let text = DownloadJournal.head(of: plan) + DownloadJournal.line(3, digest) + DownloadJournal.line(0, digest)
        let journal = try #require(DownloadJournal(text))
        #expect(journal.plan == plan)
        #expect(journal.roots == [3: digest, 0: digest])
        #expect(journal.wholeBytes == Int64(text.utf8.count))
        let torn = try #require(DownloadJournal(text + "2 \(digest.hex.dropLast())"))
        #expect(torn.roots == journal.roots)
        #expect(torn.wholeBytes == journal.wholeBytes)
        #expect(try #require(DownloadJournal(text + "4 \(digest)\n")).roots.count == 2, "there is no fifth range")
    }

    @Test("what is no journal is none", arguments: ["", "\n", "firn-download 2\n", "firn-download 1\narchive a\n"])
    func noJournal(_ text: String) { #expect(DownloadJournal(text) == nil) }

    @Test(
        "hidden files lie beside the file, under names that are not too long",
        arguments: [
            ("film.mov", ".", "./.film.mov."), ("/film.mov", "/", "/.film.mov."),
            ("a/b/film.mov", "a/b", "a/b/.film.mov."),
        ]
    )
    func names(_ target: String, _ folder: String, _ prefix: String) {
        let names = PartFileNames(target: target, archiveID: "archive")
        #expect(names.folder == folder)
        #expect(names.data.hasPrefix(prefix) && names.data.hasSuffix(".firn-part"))
        #expect(names.journal.hasPrefix(prefix) && names.journal.hasSuffix(".firn-journal"))
        #expect(names.data != PartFileNames(target: target, archiveID: "another").data)
        let long = PartFileNames(target: String(repeating: "ü", count: 127), archiveID: "archive")
        #expect(long.journal.utf8.count <= "./".utf8.count + 255)
    }
}
