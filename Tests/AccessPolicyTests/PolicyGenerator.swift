import SeededTesting

@testable import AccessPolicy

/// Makes policies and requests out of few parts, so that they often meet.
struct PolicyGenerator {
    private var random: SeededGenerator
    /// What documents were made of, so that they can be made again in another order.
    private var statements: [PolicyDocument: (texts: [String], isOfVault: Bool)] = [:]

    private static let accounts = ["111122223333", "444455556666"]
    private static let vaults = [Example.vault, Example.vault + "2", "arn:aws:glacier:us-east-1:444455556666:vaults/*"]
    private static let texts = [
        "Bob", "b*", "", "é🧊", "2026-01-02", "1e3", "-0.5", "203.0.113.7", "::ffff:1.2.3.4", "true",
    ]

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func request() -> PolicyRequest {
        var context = ConditionContext()
        context.set("aws:TagKeys", (0..<Int.random(in: 0...3, using: &random)).map { _ in pick(Self.texts) })
        for key in ["aws:username", "k", "aws:SourceIp"] where Bool.random(using: &random) {
            context.set(key, pick(Self.texts))
        }
        let account = pick(Self.accounts)
        let kinds: [PolicyCaller.Kind] = [
            .root, .user(arn: "arn:aws:iam::\(account):user/Bob"),
            .session(
                arn: "arn:aws:sts::\(account):assumed-role/r/s",
                roleARN: "arn:aws:iam::\(account):role/r"
            ),
        ]
        return PolicyRequest(
            caller: PolicyCaller(account: account, kind: pick(kinds)),
            action: pick(["glacier:DeleteArchive", "glacier:ListParts", "s3:GetObject", "", "GLACIER:deletearchive"]),
            resource: pick(Self.vaults + ["", "arn:aws:glacier"]),
            context: context
        )
    }

    mutating func policySet() throws -> PolicySet {
        var policies = PolicySet(resourceAccount: pick(Self.accounts))
        for _ in 0..<Int.random(in: 0...2, using: &random) { policies.identity.append(try named(isOfVault: false)) }
        for _ in 0..<Int.random(in: 0...2, using: &random) { policies.resource.append(try named(isOfVault: true)) }
        if Int.random(in: 0..<4, using: &random) == 0 { policies.boundary = try named(isOfVault: false) }
        if Int.random(in: 0..<4, using: &random) == 0 { policies.session = try named(isOfVault: false) }
        return policies
    }

    mutating func document(effects: [String], isOfVault: Bool) throws -> PolicyDocument {
        let texts = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            statement(effect: pick(effects), isOfVault: isOfVault)
        }
        return try document(of: texts, isOfVault: isOfVault)
    }

    /// The same policy with its statements in the other order.
    mutating func turned(_ policy: NamedPolicy) throws -> NamedPolicy {
        guard let (texts, isOfVault) = statements[policy.document] else { return policy }
        return NamedPolicy(policy.name, try document(of: texts.reversed(), isOfVault: isOfVault))
    }

    /// Members of an array that an operator takes.
    mutating func values(of name: String) -> String {
        let values =
            switch name {
            case let name where name.hasPrefix("Numeric"): ["1000", "-0.50", "7"]
            case let name where name.hasPrefix("Date"): ["2026-01-02T01:00:00+01:00", "1767312000", "1"]
            case let name where name.hasSuffix("IpAddress"): ["203.0.113.0/24", "1.2.3.4", "::/0"]
            case let name where name.hasPrefix("Arn"): ["*", "arn:aws:iam::*:user/${aws:username}"]
            default: ["bob", "B*", "${aws:username}", "${k, 'Bob'}*", "?🧊", ""]
            }
        return (0..<Int.random(in: 1...3, using: &random)).map { _ in "\"\(pick(values))\"" }.joined(separator: ",")
    }

    private mutating func named(isOfVault: Bool) throws -> NamedPolicy {
        NamedPolicy("random", try document(effects: ["Allow", "Allow", "Deny"], isOfVault: isOfVault))
    }

    private mutating func document(of texts: [String], isOfVault: Bool) throws -> PolicyDocument {
        let text = "{\"Version\":\"2012-10-17\",\"Statement\":[\(texts.joined(separator: ","))]}"
        let document = isOfVault ? try Example.vaultPolicy(text) : try Example.identityPolicy(text)
        statements[document] = (texts, isOfVault)
        return document
    }

    private mutating func statement(effect: String, isOfVault: Bool) -> String {
        let action = pick([#""Action":"*""#, #""Action":"glacier:Delete*""#, #""NotAction":"glacier:List*""#])
        let resource = pick([
            #""Resource":"*""#, "\"Resource\":\"\(Example.vault)\"",
            #""NotResource":"arn:*:*:us-west-2:*:*${aws:username}*""#,
        ])
        var members = ["\"Effect\":\"\(effect)\"", action, resource]
        if isOfVault {
            members.append(
                pick([
                    #""Principal":"*""#, #""Principal":{"AWS":["111122223333","444455556666"]}"#,
                    #""Principal":{"AWS":"arn:aws:iam::111122223333:role/r"}"#,
                    #""NotPrincipal":{"AWS":"arn:aws:iam::111122223333:user/Bob"}"#,
                ])
            )
        }
        if Bool.random(using: &random) {
            let name = pick(["StringLike", "NumericLessThan", "DateNotEquals", "NotIpAddress", "ArnLike"])
            let prefix = pick(["", "ForAllValues:", "ForAnyValue:"]), suffix = pick(["", "IfExists"])
            let key = pick(["aws:TagKeys", "k", "aws:SourceIp"])
            members.append("\"Condition\":{\"\(prefix)\(name)\(suffix)\":{\"\(key)\":[\(values(of: name))]}}")
        }
        return "{\(members.joined(separator: ","))}"
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }
}
