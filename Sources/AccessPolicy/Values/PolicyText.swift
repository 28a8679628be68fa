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
