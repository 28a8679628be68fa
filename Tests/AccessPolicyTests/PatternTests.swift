import SeededTesting
import Testing

@testable import AccessPolicy

@Suite("Patterns of actions and ARNs")
struct PatternTests {
    @Test(
        "an action is matched without case, its service literally",
        arguments: [
            ("*", "glacier", "DeleteArchive", true), ("*", "s3", "GetObject", true),
            ("glacier:*", "glacier", "DeleteArchive", true), ("glacier:*", "s3", "DeleteArchive", false),
            ("Glacier:deleteARCHIVE", "glacier", "DeleteArchive", true),
            ("glacier:Delete*", "GLACIER", "DELETEVAULT", true),
            ("glacier:Delete*", "glacier", "UnDelete", false), ("glacier:ListPart?", "glacier", "ListParts", true),
            ("glacier:ListPart?", "glacier", "ListPart", false), ("glacie:*", "glacier", "ListParts", false),
        ]
    )
    func matchesAction(_ text: String, _ service: String, _ name: String, _ isMatch: Bool) throws {
        #expect(try ActionPattern(text).matches(ActionName(service: service, name: name)) == isMatch)
    }

    @Test(
        "a resource is matched field by field, the last as one text",
        arguments: [
            ("*", "arn:aws:glacier:r:1:vaults/v", true), ("arn:*", "arn:aws:glacier:r:1:vaults/v", true),
            ("arn:aws:glacier:r:1:vaults/v", "arn:aws:glacier:r:1:vaults/v", true),
            ("arn:aws:glacier:r:1:vaults/V", "arn:aws:glacier:r:1:vaults/v", false),
            ("arn:aws:glacier:*:1:vaults/v", "arn:aws:glacier::1:vaults/v", true),
            ("arn:aws:glacier:*:vaults/v", "arn:aws:glacier:r:1:vaults/v", false),
            ("arn:aws:*:vaults/v", "arn:aws:glacier:vaults/v:1:x", true),
            ("arn:aws:glacier:r:1", "arn:aws:glacier:r:1:vaults/v", true),
            ("arn:aws:glacier:r:?:*", "arn:aws:glacier:r:1:vaults/a/b:c", true),
            ("arn:aws:glacier:r:1:*:c", "arn:aws:glacier:r:1:vaults/a/b:c", true),
            ("arn:aws:glacier:r:1:vaults/*", "arn:aws:glacier:r:1:vaults/", true),
            ("arn:aws:glacier:r:1:vaults/x", "arn:aws:glacier:r:1:vaults/", false),
            ("arn:aws:glacier:r:1:vaults/${a:b, 'c:d'}", "arn:aws:glacier:r:1:vaults/v", true),
            ("arn:aws:glacier:r:${a:b}:vaults/v", "arn:aws:glacier:r:1:vaults/v", true),
            ("arn:aws:glacier:r:1:vaults/x${a}", "arn:aws:glacier:r:1:vaults/v", false),
            ("arn:aws:glacier:r:1:vaults/${?}", "arn:aws:glacier:r:1:vaults/v", false),
            ("arn:aws:glacier:r:1:vaults/${?}", "arn:aws:glacier:r:1:vaults/?", true),
            ("arn:*", "arn:aws:glacier:r:1", false), ("arn:*", "", false),
        ]
    )
    func matchesResource(_ text: String, _ arn: String, _ isMatch: Bool) throws {
        #expect(try ResourcePattern(text, hasVariables: true).canMatch(ARNText(arn)) == isMatch)
    }

    @Test("an ARN of a condition has all its fields, and a star stays in one")
    func matchesCondition() throws {
        func pattern(_ text: String) throws -> ARNPattern? {
            ARNPattern(try PolicyText(text, wildcards: true, variables: true))
        }
        #expect(try pattern("arn:aws:iam::*") == nil)
        let users = try #require(try pattern("arn:aws:iam:*:1*:user/${aws:username}:${a}"))
        #expect(users.fields.count == 6)
        #expect(users.canMatch(ARNText("arn:aws:iam::12:user/Bob:x")))
        #expect(!users.canMatch(ARNText("arn:aws:iam::1:2:user/Bob:x")))
    }
}

@Suite("Policy variables")
struct PolicyVariableTests {
    private func pieces(_ text: String, wildcards: Bool = true, variables: Bool = true) throws -> [PolicyText.Piece] {
        try PolicyText(text, wildcards: wildcards, variables: variables).pieces
    }

    private func literal(_ text: String) -> PolicyText.Piece { .literal(Array(text.utf8)) }

    private func variable(_ key: String, _ defaultText: String? = nil) -> PolicyText.Piece {
        .variable(PolicyVariable(key: ConditionKey(key), defaultText: defaultText))
    }

    @Test("a text is cut into literals, wildcards and variables")
    func cuts() throws {
        #expect(try pieces("") == [])
        #expect(try pieces("a*b?") == [literal("a"), .anyRun, literal("b"), .anyCharacter])
        #expect(try pieces("a*b?", wildcards: false) == [literal("a*b?")])
        #expect(try pieces("a${AWS:Username}/*") == [literal("a"), variable("aws:username"), literal("/"), .anyRun])
        #expect(try pieces("${a}${b}") == [variable("a"), variable("b")])
        #expect(try pieces("${a/b c=é}") == [variable("a/b c=é")])
        #expect(try pieces("${a, 'b}*, c'}") == [variable("a", "b}*, c")])
        #expect(try pieces("${a,''}x") == [variable("a", ""), literal("x")])
        #expect(try pieces("${a,  'b'  }") == [variable("a", "b")])
    }

    @Test("dollars and escaped characters are literal")
    func keepsLiterals() throws {
        #expect(try pieces("${*}${?}${$}") == [literal("*?$")])
        #expect(try pieces("a${*}*") == [literal("a*"), .anyRun])
        #expect(try pieces("$") == [literal("$")])
        #expect(try pieces("$$a}$") == [literal("$$a}$")])
        #expect(try pieces("$ {a}") == [literal("$ {a}")])
        #expect(try pieces("$${a}") == [literal("$"), variable("a")])
        #expect(try pieces("${${*}", variables: false) == [literal("${${"), .anyRun, literal("}")])
    }

    @Test("a pattern whose variables have no values yet matches nothing when it is compiled")
    func matchesNothing() throws {
        let text = try PolicyText("a${b}*", wildcards: true, variables: true)
        #expect(!WildcardPattern(text).matches("ab".utf8))
        #expect(TextPattern(text).canMatch("abc".utf8))
        #expect(TextPattern(text) == .varying(text))
    }
}

@Suite("ARNs of requests")
struct RequestARNTests {
    @Test("both ways to match an ARN agree with its fields, one by one", arguments: 1...6 as ClosedRange<UInt64>)
    func agrees(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let parts = ["a", "b", "", "*", "a*", "*b", "a?", "${k}", "${k}*", "a${k}b", "?"]
        let values = ["a", "b", "", "ab", "a*", "aab", "aéb"]
        func pick(_ texts: [String]) -> String { texts[Int.random(in: 0..<texts.count, using: &random)] }
        var matches = 0
        for _ in 0..<500 {
            let texts = ["arn", "a"] + (0..<Int.random(in: 3...5, using: &random)).map { _ in pick(values) }
            let fields =
                ["arn", "a"]
                + (2..<6).map { $0 < texts.count ? pick(parts + Array(repeating: texts[$0], count: 12)) : pick(parts) }
            let written = try PolicyText(fields.joined(separator: ":"), wildcards: true, variables: true)
            guard let pattern = ARNPattern(written) else { continue }
            var context = ConditionContext()
            if Bool.random(using: &random) { context.set("k", pick(values)) }
            let arn = texts.joined(separator: ":")
            // The sixth field takes what is left.
            let rest = texts.count < 6 ? nil : texts[5...].joined(separator: ":")
            let expected = try rest.map { rest in
                try zip(fields, texts[..<5] + [rest]).allSatisfy { field, text in
                    let open = try PolicyText(field, wildcards: true, variables: true)
                    return TextPattern(open).matches(text.utf8, in: context)
                }
            }
            #expect(pattern.matches(arn, in: context) == expected ?? false, "seed \(seed): \(fields) \(arn)")
            #expect(pattern.matches(ARNText(arn), in: context) == expected ?? false, "seed \(seed): \(fields) \(arn)")
            matches += expected == true ? 1 : 0
        }
        #expect(matches > 20)
    }
}
