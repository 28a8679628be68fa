import AccessControl
import GlacierModel
import SigV4
import TestSupport
import Testing

@Suite("Temporary credentials")
struct SessionCredentialTests {
    private static let reader = AccessUnderTest.roleARN("reader")
    private static let describing = AccessUnderTest.allowing("glacier:DescribeVault")

    /// A session of a role that may describe vaults, of which there is one.
    private static func session(_ access: AccessUnderTest) async throws -> SigningCredentials {
        let ann = try await access.user("ann")
        try await access.role("reader", trusting: "\"*\"", policy: describing)
        #expect(await access.createVault() == "201")
        return try await access.assume(reader, as: ann).credentials()
    }

    @Test("they end at their expiration, to the millisecond")
    func expires() async throws {
        let access = try await AccessUnderTest()
        let session = try await Self.session(access)
        access.firn.clock.advance(by: Span(milliseconds: 3_599_999))
        #expect(await access.describeVault(as: session) == "200")
        access.firn.clock.advance(by: Span(milliseconds: 1))
        #expect(await access.describeVault(as: session) == "403 ExpiredTokenException")
        #expect(await access.describeVault(as: session) == "403 ExpiredTokenException")
        #expect(await access.sts("GetCallerIdentity", as: session).outcome == "403 ExpiredToken")
    }

    @Test("a token that was edited, is another key's, or is missing, is not known; before and after it was used")
    func refusesOtherTokens() async throws {
        let access = try await AccessUnderTest()
        let session = try await Self.session(access)
        let ann = try await access.user("bob")
        let other = try await access.assume(Self.reader, as: ann).credentials()
        let token = try #require(session.sessionToken)
        let middle = token.index(token.startIndex, offsetBy: token.count / 2)
        let edited = token.replacingCharacters(at: middle, with: token[middle] == "A" ? "B" : "A")
        let unknown = "400 UnrecognizedClientException"
        for _ in 0..<2 {
            for wrong in [edited, other.sessionToken, nil, "", "x", token + "A"] {
                let credentials = SigningCredentials(
                    accessKeyID: session.accessKeyID,
                    secretAccessKey: session.secretAccessKey,
                    sessionToken: wrong
                )
                #expect(await access.describeVault(as: credentials) == unknown)
            }
            let borrowed = SigningCredentials(
                accessKeyID: ann.accessKeyID,
                secretAccessKey: ann.secretAccessKey,
                sessionToken: token
            )
            #expect(await access.describeVault(as: borrowed) == unknown)
            #expect(await access.describeVault(as: session) == "200")
            #expect(await access.describeVault(as: other) == "200")
        }
    }

    @Test("the secret has to be the token's")
    func refusesOtherSecret() async throws {
        let access = try await AccessUnderTest()
        let session = try await Self.session(access)
        let wrong = SigningCredentials(
            accessKeyID: session.accessKeyID,
            secretAccessKey: String(repeating: "x", count: 40),
            sessionToken: session.sessionToken
        )
        #expect(await access.describeVault(as: wrong) == "403 InvalidSignatureException")
    }

    @Test("what the role may do is looked up anew when it changes, and nothing is left when the role is deleted")
    func followsRole() async throws {
        let access = try await AccessUnderTest()
        let session = try await Self.session(access)
        #expect(await access.describeVault(as: session) == "200")
        try await access.removePolicy(of: .role, "reader")
        #expect(await access.describeVault(as: session) == "403 AccessDeniedException")
        try await access.delete(.role, "reader")
        #expect(await access.describeVault(as: session) == "400 UnrecognizedClientException")
        try await access.role("reader", trusting: "\"*\"", policy: Self.describing)
        #expect(await access.describeVault(as: session) == "400 UnrecognizedClientException")
    }

    @Test("a user's own are the user's, but for identities and other credentials")
    func actsForUser() async throws {
        let access = try await AccessUnderTest()
        let ann = try await access.user("ann", policy: AccessUnderTest.allowing("*"))
        let answer = await access.sts("GetSessionToken", as: ann)
        let session = try answer.credentials()
        // Twelve hours after 2026-01-02T03:04:05.006Z.
        #expect(answer.element("Expiration") == "2026-01-02T15:04:05Z")
        #expect(await access.createVault(as: session) == "201")
        let identity = await access.sts("GetCallerIdentity", as: session)
        #expect(identity.element("Arn") == "arn:aws:iam::123456789012:user/ann")
        let listing = "Action=ListUsers&Version=2010-05-08"
        #expect(await access.firn.query(.iam, listing, as: ann).outcome == "200")
        #expect(await access.firn.query(.iam, listing, as: session).outcome == "403 InvalidClientTokenId")
        #expect(await access.sts("GetSessionToken", as: session).outcome == "403 AccessDenied")
    }

    @Test("a session of a role reaches identities as far as the role's policies go")
    func reachesIdentities() async throws {
        let access = try await AccessUnderTest()
        let ann = try await access.user("ann")
        try await access.role("reader", trusting: "\"*\"", policy: AccessUnderTest.allowing("iam:ListUsers"))
        let session = try await access.assume(Self.reader, as: ann).credentials()
        let listing = "Action=ListUsers&Version=2010-05-08"
        #expect(await access.firn.query(.iam, listing, as: session).outcome == "200")
        #expect(await access.sts("GetSessionToken", as: session).outcome == "403 AccessDenied")
    }

    @Test(
        "a user chooses 15 minutes to 36 hours, a root has an hour at most",
        arguments: [
            (false, "899", "400 ValidationError"), (false, "900", "2026-01-02T03:19:05Z"),
            (false, "129600", "2026-01-03T15:04:05Z"), (false, "129601", "400 ValidationError"),
            (true, "900", "2026-01-02T03:19:05Z"), (true, "129600", "2026-01-02T04:04:05Z"),
        ]
    )
    func bounds(_ isRoot: Bool, _ seconds: String, _ expected: String) async throws {
        let access = try await AccessUnderTest()
        let caller = isRoot ? FirnUnderTest.root : try await access.user("ann")
        let answer = await access.sts("GetSessionToken", [("DurationSeconds", seconds)], as: caller)
        #expect(answer.element("Expiration") ?? answer.outcome == expected)
    }

    @Test("there are no devices for a second factor")
    func refusesDevices() async throws {
        let access = try await AccessUnderTest()
        for name in ["SerialNumber", "TokenCode"] {
            let answer = await access.sts("GetSessionToken", [(name, "123456789")], as: FirnUnderTest.root)
            #expect(answer.outcome == "403 AccessDenied")
        }
    }

    @Test("who one is needs no permission, and can be asked with a signed address")
    func tellsIdentity() async throws {
        let access = try await AccessUnderTest()
        let denying = AccessUnderTest.allowing("*").replacing("Allow", with: "Deny")
        let ann = try await access.user("ann", policy: denying)
        let form = "Action=GetCallerIdentity&Version=2011-06-15"
        let arns = [
            (FirnUnderTest.root, "arn:aws:iam::123456789012:root"), (ann, "arn:aws:iam::123456789012:user/ann"),
            (try await access.sts("GetSessionToken", as: ann).credentials(), "arn:aws:iam::123456789012:user/ann"),
        ]
        for (caller, arn) in arns {
            let posted = await access.firn.query(.sts, form, as: caller)
            #expect(posted.element("Arn") == arn)
            #expect(await access.firn.presigned(.sts, form, as: caller).text == posted.text)
        }
        let root = await access.firn.query(.sts, form)
        #expect(root.element("UserId") == "123456789012")
    }

    @Test("parameters in the query of a request with a body are refused: the signature need not cover them")
    func refusesQueryBesideBody() async throws {
        let access = try await AccessUnderTest()
        let form = "Action=GetSessionToken&Version=2011-06-15"
        #expect(await access.firn.query(.sts, form, added: "DurationSeconds=900").outcome == "404 MalformedQueryString")
        #expect(await access.firn.query(.sts, "", added: form).outcome == "404 MalformedQueryString")
    }

    @Test(
        "each service answers to its own actions alone",
        arguments: [
            (false, "Action=ListUsers&Version=2010-05-08"), (false, "Action=GetCallerIdentity&Version=2010-05-08"),
            (false, "Action=GetFederationToken&Version=2011-06-15"), (false, "Action=GetCallerIdentity"),
            (true, "Action=GetCallerIdentity&Version=2011-06-15"), (true, "Action=AssumeRole&Version=2010-05-08"),
        ]
    )
    func keepsServicesApart(_ isIdentities: Bool, _ form: String) async throws {
        let access = try await AccessUnderTest()
        let answer = await access.firn.query(isIdentities ? .iam : .sts, form)
        #expect(answer.outcome == "400 InvalidAction")
    }
}

extension String {
    fileprivate func replacingCharacters(at place: Index, with character: Character) -> String {
        String(self[..<place]) + String(character) + String(self[index(after: place)...])
    }
}
