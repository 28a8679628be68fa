import BlobStore
import Testing

@Suite("Blob keys")
struct BlobKeyTests {
    @Test("a key is its creation time in 12 digits and its random bytes in 20")
    func text() {
        // 1_700_000_000_000 is 0x18bcfe56800.
        let key = BlobKey(createdAtMilliseconds: 1_700_000_000_000, random: [0, 1, 2, 3, 4, 5, 0xFA, 0xFB, 0xFE, 0xFF])
        #expect(key.text == "018bcfe56800000102030405fafbfeff")
        #expect(key.description == key.text)
        #expect(key.createdAtMilliseconds == 1_700_000_000_000)
        #expect(key.bytes == [1, 0x8B, 0xCF, 0xE5, 0x68, 0, 0, 1, 2, 3, 4, 5, 0xFA, 0xFB, 0xFE, 0xFF])
    }

    @Test(
        "a key's text and bytes lead back to it",
        arguments: [(0, UInt8(0)), (1, 1), ((1 << 48) - 1, 0xFF), (1_700_000_000_000, 0x7F)] as [(Int64, UInt8)]
    )
    func roundTrip(_ time: Int64, _ byte: UInt8) {
        let key = BlobKey(createdAtMilliseconds: time, random: Array(repeating: byte, count: 10))
        #expect(BlobKey(key.text) == key)
        #expect(BlobKey(Substring(key.text)) == key)
        #expect(BlobKey(bytes: key.bytes) == key)
        #expect(key.createdAtMilliseconds == time)
    }

    @Test(
        "text that is not 32 lower-case hexadecimal digits is no key",
        arguments: [
            "", "0", String(repeating: "0", count: 31), String(repeating: "0", count: 33),
            String(repeating: "0", count: 64), "018BCFE56800000102030405FAFBFEFF", "018bcfe56800000102030405fafbfef/",
            "018bcfe56800000102030405fafbfefg", "+18bcfe56800000102030405fafbfeff", " 18bcfe56800000102030405fafbfeff",
            "018bcfe56800000102030405fafbfe\u{e9}", "../../../../../../../../etc/passwd",
            String(repeating: "0", count: 30) + "٠",
        ]
    )
    func refusesText(_ text: String) {
        #expect(BlobKey(text) == nil)
    }

    @Test("another number of bytes is no key", arguments: [0, 15, 17])
    func refusesBytes(_ count: Int) {
        #expect(BlobKey(bytes: Array(repeating: 0, count: count)) == nil)
    }

    @Test("keys sort as their texts do, whichever digit is different")
    func order() throws {
        let base = "7777777777777777777777777777777"
        let keys = try (0..<32).flatMap { place in
            try ["0", "9", "a", "f"].map { digit in
                try #require(BlobKey(base.prefix(place) + digit + base.dropFirst(place)))
            }
        }
        for left in keys {
            for right in keys {
                #expect((left < right) == left.text.utf8.lexicographicallyPrecedes(right.text.utf8))
            }
        }
    }
}
