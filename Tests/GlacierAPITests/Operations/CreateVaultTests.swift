import GlacierAPI
import GlacierModel
import Testing

@Suite("CreateVault on the wire")
struct CreateVaultTests {
    @Test("the vault is all there is to the input")
    func readsInput() throws {
        let vault = try Example.vault()
        #expect(CreateVault.input(for: vault, from: .with(body: "ignored")).vault == vault)
        #expect(CreateVault.operation == .createVault)
    }

    @Test("201 with the place of the vault and an empty object")
    func writesResponse() throws {
        let response = CreateVault.response(to: .init(vault: try Example.vault()), deployment: Example.deployment)
        #expect(response.statusCode == 201)
        #expect(response.headerLines == ["Location: /111122223333/vaults/examplevault"])
        #expect(response.document == "{}")
    }
}
