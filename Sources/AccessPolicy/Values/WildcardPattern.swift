/// A compiled text with wildcards. Matching is over Unicode scalars and takes time in proportion to the product of both
/// lengths divided by 64, whatever the pattern: nothing is ever tried twice.
struct WildcardPattern: Hashable, Sendable {
    private enum Form: Hashable, Sendable {
        case anything
        case literal([UInt8])
        case automaton(WildcardAutomaton)
    }

    private let form: Form

    /// A variable stands for itself only and matches nothing: compile those after their values were put in.
    init(_ text: PolicyText) {
        switch text.pieces.first {
        case nil: form = .literal([])
        case .literal(let bytes)? where text.pieces.count == 1: form = .literal(bytes)
        case .anyRun? where text.pieces.count == 1: form = .anything
        default: form = .automaton(WildcardAutomaton(text.pieces))
        }
    }

    /// Whether the whole text is matched, bytes of UTF-8.
    func matches(_ text: some Collection<UInt8>) -> Bool {
        switch form {
        case .anything: true
        case .literal(let bytes): bytes.elementsEqual(text)
        case .automaton(let automaton): automaton.accepts(text)
        }
    }
}
