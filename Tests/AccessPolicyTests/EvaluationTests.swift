import Testing

@testable import AccessPolicy

@Suite("What a document says of a request")
struct EvaluationTests {
    private static let bob = "arn:aws:iam::111122223333:user/Bob"
    private static let role = "arn:aws:iam::111122223333:role/backup"
    private static let session = "arn:aws:sts::111122223333:assumed-role/backup/nightly"

    private func request(
        _ kind: PolicyCaller.Kind = .user(arn: bob),
        _ context: ConditionContext = ConditionContext()
    ) -> PolicyRequest {
        PolicyRequest(
            caller: PolicyCaller(account: "111122223333", kind: kind),
            action: "glacier:DeleteArchive",
            resource: Example.vault,
            context: context
        )
    }

    private func statement(_ effect: String, _ sid: String, to principal: String) -> String {
        """
        {"Sid":"\(sid)","Effect":"\(effect)","Principal":\(principal),"Action":"glacier:*","Resource":"*"}
        """
    }

    private func vaultPolicy(_ statements: String...) throws -> PolicyDocument {
        try Example.vaultPolicy("{\"Statement\":[\(statements.joined(separator: ","))]}")
    }

    @Test(
        "a principal is reached in one way",
        arguments: [
            ("\"*\"", .user(arn: bob), .caller),
            ("{\"AWS\":\"111122223333\"}", .root, .caller),
            ("{\"AWS\":\"111122223333\"}", .user(arn: bob), .account),
            ("{\"AWS\":\"111122223333\"}", .session(arn: session, roleARN: role), .account),
            ("{\"AWS\":\"444455556666\"}", .root, nil),
            ("{\"AWS\":\"\(bob)\"}", .user(arn: bob), .caller),
            ("{\"AWS\":\"\(bob)\"}", .root, nil),
            ("{\"AWS\":\"\(role)\"}", .session(arn: session, roleARN: role), .role),
            ("{\"AWS\":\"\(session)\"}", .session(arn: session, roleARN: role), .caller),
            ("{\"AWS\":[\"111122223333\",\"\(role)\"]}", .session(arn: session, roleARN: role), .role),
            ("{\"AWS\":[\"\(session)\",\"\(role)\"]}", .session(arn: session, roleARN: role), .caller),
            ("{\"Service\":\"*\"}", .root, nil),
        ] as [(String, PolicyCaller.Kind, PolicyReach?)]
    )
    func reaches(_ principal: String, _ kind: PolicyCaller.Kind, _ reach: PolicyReach?) throws {
        let opinion = try vaultPolicy(statement("Allow", "s", to: principal)).evaluate(request(kind))
        #expect(opinion == reach.map { .allow(DecidingStatement(index: 0, sid: "s"), $0) } ?? .nothing)
        let denial = try vaultPolicy(statement("Deny", "s", to: principal)).evaluate(request(kind))
        #expect(denial == (reach == nil ? .nothing : .deny(DecidingStatement(index: 0, sid: "s"))))
    }

    @Test("the first denial decides, else the first of the widest grants")
    func namesStatement() throws {
        let account = statement("Allow", "account", to: "{\"AWS\":\"111122223333\"}")
        let user = statement("Allow", "user", to: "{\"AWS\":\"\(Self.bob)\"}")
        let everyone = statement("Allow", "everyone", to: "\"*\"")
        let first = statement("Deny", "first", to: "\"*\""), second = statement("Deny", "second", to: "\"*\"")
        let cases: [(PolicyDocument, PolicyOpinion)] = [
            (try vaultPolicy(account), .allow(DecidingStatement(index: 0, sid: "account"), .account)),
            (try vaultPolicy(account, user, everyone), .allow(DecidingStatement(index: 1, sid: "user"), .caller)),
            (try vaultPolicy(everyone, first, second), .deny(DecidingStatement(index: 1, sid: "first"))),
        ]
        for (policy, opinion) in cases { #expect(policy.evaluate(request()) == opinion) }
    }

    @Test("a decision names the policy on which it rests")
    func namesPolicy() throws {
        let identity = NamedPolicy("own", try Example.identityPolicy(Example.identityText()))
        let other = NamedPolicy("limit", try Example.identityPolicy(Example.identityText(["Action": "\"s3:*\""])))
        let vault = NamedPolicy("vault", try vaultPolicy(statement("Allow", "v", to: "\"*\"")))
        var policies = PolicySet(identity: [other, identity], resourceAccount: "111122223333")
        #expect(policies.decide(request()).source?.policy == "own")
        policies.boundary = other
        #expect(policies.decide(request()).outcome == .implicitDeny(missing: [.boundary]))
        #expect(policies.decide(request()).source?.side == .identity)
        policies.resource = [vault]
        #expect(policies.decide(request()).isAllowed)
        #expect(policies.decide(request()).source?.policy == "vault")
        let root = PolicySet(resourceAccount: "111122223333").decide(request(.root))
        #expect(root == AccessDecision(outcome: .allowed, source: nil))
    }

    @Test("a key that is set again has its last value, whatever its case")
    func setsAgain() throws {
        let text = Example.identityText(["Condition": #"{"StringEquals":{"aws:UserAgent":"b"}}"#])
        let policy = try Example.identityPolicy(text)
        var context = ConditionContext()
        context.set("AWS:useragent", "a")
        #expect(policy.evaluate(request(.root, context)) == .nothing)
        context.set("aws:UserAgent", "b")
        #expect(policy.evaluate(request(.root, context)) != .nothing)
        context.set("aws:useragent", [])
        #expect(policy.evaluate(request(.root, context)) == .nothing)
    }

    @Test("what is no action or no ARN is matched by a lone star only", arguments: ["", "glacier", ":", "a:b:c"])
    func matchesNonsense(_ text: String) throws {
        let request = PolicyRequest(
            caller: PolicyCaller(account: "111122223333", kind: .root),
            action: text,
            resource: text,
            context: ConditionContext()
        )
        #expect(try Example.identityPolicy(Example.identityText()).evaluate(request) != .nothing)
        for changes in [["Action": "\"glacier:*\""], ["Resource": "\"arn:*\""]] {
            #expect(try Example.identityPolicy(Example.identityText(changes)).evaluate(request) == .nothing)
        }
    }

    @Test("a document tells which keys it asks for")
    func mentionsKeys() throws {
        let policy = try Example.identityPolicy(
            Example.identityText([
                "Resource": #"["*","arn:aws:glacier:*:*:vaults/${aws:PrincipalTag/Team}-*"]"#,
                "Condition": """
                {"StringLike":{"glacier:ResourceTag/LegalHold":"${aws:username}*"},"Null":{"aws:TokenIssueTime":true},\
                "StringEquals":{"a":"${b, 'c'}"},"ArnLike":{"d":"arn:aws:iam::${e}:user/*"}}
                """,
            ])
        )
        for key in [
            "glacier:resourcetag/LEGALHOLD", "glacier:ResourceTag/", "aws:username", "aws:PrincipalTag/team",
            "aws:PrincipalTag/", "aws:TokenIssueTime", "a", "b", "d", "e",
        ] {
            #expect(policy.mentions(key: key), "\(key)")
        }
        for key in ["glacier:ResourceTag/Legal", "aws:ResourceTag/", "glacier:ArchiveAgeInDays", "aws:user", "c", "/"] {
            #expect(!policy.mentions(key: key), "\(key)")
        }
        #expect(try !Example.identityPolicy(Example.identityText()).mentions(key: "aws:username"))
    }
}

@Suite("Order of numbers and moments")
struct OrderTests {
    @Test("numbers are in the order of their values")
    func ordersNumbers() throws {
        let texts = [
            "-1e10", "-18446744073709551616", "-100", "-99.5", "-10", "-9", "-0.5", "-0.05", "0", "1e-9", "0.05", "0.5",
            "1", "1.0000000001", "9", "10", "11", "99.5", "100", "18446744073709551615", "18446744073709551616",
            "1e100",
        ]
        let numbers = try texts.map { try #require(PolicyNumber($0)) }.enumerated().sorted { $0.element < $1.element }
        // -1e10 is greater than -18446744073709551616.
        #expect(numbers.map(\.offset) == [1, 0] + Array(2..<texts.count))
        #expect(try !(#require(PolicyNumber("1.0")) < #require(PolicyNumber("1"))))
        #expect(try !(#require(PolicyNumber("-0")) < #require(PolicyNumber("0"))))
    }

    @Test("moments are in the order of their times")
    func ordersDates() throws {
        let texts = [
            "0000-01-01", "1969-12-31T23:59:59Z", "-0.5", "1970-01-01", "0.000000001", "1", "2026-01-02T00:30:00+01:00",
            "2026-01-02", "2026-01-02T00:00:00.001Z", "9999-12-31",
        ]
        let dates = try texts.map { try #require(PolicyDate($0)) }
        for (index, date) in dates.enumerated() {
            for (other, otherDate) in dates.enumerated() { #expect((date < otherDate) == (index < other)) }
        }
    }
}
