import Testing

@testable import AccessPolicy

@Suite("Accepted policies")
struct AcceptedPolicyTests {
    /// What the service's own documentation shows, with the account and the vault of the tests.
    private static let published = [
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"retain","Principal":"*","Effect":"Deny",\
        "Action":"glacier:DeleteArchive","Resource":["\(Example.vault)"],\
        "Condition":{"NumericLessThan":{"glacier:ArchiveAgeInDays":"365"}}}]}
        """,
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"deny-held","Principal":"*","Effect":"Deny",\
        "Action":["glacier:DeleteArchive"],"Resource":["\(Example.vault)"],\
        "Condition":{"StringLike":{"glacier:ResourceTag/LegalHold":["true",""]}}},\
        {"Sid":"young archives","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Effect":"Allow",\
        "Action":["glacier:DeleteArchive"],"Resource":["\(Example.vault)"],\
        "Condition":{"NumericLessThan":{"glacier:ArchiveAgeInDays":"365"}}}]}
        """,
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"upload","Principal":{"AWS":["arn:aws:iam::123456789012:root",\
        "arn:aws:iam::444455556666:root"]},"Effect":"Allow","Action":["glacier:UploadArchive",\
        "glacier:InitiateMultipartUpload","glacier:AbortMultipartUpload","glacier:CompleteMultipartUpload"],\
        "Resource":["\(Example.vault)"]}]}
        """,
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"mfa","Principal":{"AWS":["arn:aws:iam::123456789012:root"]},\
        "Effect":"Allow","Action":["glacier:Delete*"],"Resource":["\(Example.vault)"],\
        "Condition":{"Bool":{"aws:MultiFactorAuthPresent":true}}}]}
        """,
    ]

    @Test("the published vault policies are accepted", arguments: published)
    func acceptsPublished(_ text: String) throws {
        let policy = try Example.vaultPolicy(text)
        #expect(policy.version == .variables)
        #expect(policy.statements.allSatisfy { $0.sid != nil })
    }

    @Test("every element is in the document that was read")
    func readsElements() throws {
        let text = """
            {"Id":"x","Statement":{"Sid":"s","Effect":"Deny","NotPrincipal":{"AWS":["*","111122223333"]},\
            "NotAction":["glacier:List*","*"],"NotResource":["\(Example.vault)","*"],"Condition":{\
            "ForAnyValue:StringNotLikeIfExists":{"aws:TagKeys":"a*"}}}}
            """
        let policy = try Example.vaultPolicy(text)
        #expect(policy.version == .original)
        #expect(policy.id == "x")
        let statement = try #require(policy.statements.first)
        #expect(policy.statements.count == 1)
        #expect(statement.sid == "s")
        #expect(statement.effect == .deny)
        #expect(statement.principals == .notMatching([.everyone, .account("111122223333")]))
        #expect(statement.actions == .notMatching([try ActionPattern("glacier:list*"), try ActionPattern("*")]))
        let resources = try [Example.vault, "*"].map { try ResourcePattern($0, hasVariables: false) }
        #expect(statement.resources == .notMatching(resources))
        let condition = try #require(statement.conditions.first)
        #expect(statement.conditions.count == 1)
        #expect(condition.quantifier == .forAnyValue)
        #expect(condition.holdsWithoutKey)
        #expect(condition.key == ConditionKey("AWS:tagkeys"))
        let pattern = try TextPattern(PolicyText("a*", wildcards: true, variables: false))
        guard case .string(let test) = condition.test else {
            Issue.record("\(condition.test)")
            return
        }
        #expect(test.isNegated)
        #expect(test.values == .like([pattern]))
    }

    @Test(
        "a vault policy may say this",
        arguments: [
            ["Sid": "\"\""], ["Sid": "\"any text, é\""], ["Effect": "\"Deny\""], ["Condition": "{}"],
            ["Action": "\"*\""], ["Action": "\"glacier:*\""], ["Action": "\"GLACIER:deletearchive\""],
            ["Action": "\"glacier:Delete?rchive\""], ["Action": "[\"glacier:ListJobs\",\"glacier:*Vault*\"]"],
            ["Action": "\"glacier:****************\""], ["Action": nil, "NotAction": "\"glacier:DeleteArchive\""],
            ["Resource": "\"*\""], ["Resource": "[\"*\"]"], ["Resource": "\"arn:aws:glacier:*:*:vaults/*\""],
            ["Resource": "\"arn:aws:glacier\""], ["Resource": "\"arn:*\""], ["Resource": "\"a*:a?s\""],
            ["Resource": "\"arn:aws:glacier:us-west-2:111122223333:*\""],
            ["Resource": "\"arn:aws:glacier:us-west-2:111122223333:vaults/example?ault\""],
            ["Resource": "\"arn:aws:glacier:us-west-2:${aws:PrincipalAccount}:vaults/${aws:username}\""],
            ["Resource": "\"arn:aws:glacier:us-west-2:*:vaults/${aws:PrincipalTag/a b, 'x:y'}vault\""],
            ["Resource": nil, "NotResource": "\"arn:aws:glacier:eu-west-1:444455556666:vaults/other\""],
            ["Principal": "{\"AWS\":\"*\"}"], ["Principal": "{\"AWS\":\"444455556666\"}"],
            ["Principal": "{\"AWS\":\"arn:aws-cn:iam::444455556666:root\"}"],
            ["Principal": "{\"AWS\":[\"arn:aws:iam::444455556666:user/Bob\",\"*\"]}"],
            ["Principal": "{\"AWS\":\"arn:aws:iam::444455556666:user/a/b=c/Bob+=,.@_-\"}"],
            ["Principal": "{\"AWS\":\"arn:aws-us-gov:iam::444455556666:role/service-role/R\"}"],
            ["Principal": "{\"AWS\":\"arn:aws:sts::444455556666:assumed-role/R/s@x\"}"],
            ["Principal": "{\"Service\":\"backup.amazonaws.com\",\"Federated\":[\"accounts.google.com\"]}"],
            ["Principal": "{\"CanonicalUser\":\"79a59df900b949e5\",\"AWS\":\"444455556666\"}"],
            ["Principal": nil, "NotPrincipal": "{\"AWS\":\"444455556666\"}"],
        ] as [[String: String?]]
    )
    func accepts(_ elements: [String: String?]) throws {
        let policy = try Example.vaultPolicy(Example.vaultText(elements))
        #expect(policy.statements.count == 1)
    }

    @Test(
        "an identity policy may say this",
        arguments: [
            ["Action": "\"s3:GetObject\""], ["Action": "\"glacier:CreateVault\""], ["Action": "\"glacier:Nothing\""],
            ["Action": "[\"execute-api:*\",\"glacier:?ist*\"]"], ["Resource": "\"arn:aws:s3:::bucket/*\""],
            ["Resource": "\"arn:aws:glacier:us-west-2:111122223333:vaults/\""],
            ["Resource": "\"arn:aws:iam::*:user/${aws:username}\""],
        ] as [[String: String?]]
    )
    func acceptsIdentityPolicy(_ elements: [String: String?]) throws {
        let policy = try Example.identityPolicy(Example.identityText(elements))
        #expect(policy.statements.first?.principals == nil)
        #expect(policy.statements.count == 1)
    }

    @Test(
        "each form of a principal is told from the others",
        arguments: [
            ("*", .everyone), ("444455556666", .account("444455556666")),
            ("arn:aws:iam::444455556666:root", .account("444455556666")),
            ("arn:aws:iam::444455556666:user/a/b", .user(arn: "arn:aws:iam::444455556666:user/a/b")),
            ("arn:aws:iam::444455556666:role/a", .role(arn: "arn:aws:iam::444455556666:role/a")),
            (
                "arn:aws:sts::444455556666:assumed-role/a/b",
                .session(arn: "arn:aws:sts::444455556666:assumed-role/a/b")
            ),
        ] as [(String, PolicyPrincipal)]
    )
    func readsPrincipal(_ name: String, _ principal: PolicyPrincipal) throws {
        let policy = try Example.vaultPolicy(Example.vaultText(["Principal": "{\"AWS\":\"\(name)\"}"]))
        #expect(policy.statements.first?.principals == .matching([principal]))
    }

    @Test("a text may be as long as the limit says, in bytes")
    func measuresBytes() throws {
        let text = Example.vaultText(["Sid": "\"é\""])
        let bytes = text.utf8.count
        #expect(bytes == text.unicodeScalars.count + 1)
        let kind = PolicyKind.resource(Example.rules)
        #expect(try PolicyDocument(parsing: text, as: kind, maximumBytes: bytes).statements.first?.sid == "é")
        #expect(throws: PolicyError(.tooLarge(maximumBytes: bytes - 1), at: .document)) {
            try PolicyDocument(parsing: text, as: kind, maximumBytes: bytes - 1)
        }
    }

    @Test("an empty Sid is none, and so may come twice")
    func emptySid() throws {
        let statement = #"{"Sid":"","Effect":"Allow","Action":"*","Resource":"*"}"#
        let policy = try Example.identityPolicy("{\"Statement\":[\(statement),\(statement)]}")
        #expect(policy.statements.map(\.sid) == [nil, nil])
    }
}
