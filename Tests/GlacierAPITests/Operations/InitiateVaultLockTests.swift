import GlacierAPI
import GlacierModel
import Testing

@Suite("InitiateVaultLock on the wire")
struct InitiateVaultLockTests {
    private func input(_ body: String) throws -> InitiateVaultLock.Input {
        try InitiateVaultLock.input(for: Example.vault(), from: .with(body: body))
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

    @Test("201 with the lock's id, and an empty object")
    func writesResponse() throws {
        let output = InitiateVaultLock.Output(lockID: try LockID("AE863rKkWZU53SLW5be4DUcW"))
        let response = InitiateVaultLock.response(to: output, deployment: Example.deployment)
        #expect(response.statusCode == 201)
        #expect(response.headerLines == ["x-amz-lock-id: AE863rKkWZU53SLW5be4DUcW"])
        #expect(response.document == "{}")
        #expect(InitiateVaultLock.operation == .initiateVaultLock)
    }
}
