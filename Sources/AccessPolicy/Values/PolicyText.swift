/// A text of a policy, cut into what stands for itself and what stands for something else.
struct PolicyText: Hashable, Sendable {
    enum Piece: Hashable, Sendable {
        /// Bytes of UTF-8, never none, and no neighbour of another such piece.
        case literal([UInt8])
        /// `*`: any run of characters, also none.
        case anyRun
        /// `?`: one Unicode scalar.
        case anyCharacter
        case variable(PolicyVariable)
    }

    private(set) var pieces: [Piece]

    /// `*`
    static let anything = PolicyText(pieces: [.anyRun])

    /// - Parameters:
    ///   - wildcards: whether `*` and `?` stand for other characters.
    ///   - variables: whether `${…}` is a variable.
    /// - Throws: `unclosedVariable`, `emptyVariable`, `malformedVariable`
    init(_ text: String, wildcards: Bool, variables: Bool) throws(PolicyError.Reason) {
        var parser = PolicyTextParser(text, wildcards: wildcards, variables: variables)
        try parser.parse()
        self.init(pieces: parser.pieces)
    }

    private init(pieces: [Piece]) { self.pieces = pieces }

    var hasVariables: Bool {
        pieces.contains { if case .variable = $0 { true } else { false } }
    }

    /// Whether it stands for itself only.
    var isLiteral: Bool {
        pieces.allSatisfy { if case .literal = $0 { true } else { false } }
    }

    /// The same with any text in the place of each variable.
    var withVariablesOpen: PolicyText {
        PolicyText(pieces: pieces.map { if case .variable = $0 { .anyRun } else { $0 } })
    }

    /// The same with the letters of its literals in lower case.
    var lowercased: PolicyText {
        PolicyText(
            pieces: pieces.map { piece in
                guard case .literal(let bytes) = piece else { return piece }
                return .literal(Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8))
            }
        )
    }

    /// Whether the whole of a text of UTF-8 is matched. What variables stand for is literal; where one stands for
    /// nothing, no text is matched.
    ///
    /// What comes before the first wildcard is compared as it is, so that mostly nothing has to be compiled.
    func matches(_ text: some Collection<UInt8>, values: (PolicyVariable) -> String?) -> Bool {
        var rest = text[...]
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .literal(let bytes):
                guard let behind = rest.behind(bytes) else { return false }
                rest = behind
            case .variable(let variable):
                guard let value = values(variable), let behind = rest.behind(value.utf8) else { return false }
                rest = behind
            case .anyRun where index == pieces.count - 1: return true
            case .anyRun, .anyCharacter:
                guard let open = PolicyText(filling: pieces[index...], values: values) else { return false }
                return WildcardPattern(open).matches(rest)
            }
        }
        return rest.isEmpty
    }

    /// Puts literal text in the place of the variables; nil when one of them has no value.
    private init?(filling pieces: ArraySlice<Piece>, values: (PolicyVariable) -> String?) {
        var filled: [Piece] = []
        for piece in pieces {
            var literal: [UInt8]
            switch piece {
            case .literal(let bytes): literal = bytes
            case .variable(let variable):
                guard let value = values(variable) else { return nil }
                literal = Array(value.utf8)
            case .anyRun, .anyCharacter:
                filled.append(piece)
                continue
            }
            if case .literal(let before) = filled.last {
                filled.removeLast()
                literal = before + literal
            }
            if !literal.isEmpty { filled.append(.literal(literal)) }
        }
        self.init(pieces: filled)
    }

    /// Cuts at the literal colons; the last field has all colons that are left.
    func fields(atMost maximum: Int) -> [PolicyText] {
        var fields = [PolicyText(pieces: [])]
        for piece in pieces {
            guard case .literal(let bytes) = piece else {
                fields[fields.count - 1].pieces.append(piece)
                continue
            }
            let parts = bytes.split(
                separator: UInt8(ascii: ":"),
                maxSplits: maximum - fields.count,
                omittingEmptySubsequences: false
            )
            for (index, part) in parts.enumerated() {
                if index > 0 { fields.append(PolicyText(pieces: [])) }
                if !part.isEmpty { fields[fields.count - 1].pieces.append(.literal(Array(part))) }
            }
        }
        return fields
    }
}

extension Collection<UInt8> {
    /// What comes behind a beginning; nil when this does not begin so.
    fileprivate func behind(_ beginning: some Collection<UInt8>) -> SubSequence? {
        var end = startIndex
        for byte in beginning {
            guard end != endIndex, self[end] == byte else { return nil }
            formIndex(after: &end)
        }
        return self[end...]
    }
}
