import AccessControl
import BlobStoreTesting
import DatabaseTesting
@testable import Glacier
import GlacierModel
import HTTPTypes
import SigV4
import TestSupport
import Testing

/// Roles that are assumed with a real server, which checks the signature.
@Suite("Assuming roles")
struct RoleTests {
    private static let role = "arn:aws:iam::123456789012:role/reader"

    private let firn: FirnUnderTest
    private let ann: SigningCredentials

    init() async throws {
        firn = try await FirnUnderTest(database: FreshDatabase(), store: MemoryBlobStore())
        ann = try await firn.makeUser("ann", policy: Self.policy(action: "sts:AssumeRole", ", \"Resource\":\"*\""))
        let trust = Self.policy(
            action: "sts:AssumeRole",
            #","Principal":{"AWS":"arn:aws:iam::123456789012:user/ann"},"#
                + #""Condition":{"StringEquals":{"sts:ExternalId":"a+b=c,d:e/f"}}"#
        )
        let form = FormText([
            ("Action", "CreateRole"), ("Version", "2010-05-08"), ("RoleName", "reader"),
            ("AssumeRolePolicyDocument", trust),
        ])
        let made = await firn.query(.iam, form.text)
        #expect(made.status == 200, "\(made.text)")
    }

    private static func policy(action: String, _ more: String) -> String {
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"\#(action)"\#(more)}]}"#
    }

    /// A chain on the server's clock, in which ann's key is a profile.
    private func given(_ settings: String) -> ChainUnderTest {
        var given = ChainUnderTest(
            config: """
                [default]
                region = us-east-1
                role_arn = \(Self.role)
                source_profile = ann
                services = here
                \(settings)
                [profile ann]
                aws_access_key_id = \(ann.accessKeyID)
                aws_secret_access_key = \(ann.secretAccessKey)
                [services here]
                sts =
                  endpoint_url = http://test:1
                """
        )
        given.clock = firn.clock
        given.send = { [firn] request, body, _ in
            let answer = await firn.deliver(request, body)
            return ChainSurroundings.Answer(status: answer.status, body: answer.body)
        }
        return given
    }

    @Test("the server gives credentials that it knows, until the time that was asked for")
    func assumes() async throws {
        let given = given("external_id = a+b=c,d:e/f\nrole_session_name = trip\nduration_seconds = 1800")
        let credentials = try await given.credentials()
        #expect(credentials.expiration?.seconds == firn.clock.now.seconds + 1800)
        let signing = SigningCredentials(
            accessKeyID: credentials.accessKeyID,
            secretAccessKey: credentials.secretAccessKey,
            sessionToken: credentials.sessionToken
        )
        let identity = await firn.query(.sts, "Action=GetCallerIdentity&Version=2011-06-15", as: signing)
        #expect(identity.text.contains("arn:aws:sts::123456789012:assumed-role/reader/trip"), "\(identity.text)")
    }

    @Test("new credentials are got before the old ones end, and not earlier")
    func refreshes() async throws {
        let provider = try given("external_id = a+b=c,d:e/f").chain().credentials()
        let first = try await provider.credentials()
        firn.clock.advance(by: .minutes(44))
        #expect(try await provider.credentials().accessKeyID == first.accessKeyID)
        firn.clock.advance(by: .minutes(2))
        #expect(try await provider.credentials().accessKeyID != first.accessKeyID)
    }

    @Test("the server's refusal is told, with the role and without secrets")
    func refused() async throws {
        let error = await #expect(throws: ConfigurationError.self) { try await given("external_id = no").credentials() }
        #expect(error?.code == .refused)
        #expect(error?.message.hasPrefix("the role is refused with status 403, AccessDenied: ") == true)
        #expect(error?.place.contains(Self.role) == true)
        #expect(error.map { "\($0)".contains(ann.secretAccessKey) } == false)
    }

    @Test("an answer without credentials is refused")
    func strangeAnswer() async {
        var given = given("external_id = a+b=c,d:e/f")
        given.send = Respondent([(200, "<AssumeRoleResponse></AssumeRoleResponse>")]).send
        let error = await #expect(throws: ConfigurationError.self) { try await given.credentials() }
        #expect(error?.message == "the answer has no credentials")
    }

    @Test("a server that does not answer is asked three times")
    func unreachable() async {
        var given = given("")
        let respondent = Respondent([])
        given.send = respondent.send
        let error = await #expect(throws: ConfigurationError.self) { try await given.credentials() }
        #expect(error?.code == .unreachable)
        #expect(respondent.requests.count == 3)
    }
}
