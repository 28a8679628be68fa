import GlacierAPI
import GlacierModel
import Testing

@Suite("AbortVaultLock on the wire")
struct AbortVaultLockTests {
    @Test("the vault is all there is to the input")
    func readsInput() throws {
        let vault = try Example.vault()
        #expect(AbortVaultLock.input(for: vault, from: .with(body: "{}")).vault == vault)
    }

    @Test("204 without headers and body")
    func writesResponse() {
        let response = AbortVaultLock.response(to: (), deployment: Example.deployment)
        #expect(response.statusCode == 204)
        #expect(response.headerLines == [])
        #expect(response.hasNoBody)
        #expect(AbortVaultLock.operation == .abortVaultLock)
    }
}
