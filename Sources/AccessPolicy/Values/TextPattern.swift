/// A text with wildcards, compiled as far as it can be before there is a request.
enum TextPattern: Hashable, Sendable {
    /// Has no variables.
    case fixed(WildcardPattern)
    /// To be compiled when the values of its variables are known.
    case varying(PolicyText)

    init(_ text: PolicyText) {
        self = text.hasVariables ? .varying(text) : .fixed(WildcardPattern(text))
    }

    /// Whether there are values of the variables with which a text of UTF-8 is matched.
    func canMatch(_ text: some Collection<UInt8>) -> Bool {
        switch self {
        case .fixed(let pattern): pattern.matches(text)
        case .varying(let pieces): WildcardPattern(pieces.withVariablesOpen).matches(text)
        }
    }
}
