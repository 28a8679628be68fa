import GlacierAPI
import GlacierModel
import Testing

@Suite("GetVaultLock on the wire")
struct GetVaultLockTests {
    @Test("the vault is all there is to the input")
    func readsInput() throws {
        let vault = try Example.vault()
        #expect(GetVaultLock.input(for: vault, from: .with(body: "{}")).vault == vault)
    }

    private func document(_ lock: (VaultLock.Terms) -> VaultLock) throws -> String? {
        let terms = VaultLock.Terms(
            id: try LockID("AE863rKkWZU53SLW5be4DUcW"),
            policy: #"{"Version":"2012-10-17"}"#,
            creationDate: Timestamp(milliseconds: 1_767_323_045_678)
        )
        guard let output = GetVaultLock.Output(lock(terms)) else { return nil }
        let response = GetVaultLock.response(to: output, deployment: Example.deployment)
        #expect(response.statusCode == 200)
        #expect(response.headerLines == [])
        return response.document
    }

    @Test("a lock in progress shows when it expires, a completed one null, and neither its id")
    func writesResponse() throws {
        let policy = #""Policy":"{\"Version\":\"2012-10-17\"}""#
        #expect(
            try document { .inProgress($0, expirationDate: Timestamp(milliseconds: 1_767_409_445_678)) }
                == #"{"CreationDate":"2026-01-02T03:04:05.678Z","ExpirationDate":"2026-01-03T03:04:05.678Z","#
                + #"\#(policy),"State":"InProgress"}"#
        )
        #expect(
            try document { .locked($0) }
                == #"{"CreationDate":"2026-01-02T03:04:05.678Z","ExpirationDate":null,\#(policy),"State":"Locked"}"#
        )
        #expect(try document { _ in .unlocked } == nil)
        #expect(GetVaultLock.operation == .getVaultLock)
    }
}
