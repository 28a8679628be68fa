import GlacierAPI
import GlacierModel
import Testing

@Suite("DeleteVault on the wire")
struct DeleteVaultTests {
    @Test("the vault is all there is to the input")
    func readsInput() throws {
        let vault = try Example.vault()
        #expect(DeleteVault.input(for: vault, from: .with()).vault == vault)
        #expect(DeleteVault.operation == .deleteVault)
    }

    @Test("204 with nothing")
    func writesResponse() {
        let response = DeleteVault.response(to: (), deployment: Example.deployment)
        #expect(response.statusCode == 204)
        #expect(response.headerLines == [])
        #expect(response.hasNoBody)
    }
}
