import GlacierModel
import SigV4
import TestSupport
import Testing

@Suite("Assuming a role")
struct AssumeRoleTests {
    private static let ann = "{\"AWS\":\"arn:aws:iam::123456789012:user/ann\"}"
    private static let account = "{\"AWS\":\"123456789012\"}"
    private static let reader = AccessUnderTest.roleARN("reader")
    private static let assuming = AccessUnderTest.allowing("sts:AssumeRole", on: reader)
    private static let describing = AccessUnderTest.allowing("glacier:DescribeVault")

    @Test("the credentials are the role's for an hour, under a name that the request gives")
    func givesCredentials() async throws {
        let access = try await AccessUnderTest()
        let ann = try await access.user("ann")
        try await access.role("reader", trusting: Self.ann, policy: Self.describing)
        let answer = await access.assume(Self.reader, as: ann)
        let credentials = try answer.credentials()
        #expect(answer.text.hasPrefix("<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"))
        #expect(credentials.accessKeyID.hasPrefix("ASIA") && credentials.accessKeyID.count == 20)
        #expect(credentials.secretAccessKey.count == 40)
        // The clock stands at 2026-01-02T03:04:05.006Z.
        #expect(answer.element("Expiration") == "2026-01-02T04:04:05Z")
        let id = try #require(answer.element("AssumedRoleId"))
        #expect(id.hasPrefix("AROA") && id.hasSuffix(":trip") && id.utf8.count == 26)
        let arn = "arn:aws:sts::123456789012:assumed-role/reader/trip"
        #expect(answer.element("Arn") == arn)
        #expect(answer.element("PackedPolicySize") == nil)

        let identity = await access.sts("GetCallerIdentity", as: credentials)
        #expect(identity.element("Arn") == arn)
        #expect(identity.element("UserId") == id)
        #expect(identity.element("Account") == "123456789012")
        #expect(await access.createVault() == "201")
        #expect(await access.describeVault(as: credentials) == "200")
        #expect(await access.createVault(as: credentials) == "403 AccessDeniedException")
    }

    /// Whom the trust policy names, what the user's own policy allows, and the answer.
    @Test(
        "in one account the trust policy must name the user, or the account and a policy of the user allow it",
        arguments: [
            (ann, nil, "200"), ("\"*\"", nil, "200"), (account, nil, "403 AccessDenied"), (account, assuming, "200"),
            ("{\"AWS\":\"444455556666\"}", assuming, "403 AccessDenied"),
            ("{\"AWS\":\"arn:aws:iam::123456789012:user/bob\"}", assuming, "403 AccessDenied"),
            (account, AccessUnderTest.allowing("sts:AssumeRole", on: reader + "s"), "403 AccessDenied"),
            ("\"*\"", assuming.replacing("Allow", with: "Deny"), "403 AccessDenied"),
        ] as [(String, String?, String)]
    )
    func decidesInOneAccount(_ principal: String, _ policy: String?, _ expected: String) async throws {
        let access = try await AccessUnderTest()
        let ann = try await access.user("ann", policy: policy)
        try await access.role("reader", trusting: principal)
        #expect(await access.assume(Self.reader, as: ann).outcome == expected)
    }

    @Test(
        "from another account both sides must allow",
        arguments: [
            ("{\"AWS\":\"444455556666\"}", true, "200"),
            ("{\"AWS\":\"444455556666\"}", false, "403 AccessDenied"),
            ("{\"AWS\":\"arn:aws:iam::444455556666:user/zoe\"}", true, "200"),
            ("{\"AWS\":\"arn:aws:iam::444455556666:user/zoe\"}", false, "403 AccessDenied"),
            (account, true, "403 AccessDenied"), ("\"*\"", true, "200"), ("\"*\"", false, "403 AccessDenied"),
        ]
    )
    func decidesAcrossAccounts(_ principal: String, _ isAllowed: Bool, _ expected: String) async throws {
        let access = try await AccessUnderTest()
        let zoe = try await access.user(
            "zoe",
            in: AccessUnderTest.otherAccount,
            policy: isAllowed ? Self.assuming : nil
        )
        try await access.role("reader", trusting: principal)
        #expect(await access.assume(Self.reader, as: zoe).outcome == expected)
    }

    @Test("whoever may not is told the same whether or not there is such a role")
    func tellsNothing() async throws {
        let access = try await AccessUnderTest()
        let ann = try await access.user("ann", policy: AccessUnderTest.allowing("*"))
        try await access.role("hidden", trusting: "{\"AWS\":\"444455556666\"}")
        for name in ["hidden", "absent", "path/hidden", "HIDDEN"] {
            let arn = AccessUnderTest.roleARN(name)
            let answer = await access.assume(arn, ["DurationSeconds": "43200"], as: ann)
            #expect(answer.status == 403)
            #expect(
                answer.element("Message") == "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: "
                    + "sts:AssumeRole on resource: \(arn)"
            )
        }
    }

    @Test("conditions of the trust policy see the external id and the session's name")
    func knowsExternalID() async throws {
        let access = try await AccessUnderTest()
        let ann = try await access.user("ann")
        let condition = "{\"StringEquals\":{\"sts:ExternalId\":\"a/b:1\",\"sts:RoleSessionName\":\"trip\"}}"
        try await access.role("reader", trusting: Self.ann, condition: condition)
        #expect(await access.assume(Self.reader, as: ann).outcome == "403 AccessDenied")
        #expect(await access.assume(Self.reader, ["ExternalId": "a/b:2"], as: ann).outcome == "403 AccessDenied")
        #expect(await access.assume(Self.reader, ["ExternalId": "a/b:1"], as: ann).outcome == "200")
        #expect(await access.assume(Self.reader, ["ExternalId": "a b"], as: ann).outcome == "400 ValidationError")
    }

    @Test(
        "a session lasts as long as asked for, within 15 minutes and what the role allows",
        arguments: [
            ("899", "400 ValidationError"), ("900", "200"), ("7200", "200"), ("7201", "400 ValidationError"),
            ("43201", "400 ValidationError"), ("", "400 ValidationError"),
        ]
    )
    func boundsDuration(_ seconds: String, _ expected: String) async throws {
        let access = try await AccessUnderTest()
        let ann = try await access.user("ann")
        try await access.role("reader", trusting: Self.ann, maximumSeconds: 7200)
        #expect(await access.assume(Self.reader, ["DurationSeconds": seconds], as: ann).outcome == expected)
    }

    @Test("a session policy leaves of the role's policies only what it allows as well")
    func boundsBySessionPolicy() async throws {
        let access = try await AccessUnderTest()
        let ann = try await access.user("ann")
        try await access.role("reader", trusting: Self.ann, policy: AccessUnderTest.allowing("glacier:*"))
        let policy = AccessUnderTest.allowing("glacier:DescribeVault", on: "arn:aws:glacier:*:*:vaults/v")
        let answer = await access.assume(Self.reader, ["Policy": policy], as: ann)
        let session = try answer.credentials()
        // The policy has 132 characters of 2,048.
        #expect(policy.utf8.count == 132 && answer.element("PackedPolicySize") == "7")
        #expect(await access.createVault() == "201")
        #expect(await access.createVault("w") == "201")
        #expect(await access.describeVault(as: session) == "200")
        #expect(await access.describeVault("w", as: session) == "403 AccessDeniedException")
        #expect(await access.createVault(as: session) == "403 AccessDeniedException")
    }

    @Test("a boundary of the role leaves of its policies only what it allows as well")
    func boundsByBoundary() async throws {
        let access = try await AccessUnderTest()
        let ann = try await access.user("ann")
        try await access.role(
            "reader",
            trusting: Self.ann,
            policy: AccessUnderTest.allowing("glacier:*"),
            boundary: "arn:aws:iam::aws:policy/AmazonGlacierReadOnlyAccess"
        )
        let session = try await access.assume(Self.reader, as: ann).credentials()
        #expect(await access.createVault() == "201")
        #expect(await access.describeVault(as: session) == "200")
        #expect(await access.createVault(as: session) == "403 AccessDeniedException")
    }

    @Test("a session may assume another role, for an hour at most")
    func chains() async throws {
        let access = try await AccessUnderTest()
        let ann = try await access.user("ann")
        let second = AccessUnderTest.roleARN("second")
        try await access.role("reader", trusting: Self.ann)
        try await access.role(
            "second",
            trusting: "{\"AWS\":\"\(Self.reader)\"}",
            policy: Self.describing,
            maximumSeconds: 7200
        )
        #expect(await access.assume(second, as: ann).outcome == "403 AccessDenied")
        let session = try await access.assume(Self.reader, as: ann).credentials()
        #expect(await access.assume(second, ["DurationSeconds": "3601"], as: session).outcome == "400 ValidationError")
        let chained = try await access.assume(second, ["DurationSeconds": "3600"], as: session).credentials()
        #expect(await access.createVault() == "201")
        #expect(await access.describeVault(as: session) == "403 AccessDeniedException")
        #expect(await access.describeVault(as: chained) == "200")
    }

    @Test("an account's root assumes no role, a user with a session token does")
    func knowsWhoMay() async throws {
        let access = try await AccessUnderTest()
        let ann = try await access.user("ann")
        try await access.role("reader", trusting: "\"*\"")
        let refused = await access.assume(Self.reader, as: FirnUnderTest.root)
        #expect(refused.outcome == "403 AccessDenied")
        #expect(refused.element("Message") == "Roles may not be assumed by root accounts.")
        let rootSession = try await access.sts("GetSessionToken", as: FirnUnderTest.root).credentials()
        #expect(await access.assume(Self.reader, as: rootSession).outcome == "403 AccessDenied")
        let session = try await access.sts("GetSessionToken", as: ann).credentials()
        #expect(await access.assume(Self.reader, as: session).outcome == "200")
    }

    @Test(
        "what is malformed or not supported is refused",
        arguments: [
            ("Policy", "{}", "400 MalformedPolicyDocument"), ("Policy", "", "400 ValidationError"),
            ("Policy", String(repeating: " ", count: 2049), "400 ValidationError"),
            ("PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/AdministratorAccess", "400 ValidationError"),
            ("Tags.member.1.Key", "team", "400 ValidationError"),
            ("TransitiveTagKeys.member.1", "team", "400 ValidationError"),
            ("SourceIdentity", "ann", "400 ValidationError"), ("SerialNumber", "123456789", "403 AccessDenied"),
            ("TokenCode", "123456", "403 AccessDenied"),
        ]
    )
    func refuses(_ name: String, _ value: String, _ expected: String) async throws {
        let access = try await AccessUnderTest()
        let ann = try await access.user("ann")
        try await access.role("reader", trusting: Self.ann)
        let parameters = [("RoleArn", Self.reader), ("RoleSessionName", "trip"), (name, value)]
        #expect(await access.sts("AssumeRole", parameters, as: ann).outcome == expected)
    }

    @Test(
        "names that are none are refused",
        arguments: [
            (reader, "x"), (reader, "a b"), (reader, String(repeating: "x", count: 65)),
            ("arn:aws:iam::123456789012:user/ann", "trip"), ("arn:aws:iam::12345678901:role/reader", "trip"),
            ("reader", "trip"),
        ]
    )
    func refusesNames(_ role: String, _ session: String) async throws {
        let access = try await AccessUnderTest()
        let ann = try await access.user("ann", policy: AccessUnderTest.allowing("*"))
        let answer = await access.sts("AssumeRole", [("RoleArn", role), ("RoleSessionName", session)], as: ann)
        #expect(answer.outcome == "400 ValidationError")
    }
}
