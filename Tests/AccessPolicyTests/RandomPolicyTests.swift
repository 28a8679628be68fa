import SeededTesting
import Testing

@testable import AccessPolicy

@Suite("Random policies and requests")
struct RandomPolicyTests {
    @Test("a denial more never gives a permission, and one that matches takes it", arguments: seeds)
    func deniesMonotonically(_ seed: UInt64) throws {
        var random = PolicyGenerator(seed: seed)
        for _ in 0..<300 {
            var policies = try random.policySet()
            let request = random.request()
            let before = policies.decide(request)
            let denial = NamedPolicy("added", try random.document(effects: ["Deny"], isOfVault: false))
            policies.identity.append(denial)
            let after = policies.decide(request)
            if !before.isAllowed { #expect(!after.isAllowed, "seed \(seed)") }
            if denial.document.evaluate(request) != .nothing { #expect(after.outcome == .explicitDeny, "seed \(seed)") }
        }
    }

    @Test("the order of statements and policies changes no outcome", arguments: seeds)
    func ignoresOrder(_ seed: UInt64) throws {
        var random = PolicyGenerator(seed: seed)
        for _ in 0..<300 {
            let policies = try random.policySet()
            let request = random.request()
            var turned = policies
            turned.identity = try policies.identity.reversed().map { try random.turned($0) }
            turned.resource = try policies.resource.reversed().map { try random.turned($0) }
            #expect(turned.decide(request).outcome == policies.decide(request).outcome, "seed \(seed)")
        }
    }

    @Test("an operator and its negation never agree on a key that is there", arguments: seeds)
    func negates(_ seed: UInt64) throws {
        var random = PolicyGenerator(seed: seed)
        let pairs = [
            ("StringEquals", "StringNotEquals"), ("StringLike", "StringNotLike"),
            ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"), ("NumericEquals", "NumericNotEquals"),
            ("DateEquals", "DateNotEquals"), ("IpAddress", "NotIpAddress"), ("ArnLike", "ArnNotLike"),
        ]
        for (positive, negated) in pairs {
            for _ in 0..<60 {
                let request = random.request()
                let values = random.values(of: positive)
                let opinions = try [positive, negated].map { name in
                    let condition = "{\"\(name)\":{\"aws:TagKeys\":[\(values)]}}"
                    return try Example.identityPolicy(Example.identityText(["Condition": condition])).evaluate(request)
                }
                #expect(opinions.count { $0 == .nothing } == 1, "seed \(seed): \(positive) \(values)")
            }
        }
    }

    @Test("a permission needs the caller's side or a grant of the resource", arguments: seeds)
    func needsGrant(_ seed: UInt64) throws {
        var random = PolicyGenerator(seed: seed)
        for _ in 0..<300 {
            var policies = try random.policySet()
            let request = random.request()
            guard request.caller.kind != .root else { continue }
            policies.identity = []
            policies.resource = []
            #expect(!policies.decide(request).isAllowed, "seed \(seed)")
        }
    }

    private static let seeds = 1...6 as ClosedRange<UInt64>
}
