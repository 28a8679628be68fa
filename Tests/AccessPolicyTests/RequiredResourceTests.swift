import Testing

@testable import AccessPolicy

@Suite("Resources that must allow, and keys that requests lack")
struct RequiredResourceTests {
    private static let role = "arn:aws:iam::111122223333:role/reader"
    private static let ann = "arn:aws:iam::111122223333:user/ann"

    private static func text(_ statement: String) -> String {
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\(statement)}}"
    }

    private static func trust(_ principal: String) throws -> NamedPolicy {
        let text = text("\"Action\":\"sts:AssumeRole\",\"Principal\":\(principal)")
        return NamedPolicy("trust", try PolicyDocument(parsing: text, as: .trust, maximumBytes: 2048))
    }

    private static let assuming = NamedPolicy("identity", resource: role)

    /// A user of the role's own account: who the trust policy names, whether an identity policy allows, and the answer.
    @Test(
        "in the role's account the trust policy has to name the user, or the account that lets an identity policy say",
        arguments: [
            ("\"*\"", false, true), ("{\"AWS\":\"\(ann)\"}", false, true),
            ("{\"AWS\":\"111122223333\"}", false, false), ("{\"AWS\":\"111122223333\"}", true, true),
            ("{\"AWS\":\"arn:aws:iam::111122223333:user/bob\"}", true, false),
            ("{\"AWS\":\"444455556666\"}", true, false), ("{\"Service\":\"ec2.amazonaws.com\"}", true, false),
        ]
    )
    func decidesInAccount(_ principal: String, _ hasIdentityPolicy: Bool, _ isAllowed: Bool) throws {
        let policies = PolicySet(
            identity: hasIdentityPolicy ? [Self.assuming] : [],
            resource: [try Self.trust(principal)],
            resourceAccount: "111122223333",
            resourceRule: .mustAllow
        )
        let caller = PolicyCaller(account: "111122223333", kind: .user(arn: Self.ann))
        #expect(policies.decide(Self.request(caller)).isAllowed == isAllowed)
    }

    @Test("where the resource must allow, its silence is what is missing")
    func saysWhatIsMissing() {
        let policies = PolicySet(
            identity: [Self.assuming],
            resourceAccount: "111122223333",
            resourceRule: .mustAllow
        )
        let caller = PolicyCaller(account: "111122223333", kind: .user(arn: Self.ann))
        #expect(policies.decide(Self.request(caller)).outcome == .implicitDeny(missing: [.resource]))
    }

    @Test("the findings of a statement name the keys that a request lacks")
    func namesMissingKeys() throws {
        let text = """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::111122223333:role/${aws:username}",
               "Condition":{"StringEquals":{"sts:ExternalId":"x","aws:RequestedRegion":"us-east-1"}}},
              {"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}
            """
        let document = try PolicyDocument(parsing: text, as: .identity, maximumBytes: 2048)
        var context = ConditionContext()
        context.set("AWS:requestedregion", "us-east-1")
        let caller = PolicyCaller(account: "111122223333", kind: .user(arn: Self.ann))
        let findings = document.findings(for: Self.request(caller, context))
        #expect(findings.map(\.missingKeys) == [["aws:username", "sts:ExternalId"], []])
        #expect(
            document.conditionKeys == [
                "aws:RequestedRegion", "aws:SecureTransport", "aws:username", "sts:ExternalId",
            ]
        )
    }

    private static func request(
        _ caller: PolicyCaller,
        _ context: ConditionContext = ConditionContext()
    ) -> PolicyRequest {
        PolicyRequest(caller: caller, action: "sts:AssumeRole", resource: role, context: context)
    }
}

extension NamedPolicy {
    /// Allows to assume a role.
    fileprivate init(_ name: String, resource: String) {
        let text = Example.identityText(["Action": "\"sts:AssumeRole\"", "Resource": "\"\(resource)\""])
        guard let document = try? Example.identityPolicy(text) else { preconditionFailure("no policy: \(text)") }
        self.init(name, document)
    }
}
