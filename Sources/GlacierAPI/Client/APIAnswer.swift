public import HTTPTypes
import JSONText
import TreeHash

/// A response as a client receives it, whose status says success.
public struct APIAnswer: Sendable {
    /// 200 to 299.
    public let status: HTTPResponse.Status
    /// All fields as received.
    public let headers: HTTPFields
    /// The whole document; empty where there is none, and for an output that is streamed.
    public let body: [UInt8]

    /// Takes everything as it came: each operation judges what it reads.
    public init(status: HTTPResponse.Status, headers: HTTPFields, body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// - Throws: `UnreadableAnswer` when the header is missing or empty.
    func requiredHeader(_ name: HTTPField.Name) throws(UnreadableAnswer) -> String {
        guard let value = headers[name], !value.isEmpty else { throw UnreadableAnswer(name.rawName) }
        return value
    }

    /// - Throws: `UnreadableAnswer` when the header is there and is no digest.
    func digest(_ name: HTTPField.Name) throws(UnreadableAnswer) -> Digest? {
        guard let value = headers[name] else { return nil }
        guard let digest = Digest(hex: value) else { throw UnreadableAnswer(name.rawName) }
        return digest
    }

    /// - Throws: `UnreadableAnswer` when the body is no JSON object.
    func document() throws(UnreadableAnswer) -> AnswerDocument {
        guard case .object(let members)? = JSONValue(parsing: body) else { throw UnreadableAnswer("body") }
        return AnswerDocument(members)
    }
}

/// A response that says success, but not what the operation's success has to say.
public struct UnreadableAnswer: Error, Hashable, Sendable, CustomStringConvertible {
    /// The header or the key that is missing or malformed; `body` for the document itself.
    public let part: String

    /// Names what could not be read.
    public init(_ part: String) { self.part = part }

    /// The same, for people.
    public var description: String { "the answer cannot be read: \(part)" }
}
