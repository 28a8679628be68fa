import Catalogue
import GlacierModel
import Testing

@Suite("Tags in the catalogue")
struct TagRecordsTests {
    private typealias Test = CatalogueUnderTest

    private func tags(_ pairs: KeyValuePairs<String, String>) throws -> TagSet {
        TagSet(try pairs.map { key, value in VaultTag(key: try TagKey(key), value: try TagValue(value)) })
    }

    private func numbered(_ numbers: Range<Int>) throws -> TagSet {
        TagSet(try numbers.map { VaultTag(key: try TagKey("k\($0)"), value: try TagValue("")) })
    }

    @Test("tags are added, replaced by their key, and read in byte order")
    func addsTags() async throws {
        let test = try await Test()
        #expect(try await test.catalogue.tags(of: test.vault).count == 0)
        try await test.catalogue.addTags(try tags(["b": "1", "a": "", "B": "2"]), to: test.vault)
        try await test.catalogue.addTags(try tags(["b": "3", "é": "4"]), to: test.vault)
        let kept = try await test.catalogue.tags(of: test.vault)
        #expect(kept == (try tags(["B": "2", "a": "", "b": "3", "é": "4"])))
        #expect(kept.ordered.map(\.key.text) == ["B", "a", "b", "é"])
    }

    @Test("two spellings that look alike are two tags")
    func comparesBytes() async throws {
        let test = try await Test()
        let spellings = try tags(["\u{D55C}": "composed", "\u{1112}\u{1161}\u{11AB}": "letters"])
        try await test.catalogue.addTags(spellings, to: test.vault)
        #expect(try await test.catalogue.tags(of: test.vault).count == 2)
        try await test.catalogue.removeTags([try TagKey("\u{D55C}")], from: test.vault)
        #expect(try await test.catalogue.tags(of: test.vault).ordered.map(\.value.text) == ["letters"])
    }

    @Test("beyond 50 nothing is added, not even a new value")
    func limitsTags() async throws {
        let test = try await Test()
        try await test.catalogue.addTags(numbered(0..<49), to: test.vault)
        let more = try tags(["k0": "new", "x": "", "y": ""])
        await #expect(throws: ServiceError.tagLimitReached) {
            try await test.catalogue.addTags(more, to: test.vault)
        }
        #expect(try await test.catalogue.tags(of: test.vault) == (try numbered(0..<49)))
        try await test.catalogue.addTags(try tags(["k0": "new", "x": ""]), to: test.vault)
        #expect(try await test.catalogue.tags(of: test.vault).count == 50)
    }

    @Test("removing keys that are not there is success, and only the named ones go")
    func removesTags() async throws {
        let test = try await Test()
        try await test.catalogue.addTags(numbered(0..<4), to: test.vault)
        let keys = Set(try ["k0", "k3", "absent", "K1"].map { try TagKey($0) })
        try await test.catalogue.removeTags(keys, from: test.vault)
        #expect(try await test.catalogue.tags(of: test.vault) == (try numbered(1..<3)))
    }

    @Test("a vault that does not exist has no tags, and another vault has its own")
    func belongsToVault() async throws {
        let test = try await Test(), other = try Test.vault("w")
        let one = try numbered(0..<1),
            missing = ServiceError.vaultNotFound("arn:aws:glacier:us-east-1:111122223333:vaults/w")
        await #expect(throws: missing) { try await test.catalogue.addTags(one, to: other) }
        await #expect(throws: missing) { _ = try await test.catalogue.tags(of: other) }
        await #expect(throws: missing) { try await test.catalogue.removeTags([], from: other) }
        try await test.catalogue.createVault(other, at: Test.creation)
        try await test.catalogue.addTags(one, to: other)
        #expect(try await test.catalogue.tags(of: test.vault).count == 0)
    }
}
