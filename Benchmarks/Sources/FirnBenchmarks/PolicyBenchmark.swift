import AccessPolicy
import struct Crypto.SHA256

/// What it costs to decide a request by policies of 50 statements, of which only the last allows it: median
/// microseconds of processor time, against hashing 1 KiB, which the signature of every request needs at least.
///
/// The methods take turns within each round, so that a change of the processor's clock meets all of them.
func policyBenchmark(rounds: Int = 101, repetitions: Int = 200) throws -> [BenchmarkRow] {
    let methods = try policyMethods()
    var times = [[Duration]](repeating: [], count: methods.count)
    for _ in 0..<rounds {
        for (index, method) in methods.enumerated() {
            times[index].append(processorTime { for _ in 0..<repetitions { method.work() } })
        }
    }
    let medians = times.map { ($0.median ?? .zero) / .microseconds(repetitions) }
    return methods.indices.map { index in
        BenchmarkRow(
            name: methods[index].name,
            value: medians[index],
            unit: "µs",
            ratio: medians[index] / medians[0],
            reference: methods[0].name
        )
    }
}

private struct PolicyMethod {
    let name: String
    let work: () -> Void
}

private let statementCount = 50

/// The first is what the others are compared with.
private func policyMethods() throws -> [PolicyMethod] {
    let block = [UInt8](repeating: 7, count: 1024)
    let kinds: [(name: String, element: String)] = [
        ("of other vaults", #""Resource":"arn:aws:glacier:us-west-2:111122223333:vaults/team-%-*""#),
        (
            "with variables",
            #""Resource":"arn:aws:glacier:*:${aws:PrincipalAccount}:vaults/${aws:username}-%*""#
        ),
        ("with a text", #""Resource":"*","Condition":{"StringLike":{"aws:UserAgent":"*client-%/*"}}"#),
        ("with a number", #""Resource":"*","Condition":{"NumericLessThan":{"glacier:ArchiveAgeInDays":"%"}}"#),
        ("with a date", #""Resource":"*","Condition":{"DateLessThan":{"aws:CurrentTime":"20%-01-01T00:00:00Z"}}"#),
        ("with an address", #""Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.%.0.0/16"}}"#),
        (
            "with a principal's ARN",
            #""Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/team-%/*"}}"#
        ),
    ]
    let request = policyRequest()
    return try [
        PolicyMethod(name: "SHA-256 of 1 KiB") {
            precondition(SHA256.hash(data: block).first(where: { _ in true }) != nil)
        },
        PolicyMethod(name: "a request's values") { precondition(policyRequest().caller.account.utf8.count == 12) },
    ]
        + kinds.map { kind in
            let policies = try policySet(of: kind.element)
            return PolicyMethod(name: "50 statements \(kind.name)") {
                precondition(policies.decide(request).source?.statement.index == statementCount - 1)
            }
        }
}

private func policySet(of element: String) throws -> PolicySet {
    let others = (10..<(10 + statementCount - 1)).map { number in
        "{\"Effect\":\"Allow\",\"Action\":\"glacier:*Archive\",\(element.replacing("%", with: "\(number)"))}"
    }
    let statements = others + [#"{"Effect":"Allow","Action":"glacier:DeleteArchive","Resource":"*"}"#]
    let text = "{\"Version\":\"2012-10-17\",\"Statement\":[\(statements.joined(separator: ","))]}"
    let document = try PolicyDocument(parsing: text, as: .identity, maximumBytes: 20_480)
    return PolicySet(identity: [NamedPolicy("benchmark", document)], resourceAccount: "111122223333")
}

private func policyRequest() -> PolicyRequest {
    let arn = "arn:aws:iam::111122223333:user/operations/alice"
    var context = ConditionContext()
    for (key, value) in [
        ("aws:CurrentTime", "2112-01-02T03:04:05Z"), ("aws:EpochTime", "4481147045"), ("aws:SourceIp", "203.0.113.7"),
        ("aws:SecureTransport", "true"), ("aws:UserAgent", "Boto3/1.43.11 md/Botocore#1.43.11 ua/2.1 os/linux"),
        ("aws:RequestedRegion", "us-west-2"), ("aws:PrincipalArn", arn), ("aws:PrincipalAccount", "111122223333"),
        ("aws:PrincipalType", "User"), ("aws:username", "alice"), ("aws:userid", "AIDACKCEVSQ6C2EXAMPLE"),
        ("aws:ResourceAccount", "111122223333"), ("aws:ViaAWSService", "false"),
        ("aws:PrincipalIsAWSService", "false"), ("glacier:ArchiveAgeInDays", "364"),
        ("glacier:ResourceTag/LegalHold", "false"),
    ] {
        context.set(key, value)
    }
    return PolicyRequest(
        caller: PolicyCaller(account: "111122223333", kind: .user(arn: arn)),
        action: "glacier:DeleteArchive",
        resource: "arn:aws:glacier:us-west-2:111122223333:vaults/examplevault",
        context: context
    )
}
