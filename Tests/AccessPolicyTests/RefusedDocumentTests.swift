import Testing

@testable import AccessPolicy

@Suite("Refused documents")
struct RefusedDocumentTests {
    private static let statement = #"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#

    private static let texts: [Refusal] = [
        Refusal("", .notJSON, "document"),
        Refusal(" ", .notJSON, "document"),
        Refusal("{", .notJSON, "document"),
        Refusal("{'Statement':[]}", .notJSON, "document"),
        Refusal(#"{"Statement":[\#(statement)]} x"#, .notJSON, "document"),
        Refusal(#"{"Statement":[\#(statement),]}"#, .notJSON, "document"),
        Refusal(String(repeating: "[", count: 64) + String(repeating: "]", count: 65), .notJSON, "document"),
        Refusal(String(repeating: "[", count: 65) + String(repeating: "]", count: 65), .notJSON, "document"),
        Refusal(String(repeating: "{\"a\":", count: 4000), .notJSON, "document"),
        Refusal(String(repeating: " ", count: 20_481), .tooLarge(maximumBytes: 20_480), "document"),
        Refusal("\"" + String(repeating: "é", count: 10_240) + "\"", .tooLarge(maximumBytes: 20_480), "document"),
        Refusal(#"{"Statement":\#(statement),"Statement":\#(statement)}"#, .duplicateKey, "document"),
        Refusal(#"{"Statement":{"Effect":"Allow","Effect":"Deny"}}"#, .duplicateKey, "document"),
        Refusal(#"{"Statement":{"Condition":{"Null":{"a":true,"\u0061":true}}}}"#, .duplicateKey, "document"),
        Refusal("null", .nullValue, "document"),
        Refusal("[]", .wrongType(expected: .object), "document"),
        Refusal("\"{}\"", .wrongType(expected: .object), "document"),
        Refusal("1", .wrongType(expected: .object), "document"),
        Refusal("true", .wrongType(expected: .object), "document"),
        Refusal("{}", .missingElement("Statement"), "document"),
        Refusal(#"{"Version":"2012-10-17"}"#, .missingElement("Statement"), "document"),
        Refusal(#"{"statement":\#(statement)}"#, .unknownElement, "statement"),
        Refusal(#"{"Statements":[\#(statement)]}"#, .unknownElement, "Statements"),
        Refusal(#"{"Statement":\#(statement),"Comment":null}"#, .unknownElement, "Comment"),
        Refusal(#"{"Statement":\#(statement),"":1}"#, .unknownElement, #""""#),
        Refusal(#"{"Statement":\#(statement),"z":1,"version":1,"b":1}"#, .unknownElement, "b"),
        Refusal(#"{"Version":null,"Statement":\#(statement)}"#, .nullValue, "Version"),
        Refusal(#"{"Version":2012,"Statement":\#(statement)}"#, .wrongType(expected: .string), "Version"),
        Refusal(#"{"Version":"","Statement":\#(statement)}"#, .unknownVersion, "Version"),
        Refusal(#"{"Version":"2012-10-18","Statement":\#(statement)}"#, .unknownVersion, "Version"),
        Refusal(#"{"Version":"2012-10-17 ","Statement":\#(statement)}"#, .unknownVersion, "Version"),
        Refusal(#"{"Version":["2012-10-17"],"Statement":\#(statement)}"#, .wrongType(expected: .string), "Version"),
        Refusal(#"{"Id":null,"Statement":\#(statement)}"#, .nullValue, "Id"),
        Refusal(#"{"Id":7,"Statement":\#(statement)}"#, .wrongType(expected: .string), "Id"),
        Refusal(#"{"Statement":null}"#, .nullValue, "Statement"),
        Refusal(#"{"Statement":[]}"#, .empty, "Statement"),
        Refusal(#"{"Statement":"*"}"#, .wrongType(expected: .object), "Statement"),
        Refusal(#"{"Statement":{}}"#, .missingElement("Effect"), "Statement"),
        Refusal(#"{"Statement":[[\#(statement)]]}"#, .wrongType(expected: .object), "Statement[0]"),
        Refusal(#"{"Statement":[\#(statement),null]}"#, .nullValue, "Statement[1]"),
        Refusal(#"{"Statement":[\#(statement),7]}"#, .wrongType(expected: .object), "Statement[1]"),
        Refusal(#"{"Statement":[\#(statement),{}]}"#, .missingElement("Effect"), "Statement[1]"),
    ]

    @Test("a document of another form is refused, with the place of the mistake", arguments: texts)
    func refuses(_ refusal: Refusal) throws {
        let error = try #require(refusal.error)
        #expect(error.reason == refusal.reason, "\(refusal.text.prefix(200))")
        #expect(error.place.description == refusal.place, "\(refusal.text.prefix(200))")
    }

    private static let statements: [Refusal] = [
        .element("effect", "\"Allow\"", .unknownElement),
        .element("Principals", "\"*\"", .unknownElement),
        .element("Actions", "\"*\"", .unknownElement),
        .element("Conditions", "{}", .unknownElement),
        .element("NotEffect", "\"Allow\"", .unknownElement),
        .element("Sid", "null", .nullValue),
        .element("Sid", "1", .wrongType(expected: .string)),
        .element("Effect", "null", .nullValue),
        .element("Effect", "true", .wrongType(expected: .string)),
        .element("Effect", "[\"Allow\"]", .wrongType(expected: .string)),
        .element("Effect", "\"allow\"", .unknownEffect),
        .element("Effect", "\"DENY\"", .unknownEffect),
        .element("Effect", "\"Allow \"", .unknownEffect),
        .element("Effect", "\"\"", .unknownEffect),
        Refusal(Example.vaultText(["Effect": nil]), .missingElement("Effect"), "Statement[0]"),
        Refusal(Example.vaultText(["Principal": nil]), .missingElement("Principal"), "Statement[0]"),
        Refusal(Example.vaultText(["Action": nil]), .missingElement("Action"), "Statement[0]"),
        Refusal(Example.vaultText(["Resource": nil]), .missingElement("Resource"), "Statement[0]"),
        Refusal(
            Example.vaultText(["NotPrincipal": "\"*\""]),
            .conflictingElements("Principal", "NotPrincipal"),
            "Statement[0]"
        ),
        Refusal(Example.vaultText(["NotAction": "\"*\""]), .conflictingElements("Action", "NotAction"), "Statement[0]"),
        Refusal(
            Example.vaultText(["NotResource": "\"*\""]),
            .conflictingElements("Resource", "NotResource"),
            "Statement[0]"
        ),
        .element("Condition", "null", .nullValue),
        .element("Condition", "[]", .wrongType(expected: .object)),
        .element("Condition", "\"\"", .wrongType(expected: .object)),
    ]

    @Test("a statement of another form is refused, with the place of the mistake", arguments: statements)
    func refusesStatement(_ refusal: Refusal) throws {
        let error = try #require(refusal.error)
        #expect(error.reason == refusal.reason, "\(refusal.text)")
        #expect(error.place.description == refusal.place, "\(refusal.text)")
    }

    @Test("a Sid that another statement has is refused at the later one")
    func refusesDuplicateSid() throws {
        let texts = ["a", "b", "a"].map { #"{"Sid":"\#($0)","Effect":"Allow","Action":"*","Resource":"*"}"# }
        let text = "{\"Statement\":[\(texts.joined(separator: ","))]}"
        let error = try #require(throws: PolicyError.self) { try Example.identityPolicy(text) }
        #expect(error.reason == .duplicateSid)
        #expect(error.place.description == "Statement[2].Sid")
    }

    @Test(
        "an identity policy names no principal",
        arguments: [("Principal", "\"*\""), ("NotPrincipal", "{\"AWS\":\"444455556666\"}"), ("Principal", "null")]
    )
    func refusesPrincipal(_ name: String, _ json: String) throws {
        let error = try #require(throws: PolicyError.self) {
            try Example.identityPolicy(Example.identityText([name: json]))
        }
        #expect(error.reason == .principalInIdentityPolicy)
        #expect(error.place.description == "Statement[0].\(name)")
    }

    @Test("an error reads as its place and its reason, in one line without values")
    func describesError() throws {
        let text = Example.vaultText(["Condition": #"{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","10.0.0.256"]}}"#])
        let error = try #require(throws: PolicyError.self) { try Example.vaultPolicy(text) }
        #expect(
            error.description
                == "Statement[0].Condition.IpAddress.aws:SourceIp[1]: is no IP address and no range of them"
        )
    }

    @Test("names that come from the policy are shown shortened and without control characters")
    func shortensNames() throws {
        let name = "a\\n\\u001b[é" + String(repeating: "x", count: 100)
        let error = try #require(throws: PolicyError.self) { try Example.vaultPolicy("{\"\(name)\":1}") }
        #expect(error.place.description == "a??[?" + String(repeating: "x", count: 59) + "…")
    }
}
