import GlacierAPI
import GlacierModel
import Testing

@Suite("GetVaultAccessPolicy on the wire")
struct GetVaultAccessPolicyTests {
    @Test("the vault is all there is to the input")
    func readsInput() throws {
        let vault = try Example.vault()
        #expect(GetVaultAccessPolicy.input(for: vault, from: .with(body: "{}")).vault == vault)
    }

    @Test("the policy is a text in the document")
    func writesResponse() {
        let output = GetVaultAccessPolicy.Output(policy: "{\"Version\":\n \"2012-10-17\"}")
        let response = GetVaultAccessPolicy.response(to: output, deployment: Example.deployment)
        #expect(response.statusCode == 200)
        #expect(response.headerLines == [])
        #expect(response.document == #"{"Policy":"{\"Version\":\n \"2012-10-17\"}"}"#)
        #expect(GetVaultAccessPolicy.operation == .getVaultAccessPolicy)
    }
}
