import GlacierAPI
import GlacierModel
import Testing

@Suite("DeleteVaultAccessPolicy on the wire")
struct DeleteVaultAccessPolicyTests {
    @Test("the vault is all there is to the input")
    func readsInput() throws {
        let vault = try Example.vault()
        #expect(DeleteVaultAccessPolicy.input(for: vault, from: .with(body: "{}")).vault == vault)
    }

    @Test("204 without headers and body")
    func writesResponse() {
        let response = DeleteVaultAccessPolicy.response(to: (), deployment: Example.deployment)
        #expect(response.statusCode == 204)
        #expect(response.headerLines == [])
        #expect(response.hasNoBody)
        #expect(DeleteVaultAccessPolicy.operation == .deleteVaultAccessPolicy)
    }
}
