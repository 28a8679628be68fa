import GlacierModel
import IdentityAPI
import Testing

@Suite("Contracts of temporary credentials")
struct TokenContractTests {
    private static let role = "arn:aws:iam::123456789012:role/team/reader"

    private func request(_ form: String) throws -> TokenRequest {
        let form = try QueryForm(Array(form.utf8))
        return TokenRequest(try TokenOperationName(of: form), form)
    }

    private func read<Operation: TokenContract>(
        _ contract: Operation.Type,
        _ parameters: String
    ) throws -> Operation.Input {
        var request = try request("Action=\(contract)&Version=2011-06-15\(parameters)")
        let input = try contract.input(from: &request)
        try request.requireAllRead()
        return input
    }

    @Test("AssumeRole is read")
    func readsAssumeRole() throws {
        let input = try read(
            AssumeRole.self,
            "&RoleArn=\(Self.role)&RoleSessionName=a.b@c&DurationSeconds=900&ExternalId=x:/1&Policy=%7B%7D"
        )
        #expect(input.role.text == Self.role)
        #expect(input.role.identity.name.text == "reader")
        #expect(input.sessionName.text == "a.b@c")
        #expect(input.seconds == 900)
        #expect(input.externalID?.text == "x:/1")
        #expect(input.policy?.text == "{}")
        let least = try read(AssumeRole.self, "&RoleArn=\(Self.role)&RoleSessionName=ab")
        #expect(least.seconds == nil && least.externalID == nil && least.policy == nil)
    }

    @Test("GetSessionToken lasts twelve hours if nothing else is said")
    func readsGetSessionToken() throws {
        #expect(try read(GetSessionToken.self, "").seconds == 43_200)
        #expect(try read(GetSessionToken.self, "&DurationSeconds=129600").seconds == 129_600)
    }

    @Test(
        "what is missing, out of bounds or unknown is refused",
        arguments: [
            ("&RoleSessionName=ab", IdentityError.missingParameter("RoleArn")),
            ("&RoleArn=\(role)", .missingParameter("RoleSessionName")),
            (
                "&RoleArn=\(role)&RoleSessionName=a",
                .invalidParameter("RoleSessionName", value: "a", .tooShort(minimum: 2))
            ),
            (
                "&RoleArn=\(role)&RoleSessionName=ab&DurationSeconds=899",
                .invalidParameter("DurationSeconds", value: "899", .tooSmall(minimum: 900))
            ),
            (
                "&RoleArn=\(role)&RoleSessionName=ab&DurationSeconds=43201",
                .invalidParameter("DurationSeconds", value: "43201", .tooLarge(maximum: 43_200))
            ),
            (
                "&RoleArn=\(role)&RoleSessionName=ab&Tags.member.1.Key=k",
                .unknownParameter("Tags.member.1.Key")
            ),
            (
                "&RoleArn=arn:aws:iam::123456789012:role&RoleSessionName=ab",
                .invalidParameter("RoleArn", value: "arn:aws:iam::123456789012:role", .malformed(.identityARN([.role])))
            ),
        ]
    )
    func refuses(_ parameters: String, _ error: IdentityError) {
        #expect(throws: error) { try read(AssumeRole.self, parameters) }
    }

    @Test("a second factor is refused as unknown")
    func refusesDevices() {
        #expect(throws: TokenError.noSuchDevice) { try read(GetSessionToken.self, "&TokenCode=123456") }
        #expect(throws: TokenError.noSuchDevice) { try read(AssumeRole.self, "&SerialNumber=123456789") }
    }

    @Test("the answer of AssumeRole, as bytes")
    func writesAssumeRole() {
        let output = AssumeRole.Output(
            credentials: TemporaryCredentials(
                accessKeyID: "ASIAEXAMPLE",
                secret: "a/b+c",
                token: "token_-",
                expiration: Timestamp(seconds: 1_767_323_045)
            ),
            sessionID: "AROAEXAMPLE:ab",
            sessionARN: "arn:aws:sts::123456789012:assumed-role/reader/ab",
            policySize: 7
        )
        var xml = XMLWriter()
        AssumeRole.write(output, to: &xml)
        #expect(
            String(decoding: xml.bytes, as: UTF8.self)
                == "<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>a/b+c</SecretAccessKey>"
                + "<SessionToken>token_-</SessionToken><Expiration>2026-01-02T03:04:05Z</Expiration></Credentials>"
                + "<AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:ab</AssumedRoleId>"
                + "<Arn>arn:aws:sts::123456789012:assumed-role/reader/ab</Arn></AssumedRoleUser>"
                + "<PackedPolicySize>7</PackedPolicySize>"
        )
    }

    @Test("nothing that describes credentials shows their secret or token")
    func hidesSecrets() {
        let credentials = TemporaryCredentials(
            accessKeyID: "ASIAEXAMPLE",
            secret: "hidden secret",
            token: "hidden token",
            expiration: Timestamp(seconds: 0)
        )
        #expect("\(credentials)" == "ASIAEXAMPLE")
        #expect(!String(reflecting: credentials).contains("hidden"))
        var dumped = ""
        dump(credentials, to: &dumped)
        #expect(!dumped.contains("hidden"))
    }

    @Test("a form is read from a query, without what signs the query")
    func readsQuery() throws {
        let form = try QueryForm(
            query: "Action=GetCallerIdentity&X-Amz-Signature=ab&x-amz-date=d&Version=2011-06-15&X-Amz-Expires=60"
        )
        #expect(Set(form.names) == ["Action", "Version"])
        #expect(form.value(of: "Version") == "2011-06-15")
        #expect(throws: QueryFormError.repeated("A")) { try QueryForm(query: "A=1&A=1") }
    }
}
