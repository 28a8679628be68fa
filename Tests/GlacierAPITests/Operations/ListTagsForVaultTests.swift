import GlacierAPI
import GlacierModel
import Testing

@Suite("ListTagsForVault on the wire")
struct ListTagsForVaultTests {
    @Test("the vault is all there is to the input")
    func readsInput() throws {
        let vault = try Example.vault()
        #expect(ListTagsForVault.input(for: vault, from: .with(body: "{}")).vault == vault)
    }

    @Test("an object of keys and values in their order; without tags it is empty")
    func writesResponse() throws {
        let tags = [("A", "1"), ("a/\u{D55C}", ""), ("a b", "=+")]
        let output = ListTagsForVault.Output(
            tags: try tags.map { key, value in VaultTag(key: try TagKey(key), value: try TagValue(value)) }
        )
        let response = ListTagsForVault.response(to: output, deployment: Example.deployment)
        #expect(response.statusCode == 200)
        #expect(response.headerLines == [])
        #expect(response.document == #"{"Tags":{"A":"1","a/한":"","a b":"=+"}}"#)
        let none = ListTagsForVault.Output(tags: [])
        #expect(ListTagsForVault.response(to: none, deployment: Example.deployment).document == #"{"Tags":{}}"#)
        #expect(ListTagsForVault.operation == .listTagsForVault)
    }
}
