import Testing

@testable import AccessPolicy

@Suite("Accepted conditions")
struct ConditionTests {
    private func conditions(_ json: String, version: String = "2012-10-17") throws -> [PolicyCondition] {
        let text = Example.vaultText(["Condition": json]).replacing("2012-10-17", with: version)
        return try #require(try Example.vaultPolicy(text).statements.first).conditions
    }

    private func test(_ name: String, _ values: String, version: String = "2012-10-17") throws -> ConditionTest {
        let read = try conditions("{\"\(name)\":{\"k\":\(values)}}", version: version)
        #expect(read.count == 1)
        return try #require(read.first).test
    }

    /// Each operator with a value that its family reads.
    private static let operators: [(name: String, value: String)] =
        ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"].map { ($0, "") }
        + ["StringLike", "StringNotLike"].map { ($0, "*") }
        + ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].flatMap {
            [("Numeric\($0)", "-1.5"), ("Date\($0)", "2026-01-02")]
        } + [("Bool", "true"), ("BinaryEquals", "AAEC"), ("IpAddress", "::1"), ("NotIpAddress", "10.0.0.0/8")]
        + ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"].map { ($0, "arn:aws:iam::*:root") }

    @Test("every operator takes prefixes and IfExists, in any case", arguments: operators)
    func combines(_ name: String, _ value: String) throws {
        let prefixes: [(String, ConditionQuantifier?)] = [
            ("", nil), ("ForAllValues:", .forAllValues), ("ForAnyValue:", .forAnyValue),
        ]
        for (prefix, quantifier) in prefixes {
            for suffix in ["", "IfExists"] {
                let whole = prefix + name + suffix
                for written in [whole, whole.lowercased(), whole.uppercased()] {
                    let read = try #require(try conditions("{\"\(written)\":{\"K\":[\"\(value)\"]}}").first)
                    #expect(read.quantifier == quantifier)
                    #expect(read.holdsWithoutKey == !suffix.isEmpty)
                    #expect(read.key == ConditionKey("k"))
                }
            }
        }
    }

    @Test("26 operators take IfExists, and Null only prefixes")
    func takesNull() throws {
        #expect(Self.operators.count == 26)
        let read = try #require(try conditions(#"{"ForAllValues:null":{"aws:TagKeys":["True",false]}}"#).first)
        #expect(read.quantifier == .forAllValues)
        #expect(!read.holdsWithoutKey)
        guard case .null(let condition) = read.test else { throw Unexpected(test: read.test) }
        #expect(condition.values == [true, false])
    }

    @Test("operators that mean the same may stand beside each other, and so may keys")
    func keepsAll() throws {
        let text = #"{"ArnLike":{"a":"*"},"ArnEquals":{"a":"*"},"ForAnyValue:ArnLike":{"a":"*","b":"*"}}"#
        #expect(try conditions(text).map(\.key.name) == ["a", "a", "a", "b"])
    }

    @Test("numbers and booleans of JSON are taken as their text")
    func takesScalars() throws {
        #expect(try test("StringEquals", "[365,true,-1.50e+2]") == test("StringEquals", #"["365","true","-1.50e+2"]"#))
        #expect(try test("NumericEquals", "365") == test("NumericEquals", #""365""#))
        #expect(try test("DateEquals", "0") == test("DateEquals", #""1970-01-01""#))
        #expect(try test("Bool", "true") == test("Bool", #"["TRUE"]"#))
    }

    @Test("string operators are told apart by comparison and negation")
    func readsStrings() throws {
        let expected: [(String, StringCondition.Values, Bool)] = [
            ("StringEquals", .equals([try text("A*é", wildcards: false)]), false),
            ("StringNotEquals", .equals([try text("A*é", wildcards: false)]), true),
            ("StringEqualsIgnoreCase", .equalsIgnoreCase([try text("a*é", wildcards: false)]), false),
            ("StringNotEqualsIgnoreCase", .equalsIgnoreCase([try text("a*é", wildcards: false)]), true),
            ("StringLike", .like([TextPattern(try text("A*é", wildcards: true))]), false),
            ("StringNotLike", .like([TextPattern(try text("A*é", wildcards: true))]), true),
        ]
        for (name, values, isNegated) in expected {
            let read = try test(name, #""A*É""#.replacing("É", with: name.contains("Case") ? "É" : "é"))
            guard case .string(let condition) = read else { throw Unexpected(test: read) }
            #expect(condition.values == values, "\(name)")
            #expect(condition.isNegated == isNegated, "\(name)")
        }
    }

    @Test("values that have an order are read, and the comparison with them")
    func readsOrder() throws {
        let numbers = try test("NumericNotEquals", #"["1","-2.50"]"#)
        guard case .numeric(let numeric) = numbers else { throw Unexpected(test: numbers) }
        #expect(numeric.comparison == .notEquals)
        #expect(numeric.values == [PolicyNumber("1.0"), PolicyNumber("-2.5")])
        let dates = try test("DateLessThanEquals", #""2026-01-02T03:04:05Z""#)
        guard case .date(let date) = dates else { throw Unexpected(test: dates) }
        #expect(date.comparison == .lessThanEquals)
        #expect(date.values == [PolicyDate("1767323045")])
    }

    @Test("bytes, addresses and ARNs are read")
    func readsOthers() throws {
        let binary = try test("BinaryEquals", #"["AAEC/w==",""]"#)
        guard case .binary(let bytes) = binary else { throw Unexpected(test: binary) }
        #expect(bytes.values == [[0, 1, 2, 255], []])
        for (name, isNegated) in [("IpAddress", false), ("NotIpAddress", true)] {
            let read = try test(name, #""203.0.113.0/24""#)
            guard case .ipAddress(let condition) = read else { throw Unexpected(test: read) }
            #expect(condition.isNegated == isNegated)
            #expect(condition.values == [IPRange("203.0.113.0/24")])
        }
        for (name, isNegated) in [
            ("ArnEquals", false), ("ArnLike", false), ("ArnNotEquals", true), ("ArnNotLike", true),
        ] {
            let read = try test(name, #"["arn:aws:iam::*:user/${aws:username}","*"]"#)
            guard case .arn(let condition) = read else { throw Unexpected(test: read) }
            #expect(condition.isNegated == isNegated)
            #expect(condition.values[0].canMatch(ARNText("arn:aws:iam::1:user/Bob")))
            #expect(!condition.values[0].canMatch(ARNText("arn:aws:iam::1:role/Bob")))
            #expect(condition.values[1] == .anything)
        }
    }

    @Test("version 2008-10-17 has no variables: the text stays as it is")
    func leavesText() throws {
        for json in ["${", "${}", "${aws:username}", "${a${b}}"] {
            let read = try test("StringEquals", "\"\(json)\"", version: "2008-10-17")
            guard case .string(let condition) = read else { throw Unexpected(test: read) }
            #expect(condition.values == .equals([try text(json, wildcards: false)]))
        }
    }

    private func text(_ text: String, wildcards: Bool) throws -> PolicyText {
        try PolicyText(text, wildcards: wildcards, variables: false)
    }

    private struct Unexpected: Error {
        let test: ConditionTest
    }
}
