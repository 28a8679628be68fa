import BlobStore
import BlobStoreTesting
import Crypto
import Foundation
import NIOCore
import Testing

/// The fixture and all digests were made by `Fixtures/sealed_blob_v1.py`, which shares no code with the product.
@Suite("The sealed blob format, version 1")
struct SealedBlobFixtureTests {
    private func fixture() throws -> [UInt8] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/sealed-blob-v1.bin")
        return Array(try Data(contentsOf: file))
    }

    @Test("the fixture is opened")
    func opensFixture() async throws {
        let sample = try SealedSample()
        sample.store[SealedSample.key] = try fixture()
        #expect(try await sample.open(0..<1000) == BytePattern.bytes(1000))
        #expect(try await sample.blobs.descriptor(of: SealedSample.key).descriptor == SealedSample.descriptor)
        let leaves = try await sample.blobs.leaves(of: SealedSample.key)
        #expect(leaves == SealedSample.leaves(BytePattern.buffers(1000, of: 1000)))
    }

    @Test("the same content under the same randomness is the fixture, byte for byte")
    func makesFixture() async throws {
        let sample = try SealedSample()
        try await sample.seal(1000, announced: true)
        #expect(sample.store[SealedSample.key] == (try fixture()))
    }

    @Test(
        "blobs of every number of chunks have the bytes that an independent writer gives them",
        arguments: [
            (0, true, "e656fd0ba528860c368b3edb6883f2b62915e0ea9b8ff7eda46a2bd75baac084"),
            (0, false, "18610eb650c900b862fdf32ae78aa15599ab297f4642b67b3b8a425b0b396ac0"),
            (1, true, "e624deea9a21ef59de9c53785fc3220a74a6fc48c36b25d952b8bd7c68d4d64f"),
            (1, false, "27647dd5361755048d13aa4ddb409fa6f47e82be256f7dac5c2ca703464730b4"),
            (1_048_575, true, "62c7c3bfb938c808c4fd93862aa9525928f844f1328e64201c01340e9370bb6a"),
            (1_048_575, false, "3ff08e6072b329c35f5205597ea9730fdaefdbbcc8b85ccd50173e19e4abcef7"),
            (1_048_576, true, "c1f5098d3eaace93b8a6f676e9a325eff18a37993845d7855e34a5027cbdcaeb"),
            (1_048_576, false, "8aff358aa97e4210f9344f2373d3115ea64924fa0524b43e2274f7dcde01606e"),
            (1_048_577, true, "b16dc930e2637fa7365224dc01103166b6fa0e7d6ebc5bbc4c1fbd856c062fd5"),
            (1_048_577, false, "457af05931ec9a3331cf36af8e959b3223095cf70d3eb719ede7566e66ab4300"),
            (3_145_733, true, "f16db360e33f0528c6eea78efa4f212de85a8095ecf7b080d9d3bf952b774be1"),
            (3_145_733, false, "92caf5eddfde761f321251180dfd92c8d1ea65621263c4b833896236667da8b6"),
        ] as [(Int, Bool, String)]
    )
    func bytes(_ count: Int, announced: Bool, _ digest: String) async throws {
        let sample = try SealedSample()
        try await sample.seal(count, announced: announced)
        let stored = try #require(sample.store[SealedSample.key])
        #expect(SHA256.hash(data: stored).map { String(format: "%02x", $0) }.joined() == digest)
    }
}
