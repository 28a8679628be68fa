/// A text with wildcards, compiled as far as it can be before there is a request.
enum TextPattern: Hashable, Sendable {
    /// Has no variables.
    case fixed(WildcardPattern)
    /// To be compiled when the values of its variables are known.
    case varying(PolicyText)

    init(_ text: PolicyText) {
        self = text.hasVariables ? .varying(text) : .fixed(WildcardPattern(text))
    }

    /// Whether a text of UTF-8 is matched with the values that the variables have in a request.
    func matches(_ text: some Collection<UInt8>, in context: ConditionContext) -> Bool {
        switch self {
        case .fixed(let pattern): pattern.matches(text)
        case .varying(let pieces): pieces.matches(text) { context.text(of: $0) }
        }
    }

    /// Whether there are values of the variables with which a text of UTF-8 is matched.
    func canMatch(_ text: some Collection<UInt8>) -> Bool {
        switch self {
        case .fixed(let pattern): pattern.matches(text)
        case .varying(let pieces): WildcardPattern(pieces.withVariablesOpen).matches(text)
        }
    }
}
