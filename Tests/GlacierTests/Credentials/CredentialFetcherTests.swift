@testable import Glacier
import GlacierModel
import HTTPTypes
import Testing

@Suite("Getting credentials")
struct CredentialFetcherTests {
    private static let document = """
        {"Code":"Success","AccessKeyId":"KEY","SecretAccessKey":"SECRET","Token":"TOKEN",\
        "Expiration":"2026-01-02T09:04:05Z"}
        """

    @Test("a program's document is taken, with and without an end")
    func program() async throws {
        var given = ChainUnderTest(config: "[default]\ncredential_process = /bin/p 'a b'")
        given.run = { command in
            #expect(command == ["/bin/p", "a b"])
            let text = #"{"Version":1,"AccessKeyId":"KEY","SecretAccessKey":"SECRET"}"#
            return ChainSurroundings.ProgramOutcome(status: 0, output: Array(text.utf8))
        }
        let credentials = try await given.credentials()
        #expect((credentials.accessKeyID, credentials.secretAccessKey) == ("KEY", "SECRET"))
        #expect(credentials.sessionToken == nil)
        #expect(credentials.expiration == nil)
    }

    @Test(
        "a program's document that is not whole is refused",
        arguments: [
            "", "[]", "{}", #"{"Version":2,"AccessKeyId":"K","SecretAccessKey":"S"}"#,
            #"{"Version":1,"SecretAccessKey":"S"}"#, #"{"Version":1,"AccessKeyId":"K"}"#,
            #"{"Version":1,"AccessKeyId":"K","SecretAccessKey":1}"#,
            #"{"Version":1,"AccessKeyId":"K","SecretAccessKey":"S","Expiration":"soon"}"#,
        ]
    )
    func badProgram(_ output: String) async {
        var given = ChainUnderTest(config: "[default]\ncredential_process = p")
        given.run = { _ in ChainSurroundings.ProgramOutcome(status: 0, output: Array(output.utf8)) }
        let error = await #expect(throws: ConfigurationError.self) { try await given.credentials() }
        #expect(error?.code == .refused)
    }

    @Test("a container is asked with the token of the file, and again when it is not well")
    func container() async throws {
        let name = "AWS_CONTAINER_"
        var given = ChainUnderTest(
            environment: [
                "\(name)CREDENTIALS_FULL_URI": "http://localhost:81/c?d", "\(name)AUTHORIZATION_TOKEN_FILE": "/token",
                "\(name)AUTHORIZATION_TOKEN": "not this",
            ]
        )
        given.files["/token"] = "Basic x"
        let respondent = Respondent([nil, (503, ""), (200, Self.document)])
        given.send = respondent.send
        let credentials = try await given.credentials()
        #expect((credentials.accessKeyID, credentials.secretAccessKey) == ("KEY", "SECRET"))
        #expect(credentials.sessionToken == "TOKEN")
        #expect(credentials.expiration?.secondsText == "2026-01-02T09:04:05Z")
        #expect(respondent.requests.count == 3)
        let request = try #require(respondent.requests.last)
        #expect((request.method, request.authority, request.path) == (.get, "localhost:81", "/c?d"))
        #expect(request.headerFields[.authorization] == "Basic x")
    }

    @Test(
        "a container's token that no header can have is refused before anything is sent",
        arguments: ["a\n", "ä", nil]
    )
    func badToken(_ token: String?) async {
        let name = "AWS_CONTAINER_"
        var given = ChainUnderTest(
            environment: ["\(name)CREDENTIALS_RELATIVE_URI": "/c", "\(name)AUTHORIZATION_TOKEN_FILE": "/token"]
        )
        given.files["/token"] = token
        let respondent = Respondent([(200, Self.document)])
        given.send = respondent.send
        let error = await #expect(throws: ConfigurationError.self) { try await given.credentials() }
        #expect(error?.place == "/token")
        #expect(respondent.requests.isEmpty)
    }

    @Test("an address of a container without a slash is refused: the host would be another")
    func relativeAddress() {
        let environment = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": ".example.com/c"]
        let error = #expect(throws: ConfigurationError.self) { try ChainUnderTest(environment: environment).plan() }
        #expect(error?.code == .invalidSetting)
    }

    @Test("an instance is asked for a token, its role and the role's credentials")
    func instance() async throws {
        var given = ChainUnderTest()
        let respondent = Respondent([(200, "TOKEN=="), (200, "reader\n"), (200, Self.document)])
        given.send = respondent.send
        #expect(try await given.credentials().accessKeyID == "KEY")
        let path = "/latest/meta-data/iam/security-credentials/"
        #expect(respondent.requests.map(\.path) == ["/latest/api/token", path, "\(path)reader"])
        #expect(respondent.requests.map(\.method) == [.put, .get, .get])
        let token = try #require(HTTPField.Name("x-aws-ec2-metadata-token"))
        #expect(respondent.requests.map { $0.headerFields[token] } == [nil, "TOKEN==", "TOKEN=="])
        let lifetime = try #require(HTTPField.Name("x-aws-ec2-metadata-token-ttl-seconds"))
        #expect(respondent.requests.first?.headerFields[lifetime] == "21600")
    }

    @Test("without a token an instance is not asked further")
    func instanceWithoutToken() async {
        var given = ChainUnderTest()
        let respondent = Respondent([(403, "")])
        given.send = respondent.send
        let error = await #expect(throws: ConfigurationError.self) { try await given.credentials() }
        #expect(error?.code == .noCredentials)
        #expect(error?.tried.last?.contains("status 403") == true)
        #expect(respondent.requests.count == 1)
    }

    @Test("an instance without a role has no credentials")
    func instanceWithoutRole() async {
        var given = ChainUnderTest()
        given.send = Respondent([(200, "TOKEN"), (404, "")]).send
        let error = await #expect(throws: ConfigurationError.self) { try await given.credentials() }
        #expect(error?.code == .noCredentials)
        #expect(error?.tried.last?.contains("the name of a role") == true)
    }
}
