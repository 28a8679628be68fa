import AccessControl
import SigV4
import TestSupport
import Testing

@Suite("Simulated policies")
struct PolicySimulationTests {
    private static let vault = "arn:aws:glacier:us-east-1:123456789012:vaults/v"
    private static let user = "arn:aws:iam::123456789012:user/ann"

    /// Denies what is older than 30 days, whatever else allows.
    private static let policy = """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Action":["glacier:DeleteArchive","glacier:ListParts"],"Resource":"\(vault)"},
          {"Effect":"Deny","Action":"glacier:DeleteArchive","Resource":"*",
           "Condition":{"NumericLessThan":{"glacier:ArchiveAgeInDays":"30"}}}]}
        """

    private func simulate(
        _ access: AccessUnderTest,
        _ parameters: [(String, String)],
        by operation: String = "SimulatePrincipalPolicy",
        as credentials: SigningCredentials = FirnUnderTest.root
    ) async -> Answer {
        let form = formText([("Action", operation), ("Version", "2010-05-08")] + parameters)
        return await access.firn.query(.iam, form, as: credentials)
    }

    @Test("what a user may do is told for each action and resource, with the statements and the missing keys")
    func simulatesUser() async throws {
        let access = try await AccessUnderTest()
        _ = try await access.user("ann", policy: Self.policy)
        let parameters = [
            ("PolicySourceArn", Self.user), ("ActionNames.member.1", "glacier:ListParts"),
            ("ActionNames.member.2", "glacier:DeleteArchive"), ("ActionNames.member.3", "glacier:DeleteVault"),
            ("ResourceArns.member.1", Self.vault), ("ResourceArns.member.2", Self.vault + "w"),
        ]
        let answer = await simulate(access, parameters)
        #expect(answer.outcome == "200")
        #expect(
            answer.elements("EvalActionName") == [
                "glacier:ListParts", "glacier:ListParts", "glacier:DeleteArchive", "glacier:DeleteArchive",
                "glacier:DeleteVault", "glacier:DeleteVault",
            ]
        )
        #expect(answer.elements("EvalResourceName").prefix(2) == [Self.vault, Self.vault + "w"])
        #expect(
            answer.elements("EvalDecision") == [
                "allowed", "implicitDeny", "allowed", "implicitDeny", "implicitDeny", "implicitDeny",
            ]
        )
        #expect(answer.elements("SourcePolicyId") == ["user_ann_inline", "user_ann_inline"])
        #expect(answer.elements("SourcePolicyType") == ["user", "user"])
        let missing = "<MissingContextValues><member>glacier:ArchiveAgeInDays</member></MissingContextValues>"
        #expect(answer.text.ranges(of: missing).count == 2)
        #expect(answer.element("IsTruncated") == "false")

        let aged = [
            ("ContextEntries.member.1.ContextKeyName", "glacier:archiveageindays"),
            ("ContextEntries.member.1.ContextKeyType", "numeric"),
            ("ContextEntries.member.1.ContextKeyValues.member.1", "29"),
        ]
        let denied = await simulate(access, parameters + aged)
        #expect(denied.elements("EvalDecision")[2...3] == ["explicitDeny", "explicitDeny"])
        #expect(!denied.text.contains("glacier:ArchiveAgeInDays"))
    }

    @Test("a page ends at its limit, and the next goes on behind it")
    func pages() async throws {
        let access = try await AccessUnderTest()
        _ = try await access.user("ann")
        let actions = (1...5).map { ("ActionNames.member.\($0)", "glacier:Action\($0)") }
        var seen: [String] = [], marker: String?
        repeat {
            let page = [("PolicySourceArn", Self.user), ("MaxItems", "2")] + (marker.map { [("Marker", $0)] } ?? [])
            let answer = await simulate(access, page + actions)
            #expect(answer.elements("EvalActionName").count <= 2)
            seen += answer.elements("EvalActionName")
            marker = answer.element("Marker")
        } while marker != nil && seen.count < 10
        #expect(seen == (1...5).map { "glacier:Action\($0)" })
    }

    @Test("a boundary that comes with the request takes the place of the user's")
    func simulatesBoundary() async throws {
        let access = try await AccessUnderTest()
        _ = try await access.user("ann", policy: AccessUnderTest.allowing("*"))
        let boundary = AccessUnderTest.allowing("glacier:ListParts")
        let answer = await simulate(
            access,
            [
                ("PolicySourceArn", Self.user), ("ActionNames.member.1", "glacier:ListParts"),
                ("ActionNames.member.2", "glacier:ListJobs"),
                ("PermissionsBoundaryPolicyInputList.member.1", boundary),
            ]
        )
        #expect(answer.elements("EvalDecision") == ["allowed", "implicitDeny"])
        #expect(answer.elements("AllowedByPermissionsBoundary") == ["true", "false"])
    }

    @Test("a role's policies are simulated as those of its sessions")
    func simulatesRole() async throws {
        let access = try await AccessUnderTest()
        let vaults = "arn:aws:glacier:*:*:vaults/${aws:PrincipalType}"
        let policy = AccessUnderTest.allowing("glacier:ListParts", on: vaults)
        try await access.role("reader", trusting: "\"*\"", policy: policy)
        let answer = await simulate(
            access,
            [
                ("PolicySourceArn", AccessUnderTest.roleARN("reader")),
                ("ActionNames.member.1", "glacier:ListParts"),
                ("ResourceArns.member.1", "arn:aws:glacier:us-east-1:123456789012:vaults/AssumedRole"),
            ]
        )
        #expect(answer.elements("EvalDecision") == ["allowed"])
        #expect(answer.elements("SourcePolicyId") == ["role_reader_inline"])
    }

    @Test(
        "the policy of a resource takes part as it would for the user who asks",
        arguments: [
            ("arn:aws:iam::123456789012:user/ann", "arn:aws:iam::123456789012:user/ann", "allowed"),
            ("arn:aws:iam::123456789012:user/bob", "arn:aws:iam::123456789012:user/ann", "implicitDeny"),
            ("arn:aws:iam::444455556666:user/zoe", "arn:aws:iam::444455556666:root", "implicitDeny"),
        ]
    )
    func simulatesResourcePolicy(_ caller: String, _ principal: String, _ expected: String) async throws {
        let access = try await AccessUnderTest()
        let resourcePolicy = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"glacier:ListParts",\
            "Principal":{"AWS":"\(principal)"},"Resource":"\(Self.vault)"}]}
            """
        let parameters = [
            ("PolicyInputList.member.1", AccessUnderTest.allowing("glacier:ListJobs")),
            ("ActionNames.member.1", "glacier:ListParts"), ("ResourceArns.member.1", Self.vault),
            ("ResourcePolicy", resourcePolicy),
        ]
        let answer = await simulate(access, parameters + [("CallerArn", caller)], by: "SimulateCustomPolicy")
        #expect(answer.elements("EvalDecision") == [expected])
        let isNamed = !caller.hasSuffix("bob")
        #expect(answer.elements("SourcePolicyType") == (isNamed ? ["resource"] : []))
        #expect(await simulate(access, parameters, by: "SimulateCustomPolicy").outcome == "400 InvalidInput")
    }

    @Test("it needs permission for the one whose policies they are, who has to exist")
    func asksPermission() async throws {
        let access = try await AccessUnderTest()
        let ann = try await access.user(
            "ann",
            policy: AccessUnderTest.allowing("iam:SimulatePrincipalPolicy", on: Self.user)
        )
        let action = ("ActionNames.member.1", "glacier:ListParts")
        let own = await simulate(access, [("PolicySourceArn", Self.user), action], as: ann)
        #expect(own.elements("EvalDecision") == ["implicitDeny"])
        let bob = "arn:aws:iam::123456789012:user/bob"
        #expect(await simulate(access, [("PolicySourceArn", bob), action], as: ann).outcome == "403 AccessDenied")
        #expect(await simulate(access, [("PolicySourceArn", bob), action]).outcome == "404 NoSuchEntity")
        let group = "arn:aws:iam::123456789012:group/admins"
        #expect(await simulate(access, [("PolicySourceArn", group), action]).outcome == "404 NoSuchEntity")
        let foreign = "arn:aws:iam::444455556666:user/zoe"
        #expect(await simulate(access, [("PolicySourceArn", foreign), action]).outcome == "400 ValidationError")
        #expect(await simulate(access, [action], by: "SimulateCustomPolicy", as: ann).outcome == "400 ValidationError")
    }

    @Test(
        "what cannot be simulated is refused",
        arguments: [
            ("PolicyInputList.member.1", "{}", "400 InvalidInput"),
            ("PermissionsBoundaryPolicyInputList.member.1", "{}", "400 InvalidInput"),
            ("ActionNames.member.2", "glacier:List*", "400 ValidationError"),
            ("ActionNames.member.2", "ListParts", "400 ValidationError"),
            ("CallerArn", "arn:aws:iam::123456789012:role/reader", "400 ValidationError"),
            ("ContextEntries.member.1.ContextKeyName", "aws:SourceIp", "400 ValidationError"),
            ("ResourceHandlingOption", "EC2-VPC-InstanceStore", "400 ValidationError"),
            ("ResourceOwner", "ann", "400 ValidationError"), ("MaxItems", "0", "400 ValidationError"),
        ]
    )
    func refuses(_ name: String, _ value: String, _ expected: String) async throws {
        let access = try await AccessUnderTest()
        _ = try await access.user("ann")
        let parameters = [
            ("PolicySourceArn", Self.user), ("ActionNames.member.1", "glacier:ListParts"), (name, value),
        ]
        #expect(await simulate(access, parameters).outcome == expected)
    }

    @Test("the keys that policies ask for are listed once, in order")
    func listsKeys() async throws {
        let access = try await AccessUnderTest()
        _ = try await access.user("ann", policy: Self.policy)
        let other = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*:vaults/${aws:username}",
             "Condition":{"IpAddress":{"AWS:SourceIP":"10.0.0.0/8"},"Null":{"glacier:archiveageindays":"true"}}}]}
            """
        let custom = await simulate(access, [("PolicyInputList.member.1", other)], by: "GetContextKeysForCustomPolicy")
        #expect(custom.elements("member") == ["AWS:SourceIP", "aws:username", "glacier:archiveageindays"])
        let own = await simulate(access, [("PolicySourceArn", Self.user)], by: "GetContextKeysForPrincipalPolicy")
        #expect(own.elements("member") == ["glacier:ArchiveAgeInDays"])
    }
}
