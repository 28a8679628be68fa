/// A compiled text with wildcards. Matching is over Unicode scalars and takes time in proportion to the product of both
/// lengths divided by 64, whatever the pattern: nothing is ever tried twice.
struct WildcardPattern: Hashable, Sendable {
    private enum Form: Hashable, Sendable {
        case anything
        case literal([UInt8])
        /// One star, between a beginning and an end of which one may be empty.
        case affixes([UInt8], [UInt8])
        case automaton(WildcardAutomaton)
    }

    private let form: Form

    /// A variable stands for itself only and matches nothing: compile those after their values were put in.
    init(_ text: PolicyText) {
        let pieces = text.pieces
        switch (pieces.first, pieces.dropFirst().first, pieces.dropFirst(2).first) {
        case (nil, _, _): form = .literal([])
        case (.literal(let bytes), nil, _): form = .literal(bytes)
        case (.anyRun, nil, _): form = .anything
        case (.literal(let beginning), .anyRun, nil): form = .affixes(beginning, [])
        case (.anyRun, .literal(let end), nil): form = .affixes([], end)
        case (.literal(let beginning), .anyRun, .literal(let end)) where pieces.count == 3:
            form = .affixes(beginning, end)
        default: form = .automaton(WildcardAutomaton(pieces))
        }
    }

    /// Whether the whole text is matched, bytes of UTF-8.
    func matches(_ text: some Collection<UInt8>) -> Bool {
        switch form {
        case .anything: true
        case .literal(let bytes): bytes.count == text.count && bytes.elementsEqual(text)
        case .affixes(let beginning, let end):
            text.count >= beginning.count + end.count && text.starts(with: beginning)
                && text.dropFirst(text.count - end.count).elementsEqual(end)
        case .automaton(let automaton): automaton.accepts(text)
        }
    }
}
