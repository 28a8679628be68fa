/// Text against text.
struct StringCondition: Hashable, Sendable {
    enum Comparison: Hashable, Sendable {
        case equals
        case equalsIgnoreCase
        case like
    }

    enum Values: Hashable, Sendable {
        case equals([PolicyText])
        /// In lower case.
        case equalsIgnoreCase([PolicyText])
        case like([TextPattern])
    }

    static let operators: ConditionFamily.Names = [
        ("StringEquals", .string(.equals, isNegated: false)),
        ("StringNotEquals", .string(.equals, isNegated: true)),
        ("StringEqualsIgnoreCase", .string(.equalsIgnoreCase, isNegated: false)),
        ("StringNotEqualsIgnoreCase", .string(.equalsIgnoreCase, isNegated: true)),
        ("StringLike", .string(.like, isNegated: false)),
        ("StringNotLike", .string(.like, isNegated: true)),
    ]

    /// Whether none of the values may match, rather than one of them must.
    let isNegated: Bool
    let values: Values

    init(
        _ comparison: Comparison,
        isNegated: Bool,
        _ values: [PolicyValue],
        hasVariables: Bool
    ) throws(PolicyError) {
        self.isNegated = isNegated
        let texts = try values.map { (value) throws(PolicyError) in
            try value.readScalar { (text) throws(PolicyError.Reason) in
                try PolicyText(text, wildcards: comparison == .like, variables: hasVariables)
            }
        }
        self.values =
            switch comparison {
            case .equals: .equals(texts)
            case .equalsIgnoreCase: .equalsIgnoreCase(texts.map(\.lowercased))
            case .like: .like(texts.map(TextPattern.init))
            }
    }
}

extension StringCondition {
    /// Whether a value of the request is one of the policy's.
    func matches(_ value: String, in context: ConditionContext) -> Bool {
        switch values {
        case .equals(let texts):
            return texts.contains { $0.matches(value.utf8) { context.text(of: $0) } }
        case .equalsIgnoreCase(let texts):
            let lowered = value.lowercased()
            return texts.contains { $0.matches(lowered.utf8) { context.text(of: $0)?.lowercased() } }
        case .like(let patterns):
            return patterns.contains { $0.matches(value.utf8, in: context) }
        }
    }
}
