import AccessPolicy
import Foundation
import JSONText
import Testing

/// A row of the decision table: policies, a request, and what the documentation says becomes of it.
struct DecisionRow: Sendable, CustomTestStringConvertible {
    let name: String
    let policies: PolicySet
    let request: PolicyRequest
    /// `allow`, `implicitDeny` or `explicitDeny`
    let expected: String
    /// The sides that do not allow; nil where the row does not say.
    let missing: [PolicySide]?
    /// The Sid of the statement that decides; nil where the row does not say.
    let sid: String?

    var testDescription: String { name }

    /// All rows, one file for each theme. A row that cannot be read ends the tests.
    static func all() throws -> [DecisionRow] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/Decisions")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.sorted { $0.path < $1.path }.flatMap { file in
            let value = try #require(JSONValue(parsing: Array(Data(contentsOf: file)), duplicateKeys: .refused))
            return try value.elements().map(DecisionRow.init)
        }
    }

    private init(_ json: JSONValue) throws {
        let members = try json.members()
        func text(_ key: String) throws -> String { try #require(members[key], "\(key)").text() }
        name = try text("name")
        expected = try text("expected")
        missing = try members["missing"]?.elements().map { try #require(PolicySide(rawValue: try $0.text())) }
        sid = try members["sid"]?.text()
        try #require(try !text("why").isEmpty && !text("source").isEmpty, "\(name)")
        policies = try Self.policies(#require(members["policies"]).members(), owner: text("owner"))
        request = PolicyRequest(
            caller: try Self.caller(#require(members["caller"]).members()),
            action: try text("action"),
            resource: try text("resource"),
            context: try Self.context(#require(members["context"]).members())
        )
    }

    private static func policies(_ sides: [String: JSONValue], owner: String) throws -> PolicySet {
        let known = ["identity", "group", "managed", "boundary", "session", "access", "lock"]
        try #require(sides.keys.allSatisfy(known.contains))
        func read(_ name: String, _ parse: (String) throws -> PolicyDocument) throws -> [NamedPolicy] {
            guard let json = sides[name] else { return [] }
            let documents = if case .array(let list) = json { list } else { [json] }
            return try documents.enumerated().map { index, document in
                NamedPolicy("\(name) \(index)", try parse(document.written))
            }
        }
        return PolicySet(
            identity: try ["identity", "group", "managed"].flatMap { try read($0, Example.identityPolicy) },
            boundary: try read("boundary", Example.identityPolicy).first,
            session: try read("session", Example.identityPolicy).first,
            resource: try ["access", "lock"].flatMap { try read($0, Example.vaultPolicy) },
            resourceAccount: owner
        )
    }

    private static func caller(_ members: [String: JSONValue]) throws -> PolicyCaller {
        let caller = try members.mapValues { try $0.text() }
        if let account = caller["root"] { return PolicyCaller(account: account, kind: .root) }
        let arn = try #require(caller["user"] ?? caller["session"])
        let account = String(arn.split(separator: ":", omittingEmptySubsequences: false)[4])
        guard caller["user"] == nil else { return PolicyCaller(account: account, kind: .user(arn: arn)) }
        return PolicyCaller(account: account, kind: .session(arn: arn, roleARN: try #require(caller["role"])))
    }

    private static func context(_ members: [String: JSONValue]) throws -> ConditionContext {
        var context = ConditionContext()
        for (key, value) in members {
            if case .array(let values) = value {
                context.set(key, try values.map { try $0.text() })
            } else {
                context.set(key, try value.text())
            }
        }
        return context
    }
}

extension JSONValue {
    fileprivate func text() throws -> String {
        guard case .string(let text) = self else { throw WrongShape(value: self) }
        return text
    }

    fileprivate func elements() throws -> [JSONValue] {
        guard case .array(let elements) = self else { throw WrongShape(value: self) }
        return elements
    }

    fileprivate func members() throws -> [String: JSONValue] {
        guard case .object(let members) = self else { throw WrongShape(value: self) }
        return members
    }

    /// As JSON, numbers as they were.
    fileprivate var written: String {
        switch self {
        case .null: "null"
        case .bool(let isTrue): "\(isTrue)"
        case .number(let text): text
        case .string(let text): Self.quoted(text)
        case .array(let elements): "[" + elements.map(\.written).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { "\(Self.quoted($0.key)):\($0.value.written)" }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
}

private struct WrongShape: Error {
    let value: JSONValue
}
