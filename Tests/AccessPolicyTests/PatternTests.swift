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
