import Testing
import TreeHash

@Suite("the hashes of known payloads, on every kernel")
struct PayloadHasherVectorTests {
    @Test("a payload of known hashes gets them, however it is cut", arguments: payloadVectors, availableKernels)
    func knownPayload(_ vector: PayloadVector, _ kernel: HashKernel) {
        let payload = pattern(vector.count)
        for splits in Splits.allCases {
            let hashes = hashes(of: payload, kernel: kernel, splits: splits)
            #expect(hashes.tree.hex == vector.tree, "\(splits)")
            #expect(hashes.linear.hex == vector.linear, "\(splits)")
            #expect(hashes.byteCount == Int64(vector.count), "\(splits)")
            #expect(hashes.leaves.count == max(1, (vector.count + 1_048_575) / 1_048_576), "\(splits)")
        }
    }

    /// Those of 262,144 and of 2,621,440 bytes are also published in the test suites of SDKs.
    @Test(
        "a payload of one repeated byte gets its known tree hash",
        arguments: [
            (0x30, 262_144, "6faefade5a638cd3545d638dd5754763658e32209e69420cb559b7650d4bf93a"),
            (0x30, 1_048_576, "bf79be0c21a100565100d16b31deee78ce5391f66c0774405d484ce38b6076e0"),
            (0x30, 2_621_440, "86118ad0c187fd240db59a37360e0e7f8a3a0c608eed740b4cd7b4271ab45171"),
            (0x00, 1_048_576, "30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58"),
            (0x00, 4_194_304, "27b557ba335a688f779a95e258a886ffa3b39b13533d6f9dcaa0497a2ed1fe18"),
            (0x00, 5_242_880, "3de9bfb690ff216d907474b4aa56a6f77a8c846a08b26885d4ab2282092a757e"),
        ] as [(UInt8, Int, String)],
        availableKernels
    )
    func repeatedByte(_ vector: (byte: UInt8, count: Int, tree: String), _ kernel: HashKernel) {
        let payload = [UInt8](repeating: vector.byte, count: vector.count)
        for splits in Splits.allCases {
            #expect(hashes(of: payload, kernel: kernel, splits: splits).tree.hex == vector.tree, "\(splits)")
        }
    }

    @Test("the tree of 3.5 MiB has the known leaves, nodes and root", arguments: availableKernels)
    func knownTree(_ kernel: HashKernel) throws {
        let payload = hashes(of: pattern(3_670_016), kernel: kernel, splits: .odd)
        #expect(
            payload.leaves.map(\.hex) == [
                "631b84027d6b9e52b539c4e8373622d23032dfadc64d60af87339c9037e4f769",
                "729b9155f00261a681000ccd0ff20e750ed3d525b5b1e6fc961837a3bb666fd6",
                "c85ef98b88946506e2c5488c04b97d86b5ec214add104d4849a3145f5e49fd65",
                "a07ab879f8d9a7401c6094eb7e31f7e9fcd6743b13b10eb268a1e19ed48c74a0",
            ]
        )
        let left = try #require(TreeFolder.root(of: payload.leaves[..<2]))
        let right = try #require(TreeFolder.root(of: payload.leaves[2...]))
        #expect(left.hex == "bf4dff263ae686b64403208c35a3767e38453d6477e841947588d13d04e1d816")
        #expect(right.hex == "6751f656e5842fd178a4a9834535d179c03d756fd506aa54da7d182a10d9859d")
        let root = "390f48176c50ae5a31f92724791e509d8f66d26ba3305714d153f6d01be83289"
        #expect(TreeFolder.root(of: [left, right])?.hex == root)
        #expect(payload.tree.hex == root)
    }

    @Test("a range of a payload gets the known tree hash of its bytes", arguments: rangeVectors, availableKernels)
    func knownRange(_ vector: RangeVector, _ kernel: HashKernel) {
        let archive = pattern(6_815_744)
        let bytes = Array(archive[Int(vector.range.lowerBound)..<Int(vector.range.upperBound)])
        #expect(hashes(of: bytes, kernel: kernel).tree.hex == vector.tree)
    }

    @Test("parts of 2 MiB get their known tree hashes and combine to that of the archive", arguments: availableKernels)
    func knownParts(_ kernel: HashKernel) {
        let archive = pattern(7_340_032)
        let parts = stride(from: 0, to: archive.count, by: 2_097_152).map { start in
            hashes(of: Array(archive[start...].prefix(2_097_152)), kernel: kernel, splits: .odd).tree
        }
        #expect(
            parts.map(\.hex) == [
                "bf4dff263ae686b64403208c35a3767e38453d6477e841947588d13d04e1d816",
                "9e217b1ceb8db81071f9c6e4a2bf0401a83491d10751ce858a2628f5d699dbdb",
                "3f1cd462b63cf286198c3f2ee91cf116dfed51d327686dca0fb06ba94a4ae759",
                "3fe5670143d04b21f7993a66e25f307e3c1083134804dd589dfc699eebc29bf2",
            ]
        )
        #expect(
            TreeFolder.root(of: parts)?.hex == "8bfce57c6a4076b3e930e725fbaa00beeffff0f0d9a6491a89a53baa73b4810d"
        )
    }
}
