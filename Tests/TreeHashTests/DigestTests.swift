import Testing
import TreeHash

@Suite("digests")
struct DigestTests {
    private static let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    /// Source: https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
    @Test(
        "the published examples of SHA-256 come out",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", text),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ]
    )
    func publishedExamples(message: String, hex: String) {
        #expect(Digest.sha256(Array(message.utf8)).hex == hex)
        #expect(Array(message.utf8).withUnsafeBytes { Digest.sha256($0) }.hex == hex)
    }

    @Test("SHA-256 of every short length agrees with another implementation")
    func everyShortLength() throws {
        for count in 0...260 {
            #expect(Digest.sha256(pattern(count)) == (try ReferenceTree.sha256(pattern(count))), "\(count) bytes")
        }
    }

    @Test("SHA-256 of a missing buffer is that of nothing")
    func nothing() {
        #expect(Digest.sha256(UnsafeRawBufferPointer(start: nil, count: 0)) == .sha256OfNothing)
        #expect(Digest.sha256OfNothing.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test("hex digits of any case are read, and lower-case ones are written")
    func hexOfAnyCase() throws {
        let mixed = Self.text.prefix(20).uppercased() + Self.text.dropFirst(20)
        for text in [Self.text, Self.text.uppercased(), mixed] {
            let digest = try digestOf(hex: text)
            #expect(digest.hex == Self.text)
            #expect(digest.description == Self.text)
            #expect("\(digest)" == Self.text)
            #expect(digest == .sha256(Array("abc".utf8)))
        }
        #expect(Digest(hex: "<\(Self.text)>".dropFirst().dropLast())?.hex == Self.text)
    }

    @Test("hex digits stand for the bytes from the first to the last")
    func order() throws {
        let digest = try digestOf(hex: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
        #expect(digest.bytes == [UInt8](0..<32))
        #expect(digest.withUnsafeBytes { Array($0) } == [UInt8](0..<32))
        #expect(Digest(bytes: [UInt8](0..<32)) == digest)
        #expect(Digest(bytes: (0..<40 as Range<UInt8>).prefix(32)) == digest)
        let high = try digestOf(hex: "ff" + String(repeating: "9f", count: 31))
        #expect(high.bytes == [0xFF] + [UInt8](repeating: 0x9F, count: 31))
    }

    @Test(
        "text that is not 64 hex digits is not a digest",
        arguments: [
            "", "0", String(repeating: "0", count: 62), String(repeating: "0", count: 63),
            String(repeating: "0", count: 65), String(repeating: "0", count: 66), String(repeating: "0", count: 128),
            "0x" + String(repeating: "0", count: 62), " " + String(repeating: "0", count: 63),
            String(repeating: "0", count: 63) + "\n", String(repeating: "0", count: 64) + "\n",
            String(repeating: "0", count: 63) + "g", "g" + String(repeating: "0", count: 63),
            "-" + String(repeating: "0", count: 63), String(repeating: "0", count: 63) + "\0",
            String(repeating: "0", count: 63) + "/", String(repeating: "0", count: 63) + ":",
            String(repeating: "0", count: 63) + "@", String(repeating: "0", count: 63) + "G",
            String(repeating: "0", count: 63) + "`", String(repeating: "\u{FF10}", count: 64),
            String(repeating: "0", count: 61) + "\u{FF10}", String(repeating: "0", count: 62) + "\u{E9}",
            String(repeating: "0", count: 63) + "e\u{301}", String(repeating: "0", count: 32) + "\u{0660}",
        ]
    )
    func notHex(text: String) {
        #expect(Digest(hex: text) == nil)
    }

    @Test("only 32 bytes are a digest", arguments: [0, 1, 31, 33, 64])
    func wrongLength(count: Int) {
        #expect(Digest(bytes: [UInt8](repeating: 0, count: count)) == nil)
    }

    @Test("digests are ordered as their bytes are")
    func comparison() throws {
        var generator = SeededGenerator(seed: 11)
        var digests = try (0..<100).map { _ in try generator.digest() }
        for place in 0..<32 {
            digests.append(try digestOf(bytes: (0..<32).map { $0 == place ? 1 : 0 }))
            digests.append(try digestOf(bytes: (0..<32).map { $0 == place ? 255 : 0 }))
        }
        #expect(digests.sorted().map(\.bytes) == digests.map(\.bytes).sorted { $0.lexicographicallyPrecedes($1) })
        #expect(digests.sorted().map(\.hex) == digests.map(\.hex).sorted())
    }

    @Test("a digest takes 32 bytes and no heap")
    func size() {
        #expect(MemoryLayout<Digest>.size == 32)
        #expect(MemoryLayout<Digest>.stride == 32)
    }
}
