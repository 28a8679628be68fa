import Testing
import TreeHash

@Suite("leaves that are hashed alone, on every kernel")
struct LeafHashesTests {
    @Test("no bytes have no leaves", arguments: availableKernels)
    func nothing(_ kernel: HashKernel) {
        #expect(LeafHashes.of(UnsafeRawBufferPointer(start: nil, count: 0), kernel: kernel).isEmpty)
    }

    @Test("the leaves of a payload have its known tree hash above them", arguments: payloadVectors, availableKernels)
    func knownPayload(_ vector: PayloadVector, _ kernel: HashKernel) {
        guard vector.count > 0 else { return }
        let leaves = pattern(vector.count).withUnsafeBytes { LeafHashes.of($0, kernel: kernel) }
        #expect(leaves.count == (vector.count + 1_048_575) / 1_048_576)
        #expect(TreeFolder.root(of: leaves)?.hex == vector.tree)
    }

    @Test("two leaves that are hashed side by side keep their own hashes, at any address", arguments: availableKernels)
    func differentLeaves(_ kernel: HashKernel) throws {
        var generator = SeededGenerator(seed: 7)
        let bytes = generator.bytes(3 * 1_048_576 + 65)
        let leaves = bytes.withUnsafeBytes { bytes in
            LeafHashes.of(UnsafeRawBufferPointer(rebasing: bytes.dropFirst(1)), kernel: kernel)
        }
        #expect(try leaves == ReferenceTree.leaves(of: Array(bytes.dropFirst())))
    }
}
