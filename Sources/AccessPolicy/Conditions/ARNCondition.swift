/// ARNs, field by field. `ArnEquals` and `ArnLike` are the same.
struct ARNCondition: Hashable, Sendable {
    static let operators: ConditionFamily.Names = [
        ("ArnEquals", .arn(isNegated: false)), ("ArnLike", .arn(isNegated: false)),
        ("ArnNotEquals", .arn(isNegated: true)), ("ArnNotLike", .arn(isNegated: true)),
    ]

    /// Whether none of the patterns may match, rather than one of them must.
    let isNegated: Bool
    let values: [ARNPattern]

    init(isNegated: Bool, _ values: [PolicyValue], hasVariables: Bool) throws(PolicyError) {
        self.isNegated = isNegated
        self.values = try values.map { (value) throws(PolicyError) in
            try value.readScalar { (text) throws(PolicyError.Reason) in
                if text == "*" { return .anything }
                let pieces = try PolicyText(text, wildcards: true, variables: hasVariables)
                guard let pattern = ARNPattern(pieces) else { throw .malformedARN }
                return pattern
            }
        }
    }
}

extension ARNCondition {
    /// Whether a value of the request is an ARN that one of the patterns matches.
    func matches(_ value: String, in context: ConditionContext) -> Bool {
        values.contains { $0.matches(value, in: context) }
    }
}
