import Glacier
import GlacierModel
import HTTPTypes
import TestSupport
import Testing

@Suite("Errors of the service")
struct GlacierErrorTests {
    private func error(_ status: Int, _ headers: HTTPFields, _ body: String) async throws -> GlacierError? {
        let service = ScriptedService([], then: .answer(status, headers, body))
        let client = try service.client(retries: .never)
        do {
            _ = try await client.describeVault("v")
            return nil
        } catch let error as GlacierError {
            return error
        }
    }

    @Test("an error has everything that was answered")
    func reads() async throws {
        let error = try await error(
            404,
            [.known("x-amzn-RequestId"): "id-1"],
            #"{"code":"ResourceNotFoundException","message":"Vault not found for ARN: v","type":"Client"}"#
        )
        let expected = GlacierError(
            code: "ResourceNotFoundException",
            message: "Vault not found for ARN: v",
            type: "Client",
            status: 404,
            requestID: "id-1",
            operation: .describeVault
        )
        #expect(error == expected)
        #expect(error?.knownCode == .resourceNotFound)
        let words = "DescribeVault: ResourceNotFoundException (404, request id-1): Vault not found for ARN: v"
        #expect(error?.description == words)
    }

    @Test("a code that is not known is kept")
    func keepsUnknown() async throws {
        let error = try await error(400, #"{"code":"NoLongerSupportedException","message":"m","type":"Client"}"#)
        #expect(error?.code == "NoLongerSupportedException")
        #expect(error?.knownCode == nil)
    }

    private func error(_ status: Int, _ body: String) async throws -> GlacierError? {
        try await error(status, [:], body)
    }

    @Test("a code in the header comes before one in the body, without what stands around it")
    func readsHeader() async throws {
        let header: HTTPFields = [.known("x-amzn-ErrorType"): "ThrottlingException:http://internal.example/"]
        #expect(try await error(400, header, #"{"code":"Other"}"#)?.code == "ThrottlingException")
        #expect(try await error(400, #"{"__type":"com.example#SlowDown","Message":"m"}"#)?.code == "SlowDown")
    }

    @Test(
        "where the body is no error's, the status is the code",
        arguments: ["", "<html>", "[]", "{}", #"{"code":""}"#]
    )
    func readsOthers(_ body: String) async throws {
        let error = try await error(502, body)
        #expect(error?.code == "502")
        #expect(error?.message == "")
        #expect(error?.type == nil)
    }

    @Test("an answer that says success but not what it has to is no answer")
    func refusesUnreadable() async throws {
        for body in ["", "[]", #"{"CreationDate":"yesterday"}"#, #"{"SizeInBytes":{}}"#] {
            let client = try ScriptedService([], then: .answer(200, [:], body)).client()
            await #expect(throws: UnreadableAnswer.self) { try await client.describeVault("v") }
        }
    }

    @Test("a secret is in no description")
    func hidesSecrets() {
        let credentials = Credentials(accessKeyID: "AKID", secretAccessKey: "hidden-s", sessionToken: "hidden-t")
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped, "\([credentials])"] {
            #expect(!text.contains("hidden"))
        }
    }
}
