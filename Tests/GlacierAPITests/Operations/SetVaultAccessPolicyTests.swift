import GlacierAPI
import GlacierModel
import Testing

@Suite("SetVaultAccessPolicy on the wire")
struct SetVaultAccessPolicyTests {
    private func input(_ body: String) throws -> SetVaultAccessPolicy.Input {
        try SetVaultAccessPolicy.input(for: Example.vault(), from: .with(body: body))
    }

    @Test("the policy is a text, kept as sent")
    func readsPolicy() throws {
        let input = try input(#"{"Policy":" {\"Version\":\n\"2012-10-17\"}"}"#)
        #expect(input.vault == (try Example.vault()))
        #expect(input.policy == " {\"Version\":\n\"2012-10-17\"}")
    }

    @Test(
        "a policy that is not there is missed",
        arguments: ["", "\n", "{}", #"{"Policy":null}"#, #"{"Policy":""}"#, #"{"policy":"{}"}"#]
    )
    func misses(_ body: String) {
        #expect(throws: ServiceError.missingParameter("policy")) { try input(body) }
    }

    @Test("a policy that is no text is malformed", arguments: ["{}", "[]", "1", "true"])
    func refusesType(_ policy: String) {
        #expect(throws: ServiceError.malformedBody("The value of Policy must be a string.")) {
            try input("{\"Policy\":\(policy)}")
        }
    }

    @Test("204 without headers and body")
    func writesResponse() {
        let response = SetVaultAccessPolicy.response(to: (), deployment: Example.deployment)
        #expect(response.statusCode == 204)
        #expect(response.headerLines == [])
        #expect(response.hasNoBody)
        #expect(SetVaultAccessPolicy.operation == .setVaultAccessPolicy)
    }
}
