import Testing

@testable import AccessPolicy

@Suite("Refused conditions")
struct RefusedConditionTests {
    /// A condition of one operator and one key.
    private static func value(_ name: String, _ json: String, _ reason: PolicyError.Reason) -> Refusal {
        .element("Condition", "{\"\(name)\":{\"k\":\(json)}}", reason, at: ".\(name).k")
    }

    private static let blocks: [Refusal] = [
        .element("Condition", "{\"Bool\":null}", .nullValue, at: ".Bool"),
        .element("Condition", "{\"Bool\":[]}", .wrongType(expected: .object), at: ".Bool"),
        .element("Condition", "{\"Bool\":\"true\"}", .wrongType(expected: .object), at: ".Bool"),
        .element("Condition", "{\"Bool\":{}}", .empty, at: ".Bool"),
        .element("Condition", "{\"Bool\":{\"\":true}}", .empty, at: ".Bool.\"\""),
        .element("Condition", "{\"Bool\":{\"K\":true,\"k\":true}}", .duplicateKey, at: ".Bool.k"),
        .element("Condition", "{\"Bool\":{\"a\":true},\"bool\":{\"b\":true}}", .duplicateKey, at: ".bool"),
        value("Bool", "null", .nullValue),
        value("Bool", "{}", .wrongType(expected: .scalar)),
        value("Bool", "[]", .empty),
        .element("Condition", "{\"Bool\":{\"k\":[true,null]}}", .nullValue, at: ".Bool.k[1]"),
        .element("Condition", "{\"Bool\":{\"k\":[[true]]}}", .wrongType(expected: .scalar), at: ".Bool.k[0]"),
    ]

    private static let operators: [Refusal] = [
        "", "Equals", "StringEqual", "StringEqualsNot", "String", "StringNotEqualsIgnorecaseX", "StringLikeIgnoreCase",
        "NumericNotLessThan", "NumericEqualsIgnoreCase", "NumericLike", "DateLike", "BoolNot", "NotBool", "BoolEquals",
        "BinaryNotEquals", "BinaryLike", "IpAddressNot", "NotIpAddresses", "ArnLikes", "NullIfExists", "nullifexists",
        "ForAnyValue:NullIfExists", "StringEqualsIfExistsIfExists", "IfExists", "ForAnyValue:", "ForAnyValue",
        "ForAnyValueStringEquals", "ForAnyValue: StringEquals", "ForEachValue:StringEquals", "ForAll:StringEquals",
        "ForAnyValue:ForAllValues:StringEquals", "StringEquals:ForAnyValue", "StringEquals ", " StringEquals",
        "StringLi\u{212A}e",
    ].map {
        let shown = $0.isEmpty ? "\"\"" : String($0.map { $0.isASCII ? $0 : "?" })
        return .element("Condition", "{\"\($0)\":{\"k\":\"1\"}}", .unknownOperator, at: ".\(shown)")
    }

    private static let values: [Refusal] =
        [
            "", " 1", "1 ", "+1", "--1", "1,000", "1.", ".5", "1e", "1e1.5", "0x10", "1_000", "NaN", "Infinity", "١",
            "one", "1e1234567890", "${aws:EpochTime}", "true",
        ].map { value("NumericLessThan", "\"\($0)\"", .malformedNumber) }
        + [
            "", "20260102x", "2026-1-2", "2026-01", "2026-13-01", "2026-02-29", "2026-00-01", "2026-01-32",
            "2026-01-02T", "2026-01-02T03Z", "2026-01-02T03:04:05", "2026-01-02 03:04:05Z", "2026-01-02T24:00:00Z",
            "2026-01-02T03:60:00Z", "2026-01-02T03:04:60Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05z",
            "2026-01-02T03:04:05+1:00", "2026-01-02T03:04:05+24:00", "2026-01-02T03:04:05+01", "2026-01-02Z",
            "2026-01-02T03:04:05.1234567890Z", "20260102T030405Z", "+1", "1e9", "253402300800", "-62167219201",
            "9999999999999", "0000-01-01T00:00+00:01", "now", "Fri, 02 Jan 2026 03:04:05 GMT",
        ].map { value("DateGreaterThanIfExists", "\"\($0)\"", .malformedDate) }
        + ["", "yes", "1", "0", "tru", "truetrue", " true", "${aws:SecureTransport}"].map {
            value("Bool", "\"\($0)\"", .malformedBool)
        } + [value("Null", "0", .malformedBool), value("Null", "\"absent\"", .malformedBool)]
        + ["a", "YQ", "YQ=", "YR==", "YWI", "YWJ=", "YQ==YQ==", "Y Q=", "YQ==\\n", "=", "====", "Y===", "_-8=", "é"].map
    {
        value("BinaryEquals", "\"\($0)\"", .malformedBase64)
    }
        + [
            "", "10", "10.0.0", "10.0.0.0.0", "10.0.0.256", "10.0.0.01", "10.0.0.-1", "10.0.0.0/33", "10.0.0.0/",
            "10.0.0.0/08", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0.0/255.0.0.0", "10.0.0.*", "10..0.0", " 10.0.0.0",
            "0x0a.0.0.0", "example.com", "*", ":", ":::", "::1::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
            "1:2:3:4:5:6:7::8", "1::2:3:4:5:6:7:8", "12345::", "g::", "::/129", "::1/", "[::1]", "fe80::1%eth0",
            "::ffff:10.0.0", "10.0.0.1::", "::10.0.0.1:1", "1:2:3:4:5:6:7:10.0.0.1", "::+1", "2001:db8::/-1",
        ].map { value("NotIpAddress", "\"\($0)\"", .malformedAddress) }
        + [
            "", "arn", "arn:aws:iam::111122223333", "arn:aws:iam::111122223333:", "user/Bob", "**",
            "ARN:aws:iam::111122223333:root", "arn::iam::111122223333:root", "arn:aws:::111122223333:root",
            "x:aws:iam::111122223333:root", "${aws:PrincipalArn}",
        ].map { value("ArnNotLike", "\"\($0)\"", .malformedARN) }
        + [
            value("StringEquals", "\"${\"", .unclosedVariable), value("StringLike", "\"a${b*\"", .unclosedVariable),
            value("StringNotLike", "\"${a, \"", .unclosedVariable),
            value("StringLike", "\"${a, 'b\"", .unclosedVariable),
            value("StringLike", "\"${a, 'b'\"", .unclosedVariable),
            value("StringLikeIfExists", "\"${  }\"", .emptyVariable),
            value("StringLike", "\"${, 'a'}\"", .emptyVariable),
            value("StringEquals", "\"${ a}\"", .malformedVariable),
            value("StringEquals", "\"${a }\"", .malformedVariable),
            value("StringEquals", "\"${a*}\"", .malformedVariable),
            value("StringEquals", "\"${**}\"", .malformedVariable),
            value("StringEquals", "\"${a,b}\"", .malformedVariable),
            value("StringEquals", "\"${a,'b'c}\"", .malformedVariable),
            value("StringEqualsIgnoreCase", "\"${a,'b','c'}\"", .malformedVariable),
            value("StringEquals", "\"${*,'b'}\"", .malformedVariable),
            value("ArnEquals", "\"arn:aws:iam::*:user/${}\"", .emptyVariable),
        ]

    @Test("a condition of another form is refused, with its place", arguments: blocks + operators + values)
    func refuses(_ refusal: Refusal) throws {
        let error = try #require(refusal.error, "\(refusal.text)")
        #expect(error.reason == refusal.reason, "\(refusal.text)")
        #expect(error.place.description == refusal.place, "\(refusal.text)")
    }
}
