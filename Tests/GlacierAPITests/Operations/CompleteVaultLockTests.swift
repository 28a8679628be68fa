import GlacierAPI
import GlacierModel
import Testing

@Suite("CompleteVaultLock on the wire")
struct CompleteVaultLockTests {
    @Test("the lock's id is taken as sent: what it is worth depends on the state")
    func readsInput() throws {
        let vault = try Example.vault()
        for id in ["AE863rKkWZU53SLW5be4DUcW", "x", ""] {
            let input = CompleteVaultLock.input(for: vault, from: .with(identifier: id))
            #expect(input.vault == vault)
            #expect(input.lockID == id)
        }
    }

    @Test("204 without headers and body")
    func writesResponse() {
        let response = CompleteVaultLock.response(to: (), deployment: Example.deployment)
        #expect(response.statusCode == 204)
        #expect(response.headerLines == [])
        #expect(response.hasNoBody)
        #expect(CompleteVaultLock.operation == .completeVaultLock)
    }
}
