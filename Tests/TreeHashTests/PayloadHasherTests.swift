import Testing
import TreeHash

@Suite("hashing payloads")
struct PayloadHasherTests {
    @Test(
        "every kernel agrees with the definition on random payloads in random pieces",
        arguments: 1...24 as ClosedRange<UInt64>
    )
    func randomPayload(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let limit = seed.isMultiple(of: 3) ? 5_500_000 : 3_000
        let payload = generator.bytes(Int.random(in: 0...limit, using: &generator))
        let lengths = (0..<50).map { _ in
            Int.random(in: 0...(Bool.random(using: &generator) ? 200 : max(1, limit / 20)), using: &generator)
        }
        let leaves = try ReferenceTree.leaves(of: payload)
        let tree = try ReferenceTree.root(of: leaves)
        let linear = try ReferenceTree.sha256(payload)
        for kernel in availableKernels {
            var hasher = PayloadHasher(kernel: kernel)
            payload.withUnsafeBytes { bytes in
                for piece in cut(bytes, into: lengths + [1]) { hasher.update(piece) }
            }
            let hashes = hasher.finalize()
            #expect(hashes.byteCount == Int64(payload.count), "\(kernel)")
            #expect(hashes.leaves == leaves, "\(kernel)")
            #expect(hashes.tree == tree, "\(kernel)")
            #expect(hashes.linear == linear, "\(kernel)")
        }
    }

    @Test("payloads around the sizes where the padding changes may be cut anywhere", arguments: availableKernels)
    func everyCut(_ kernel: HashKernel) throws {
        for count in [1, 55, 56, 57, 63, 64, 65, 119, 120, 121, 127, 128, 129, 191, 192] {
            let payload = pattern(count)
            let expected = try ReferenceTree.sha256(payload)
            for position in 0...count {
                var hasher = PayloadHasher(kernel: kernel)
                hasher.update(payload[..<position])
                hasher.update(payload[position...])
                #expect(hasher.finalize().linear == expected, "\(count) bytes cut at \(position)")
            }
        }
    }

    /// There the second leaf is padded too, by itself.
    @Test("payloads a little over 1 MiB are padded right in both hashes", arguments: availableKernels)
    func paddingOfTheSecondLeaf(_ kernel: HashKernel) throws {
        let whole = pattern(1_048_576 + 130)
        for extra in [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 130] {
            let payload = Array(whole.prefix(1_048_576 + extra))
            let hashes = hashes(of: payload, kernel: kernel, splits: .aroundChunks)
            #expect(hashes.leaves == (try ReferenceTree.leaves(of: payload)), "1 MiB + \(extra)")
            #expect(hashes.linear == (try ReferenceTree.sha256(payload)), "1 MiB + \(extra)")
        }
    }

    @Test("bytes may begin at any address", arguments: availableKernels)
    func anyAddress(_ kernel: HashKernel) throws {
        let payload = pattern(1_048_576 + 200)
        for offset in 0..<16 {
            let shifted = [UInt8](repeating: 0xFF, count: offset) + payload + [0xFF]
            var hasher = PayloadHasher(kernel: kernel)
            shifted.withUnsafeBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[offset...].dropLast())) }
            let hashes = hasher.finalize()
            #expect(hashes.linear == (try ReferenceTree.sha256(payload)), "offset \(offset)")
            #expect(hashes.leaves == (try ReferenceTree.leaves(of: payload)), "offset \(offset)")
        }
    }

    @Test("a payload of no bytes is one empty chunk", arguments: availableKernels)
    func noBytes(_ kernel: HashKernel) {
        var hasher = PayloadHasher(kernel: kernel)
        hasher.update(UnsafeRawBufferPointer(start: nil, count: 0))
        hasher.update([])
        let hashes = hasher.finalize()
        #expect(hashes.byteCount == 0)
        #expect(hashes.leaves == [.sha256OfNothing])
        #expect(hashes.linear == .sha256OfNothing)
        #expect(hashes.tree == .sha256OfNothing)
    }

    @Test("after the end of a payload the hasher takes another one", arguments: availableKernels)
    func usedAgain(_ kernel: HashKernel) {
        var hasher = PayloadHasher(kernel: kernel)
        hasher.update(pattern(1_048_577))
        _ = hasher.finalize()
        hasher.update(pattern(1_000))
        #expect(hasher.finalize() == hashes(of: pattern(1_000), kernel: kernel))
        #expect(hasher.finalize() == hashes(of: [], kernel: kernel))
    }

    @Test("a copy of a hasher goes its own way", arguments: availableKernels, [1_000, 1_100_000])
    func copies(_ kernel: HashKernel, _ count: Int) {
        let start = pattern(count)
        var one = PayloadHasher(kernel: kernel)
        one.update(start)
        var other = one
        one.update([1, 2, 3])
        other.update([4])
        #expect(one.finalize() == hashes(of: start + [1, 2, 3], kernel: kernel))
        #expect(other.finalize() == hashes(of: start + [4], kernel: kernel))
    }

    @Test("bytes that do not lie side by side are hashed in their order")
    func scatteredBytes() {
        var hasher = PayloadHasher()
        hasher.update(stride(from: UInt8(0), to: 100, by: 1))
        hasher.update((100..<200).lazy.map { UInt8($0) })
        #expect(hasher.finalize().linear == .sha256([UInt8](0..<200)))
    }

    @Test("a kernel that the machine does not have is replaced", arguments: HashKernel.allCases)
    func anyKernel(_ kernel: HashKernel) {
        let hashes = hashes(of: pattern(2_097_153), kernel: kernel)
        #expect(hashes.tree.hex == "3123aa01ebcf47b74ddc6f0efd82c0e6680203b476c4d20c26a0c60a5b4a8181")
    }

    @Test("the best kernel is one that the machine has, and the portable one is always there")
    func bestKernel() {
        #expect(HashKernel.best.isAvailable)
        #expect(HashKernel.portable.isAvailable)
        #expect(availableKernels.first == .best)
    }
}
