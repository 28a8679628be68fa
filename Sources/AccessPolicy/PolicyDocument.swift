import JSONText

/// A policy that was read: holding it is the proof that every part of its text is known and well-formed.
///
/// Nothing of the text is left to be read: what a decision needs is in the statements.
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
public struct PolicyDocument: Hashable, Sendable {
    /// The version of the policy language.
    public enum Version: String, Hashable, Sendable {
        /// Has no policy variables; also the version of a document that names none.
        case original = "2008-10-17"
        /// Has policy variables.
        case variables = "2012-10-17"
    }

    /// Which rules of the language apply.
    public let version: Version
    /// The document's own name, if it has one; nothing depends on it.
    public let id: String?
    /// In the order of the text; never empty.
    public let statements: [PolicyStatement]
    /// Of all conditions and variables.
    let mentionedKeys: Set<ConditionKey>

    /// Reads a whole policy and refuses what it does not know.
    ///
    /// - Parameters:
    ///   - text: a JSON object. No object in it may have a key twice, no value may be null.
    ///   - kind: whether the statements name principals, and what they may say of actions and resources.
    ///   - maximumBytes: how long the text may be, in bytes of UTF-8.
    /// - Throws: the first mistake, with its place. Where there are several, which one is the same every time.
    public init(parsing text: String, as kind: PolicyKind, maximumBytes: Int) throws(PolicyError) {
        guard text.utf8.count <= maximumBytes else {
            throw PolicyError(.tooLarge(maximumBytes: maximumBytes), at: .document)
        }
        let document = try PolicyValue(document: text).object()
        try document.allowOnly(["Version", "Id", "Statement"])
        version = try document["Version"]?.read { (text) throws(PolicyError.Reason) in try Version(text) } ?? .original
        id = try document["Id"]?.string()
        let reader = StatementReader(kind: kind, hasVariables: version == .variables)
        var statements: [PolicyStatement] = [], sids: Set<String> = []
        for value in try document.required("Statement").oneOrMore() {
            let statement = try reader.read(value)
            if let sid = statement.sid, !sids.insert(sid).inserted {
                throw PolicyError(.duplicateSid, at: value.place.member("Sid"))
            }
            statements.append(statement)
        }
        self.statements = statements
        mentionedKeys = statements.reduce(into: []) { $0.formUnion($1.mentionedKeys) }
    }
}

extension PolicyDocument.Version {
    fileprivate init(_ text: String) throws(PolicyError.Reason) {
        guard let version = Self(rawValue: text) else { throw .unknownVersion }
        self = version
    }
}

extension PolicyValue {
    /// Reads the JSON; the second reading, of a text that was refused, only finds out whether a key came twice.
    fileprivate init(document text: String) throws(PolicyError) {
        let bytes = Array(text.utf8)
        guard let json = JSONValue(parsing: bytes, duplicateKeys: .refused) else {
            throw PolicyError(JSONValue(parsing: bytes) == nil ? .notJSON : .duplicateKey, at: .document)
        }
        self.init(json: json, place: .document)
    }
}
