import Testing
import TreeHash

@Suite("folding nodes into a root")
struct TreeFolderTests {
    @Test("the root over 1 to 300 nodes is that of pairing level by level, at every step of one folder")
    func levelwise() throws {
        var generator = SeededGenerator(seed: 7)
        var folder = TreeFolder()
        var nodes: [Digest] = []
        for count in 1...300 {
            let node = try generator.digest()
            nodes.append(node)
            folder.append(node)
            let expected = try ReferenceTree.root(of: nodes)
            #expect(folder.root() == expected, "\(count) nodes")
            #expect(TreeFolder.root(of: nodes) == expected, "\(count) nodes")
        }
    }

    @Test("no nodes have no root")
    func noNodes() {
        #expect(TreeFolder().root() == nil)
        #expect(TreeFolder.root(of: []) == nil)
    }

    @Test("a single node is its own root and is not hashed again")
    func singleNode() {
        #expect(TreeFolder.root(of: [.sha256OfNothing]) == .sha256OfNothing)
    }

    @Test("the order of the nodes counts")
    func order() throws {
        var generator = SeededGenerator(seed: 8)
        let nodes = [try generator.digest(), try generator.digest()]
        #expect(TreeFolder.root(of: nodes) != TreeFolder.root(of: nodes.reversed()))
    }

    @Test("roots of equal parts of a power of two of leaves fold to the root over all leaves", arguments: 0...6)
    func equalParts(level: Int) throws {
        var generator = SeededGenerator(seed: 9)
        let leaves = try (0..<150).map { _ in try generator.digest() }
        for count in 1...leaves.count {
            let parts = stride(from: 0, to: count, by: 1 << level).map { start in
                leaves[start..<min(start + 1 << level, count)]
            }
            let roots = parts.compactMap { TreeFolder.root(of: $0) }
            #expect(TreeFolder.root(of: roots) == TreeFolder.root(of: leaves[..<count]), "\(count) leaves")
        }
    }

    @Test("roots of parts of three leaves do not fold to the root over all leaves")
    func otherParts() throws {
        var generator = SeededGenerator(seed: 10)
        let leaves = try (0..<6).map { _ in try generator.digest() }
        let roots = [leaves[..<3], leaves[3...]].compactMap { TreeFolder.root(of: $0) }
        #expect(TreeFolder.root(of: roots) != TreeFolder.root(of: leaves))
    }

    @Test(
        "tree hashes of the parts of a payload combine to that of the payload",
        arguments: [1_048_576, 2_097_152, 4_194_304, 8_388_608],
        [7_340_032, 7_340_033, 8_388_607]
    )
    func partsOfPayload(partSize: Int, size: Int) {
        let payload = pattern(size)
        let parts = stride(from: 0, to: size, by: partSize).map { start in
            hashes(of: Array(payload[start...].prefix(partSize)), kernel: .best).tree
        }
        #expect(TreeFolder.root(of: parts) == hashes(of: payload, kernel: .best).tree)
    }
}
