/// `${key}` or `${key, 'default'}`: stands for the value that a key of the request has.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
struct PolicyVariable: Hashable, Sendable {
    let key: ConditionKey
    /// Literal text for requests that have no such key.
    let defaultText: String?
}

/// Cuts a text into pieces. `${*}`, `${?}` and `${$}` are literal characters; a `$` that no `{` follows is one too.
struct PolicyTextParser {
    private(set) var pieces: [PolicyText.Piece] = []
    private var rest: ArraySlice<UInt8>
    private var literal: [UInt8] = []
    private let wildcards: Bool
    private let variables: Bool

    init(_ text: String, wildcards: Bool, variables: Bool) {
        rest = Array(text.utf8)[...]
        self.wildcards = wildcards
        self.variables = variables
    }

    mutating func parse() throws(PolicyError.Reason) {
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "*") where wildcards: append(.anyRun)
            case UInt8(ascii: "?") where wildcards: append(.anyCharacter)
            case UInt8(ascii: "$") where variables && rest.first == UInt8(ascii: "{"):
                rest.removeFirst()
                try parseVariable()
            default: literal.append(byte)
            }
        }
        endLiteral()
    }

    private mutating func append(_ piece: PolicyText.Piece) {
        endLiteral()
        pieces.append(piece)
    }

    private mutating func endLiteral() {
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        literal = []
    }

    private mutating func parseVariable() throws(PolicyError.Reason) {
        let key = Array(rest.prefix { $0 != UInt8(ascii: "}") && $0 != UInt8(ascii: ",") })
        rest = rest.dropFirst(key.count)
        switch rest.popFirst() {
        case UInt8(ascii: "}"):
            if let character = key.first, key.count == 1, "*?$".utf8.contains(character) {
                literal.append(character)
            } else {
                append(.variable(PolicyVariable(key: try variableKey(key), defaultText: nil)))
            }
        case UInt8(ascii: ","):
            let variableKey = try variableKey(key)
            append(.variable(PolicyVariable(key: variableKey, defaultText: try parseDefault())))
        default: throw .unclosedVariable
        }
    }

    /// Keys of tags may have spaces inside, but nothing that would be a sign of a slip.
    private func variableKey(_ bytes: [UInt8]) throws(PolicyError.Reason) -> ConditionKey {
        guard bytes.contains(where: { $0 != UInt8(ascii: " ") }) else { throw .emptyVariable }
        guard bytes.first != UInt8(ascii: " "), bytes.last != UInt8(ascii: " "),
            !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || "${'\"*?".utf8.contains($0) })
        else { throw .malformedVariable }
        return ConditionKey(String(decoding: bytes, as: UTF8.self))
    }

    /// The rest of a variable after its comma: a text between single quotes, and the closing brace.
    private mutating func parseDefault() throws(PolicyError.Reason) -> String {
        skipSpaces()
        guard let quote = rest.popFirst() else { throw .unclosedVariable }
        guard quote == UInt8(ascii: "'") else { throw .malformedVariable }
        let text = rest.prefix { $0 != UInt8(ascii: "'") }
        rest = rest.dropFirst(text.count)
        guard rest.popFirst() != nil else { throw .unclosedVariable }
        skipSpaces()
        guard let brace = rest.popFirst() else { throw .unclosedVariable }
        guard brace == UInt8(ascii: "}") else { throw .malformedVariable }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func skipSpaces() { rest = rest.drop { $0 == UInt8(ascii: " ") } }
}
