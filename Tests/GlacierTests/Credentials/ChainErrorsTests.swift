@testable import Glacier
import GlacierModel
import Testing

@Suite("What the chain says")
struct ChainErrorsTests {
    @Test("the caller's words come before all others")
    func explicit() throws {
        let given = ChainUnderTest(
            config: "[default]\nregion = a\n[profile p]\nregion = b\nendpoint_url = http://p",
            environment: ["AWS_REGION": "c", "AWS_ENDPOINT_URL_GLACIER": "http://g", "AWS_PROFILE": "default"]
        )
        let chain = try given.chain(profile: "p", region: "d", endpoint: "http://e:1/f/")
        #expect(try chain.region() == "d")
        #expect(try chain.endpoint().description == "http://e:1/f")
        #expect(try chain.endpoint(of: .sts).description == "http://p")
    }

    @Test("AWS_REGION comes before AWS_DEFAULT_REGION, and what is empty is not there")
    func regions() throws {
        let both = ["AWS_REGION": "a", "AWS_DEFAULT_REGION": "b"]
        #expect(try ChainUnderTest(environment: both).chain().region() == "a")
        let empty = ["AWS_REGION": "", "AWS_DEFAULT_REGION": "b", "AWS_PROFILE": "", "AWS_ACCESS_KEY_ID": ""]
        #expect(try ChainUnderTest(environment: empty).chain().region() == "b")
    }

    @Test(
        "the files are where the environment says",
        arguments: [
            ("/c", "/c"), ("~/c", "/home/ann/c"), ("$D/c", "/d/c"), ("${D}x/$", "/dx/$"), ("$NO/${D", "$NO/${D"),
            ("~ann/c", "~ann/c"), ("${}$D", "${}/d"),
        ]
    )
    func paths(_ text: String, _ path: String) throws {
        var given = ChainUnderTest(environment: ["AWS_CONFIG_FILE": text, "D": "/d"])
        given.files[path] = "[default]\nregion = here"
        #expect(try given.chain().region() == "here")
    }

    @Test("a mistake in a file is told with its line")
    func malformed() {
        let given = ChainUnderTest(credentials: "[default]\n\nnothing\n")
        let error = #expect(throws: ConfigurationError.self) { try given.chain() }
        #expect(error?.code == .malformedFile)
        #expect(error?.place == "/home/ann/.aws/credentials, line 3")
    }

    @Test("what this client does not do is refused, not passed over")
    func unsupported() {
        let role = "role_arn = r\nsource_profile = s\n[profile s]\naws_access_key_id = a\naws_secret_access_key = b\n"
        for (config, environment, word) in [
            ("[default]\nmfa_serial = m\n\(role)", [:], "mfa_serial"),
            ("[default]\nweb_identity_token_file = f\n\(role)", [:], "web_identity_token_file"),
            ("[default]\nsso_account_id = 1\n", [:], "sso_account_id"),
            ("[default]\nlogin_session = 1\n", [:], "login_session"),
            ("", ["AWS_WEB_IDENTITY_TOKEN_FILE": "f"], "AWS_WEB_IDENTITY_TOKEN_FILE"),
            ("", ["AWS_CREDENTIAL_FILE": "f"], "AWS_CREDENTIAL_FILE"),
        ] {
            let given = ChainUnderTest(config: config, environment: environment)
            let error = #expect(throws: ConfigurationError.self) { try given.plan() }
            #expect(error?.code == .unsupportedSetting)
            #expect(error?.description.contains(word) == true)
        }
    }

    @Test("where there are no credentials, everything that was tried is told in order")
    func tried() async throws {
        var given = ChainUnderTest(config: "[profile p]\nregion = r")
        given.send = Respondent([]).send
        let error = await #expect(throws: ConfigurationError.self) { try await given.credentials(profile: "p") }
        #expect(error?.code == .noCredentials)
        #expect(
            error?.tried == [
                "environment: passed over, a profile was asked for",
                "[profile p] in /home/ann/.aws/config: no role_arn",
                "profile p in /home/ann/.aws/credentials: no aws_access_key_id",
                "[profile p] in /home/ann/.aws/config: no credential_process",
                "profile p in /home/ann/.aws/config: no aws_access_key_id",
                "container: no AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and no AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "EC2 instance at http://169.254.169.254: it does not answer",
            ]
        )
    }

    @Test("an error behind other places tells what was tried before")
    func triedBefore() {
        let given = ChainUnderTest(config: "[default]\naws_access_key_id = a\n")
        let error = #expect(throws: ConfigurationError.self) { try given.plan() }
        #expect(error?.code == .incomplete)
        #expect(error?.tried.first == "environment: no AWS_ACCESS_KEY_ID")
        #expect(error?.tried.count == 4)
    }

    @Test("secrets are in no description, mirror or error")
    func secrets() async throws {
        let credentials = Credentials(accessKeyID: "KEY", secretAccessKey: "hidden", sessionToken: "hidden")
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] { #expect(!text.contains("hidden")) }
        var given = ChainUnderTest(config: "[default]\ncredential_process = p --password hidden 'x")
        let broken = #expect(throws: ConfigurationError.self) { try given.plan() }
        #expect(broken.map { "\($0)".contains("hidden") } == false)
        given.files["/home/ann/.aws/config"] = "[default]\ncredential_process = p hidden"
        given.run = { _ in ChainSurroundings.ProgramOutcome(status: 3, output: Array("hidden".utf8)) }
        let failed = await #expect(throws: ConfigurationError.self) { try await given.credentials() }
        #expect(failed?.message == "the program ended with status 3")
        #expect(failed.map { "\($0)".contains("hidden") } == false)
    }
}
