import GlacierModel
import Testing

@Suite("Tags")
struct TagTests {
    private func tag(_ key: String, _ value: String = "") throws -> VaultTag {
        VaultTag(key: try TagKey(key), value: try TagValue(value))
    }

    private func tags(_ count: Int, from first: Int = 0) throws -> TagSet {
        TagSet(try (first..<(first + count)).map { try tag("k\($0)") })
    }

    @Test(
        "letters and numbers of any script, space and a few signs are kept as sent",
        arguments: [
            "k", " ", " k ", "a/b.c_d=e+f-g@h:i", "Größe", "数据", "ملف", "файл", "٣", "½", "Ⅷ", "aws", "AWS:x", "xaws:",
            String(repeating: "k", count: 128), String(repeating: "数", count: 128), "𐐷",
        ]
    )
    func takesKey(_ text: String) throws {
        #expect(try TagKey(text).text == text)
        #expect(try TagValue(text).text == text)
    }

    @Test(
        "a key of other characters, without any, with more than 128, or that begins with aws: is refused",
        arguments: [
            "", "aws:", "aws:k", String(repeating: "k", count: 129), "a,b", "a*", "a\tb", "a\0", "k\n", "🧊", "a;b",
            "\"",
            "a\u{A0}b", "e\u{301}", "a\\b",
        ]
    )
    func refusesKey(_ text: String) {
        #expect(throws: ServiceError.invalidParameter("Invalid tag key: \(text)")) { try TagKey(text) }
    }

    @Test("a value may be empty, begin with aws:, and have 256 characters")
    func takesValue() throws {
        #expect(try TagValue("").text == "")
        #expect(try TagValue("aws:v").text == "aws:v")
        #expect(try TagValue(String(repeating: "ü", count: 256)).text.unicodeScalars.count == 256)
    }

    @Test("a value of other characters or with more than 256 is refused", arguments: ["\0", "a\nb", "?", "😀"])
    func refusesValue(_ text: String) {
        #expect(throws: ServiceError.invalidParameter("Invalid tag value: \(text)")) { try TagValue(text) }
        let long = String(repeating: "v", count: 257)
        #expect(throws: ServiceError.invalidParameter("Invalid tag value: \(long)")) { try TagValue(long) }
    }

    @Test("keys are compared and ordered by their bytes: case, spaces and spelling count")
    func comparesKeys() throws {
        // A precomposed syllable, and the three letters it is made of, which Swift takes for the same text.
        let composed = "\u{D55C}", letters = "\u{1112}\u{1161}\u{11AB}"
        #expect(composed == letters)
        #expect(try TagKey(composed) != TagKey(letters))
        let keys = ["b", "B", "a", " a", "é", letters, composed, "-", "0", "_"]
        let set = TagSet(try keys.map { try tag($0) })
        #expect(set.count == keys.count)
        let ordered = set.ordered.map { Array($0.key.text.utf8) }
        #expect(ordered == [" a", "-", "0", "B", "_", "a", "b", "é", letters, composed].map { Array($0.utf8) })
    }

    @Test("of tags with one key the last counts")
    func mergesTags() throws {
        let set = TagSet([try tag("k", "1"), try tag("k", "2")])
        #expect(set.ordered == [try tag("k", "2")])
    }

    @Test("a vault has at most 50 tags; replacing one does not count")
    func limitsTags() throws {
        let full = try tags(49).adding(tags(1, from: 49))
        #expect(full.count == 50)
        #expect(try full.adding(TagSet([tag("k7", "new")])).ordered.contains(tag("k7", "new")))
        #expect(try full.adding(full).count == 50)
        #expect(throws: ServiceError.tagLimitReached) { try full.adding(TagSet([tag("other")])) }
        #expect(throws: ServiceError.tagLimitReached) { try TagSet([]).adding(tags(51)) }
    }
}
