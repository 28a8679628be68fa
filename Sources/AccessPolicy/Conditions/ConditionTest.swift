/// What an operator compares, and how. One family reads its values in one way.
enum ConditionFamily: Hashable, Sendable {
    /// What each operator of a family is called, without prefix and suffix.
    typealias Names = [(name: String, family: ConditionFamily)]

    case string(StringCondition.Comparison, isNegated: Bool)
    case numeric(OrderComparison)
    case date(OrderComparison)
    case bool
    case binary
    case ipAddress(isNegated: Bool)
    case arn(isNegated: Bool)
    case null
}

/// How two things that have an order are compared.
enum OrderComparison: String, Hashable, Sendable, CaseIterable {
    case equals = "Equals"
    /// Negated: none of the policy's values may be equal.
    case notEquals = "NotEquals"
    case lessThan = "LessThan"
    case lessThanEquals = "LessThanEquals"
    case greaterThan = "GreaterThan"
    case greaterThanEquals = "GreaterThanEquals"
}

/// An operator with its values, each of them read.
enum ConditionTest: Hashable, Sendable {
    case string(StringCondition)
    case numeric(NumericCondition)
    case date(DateCondition)
    case bool(BoolCondition)
    case binary(BinaryCondition)
    case ipAddress(IPAddressCondition)
    case arn(ARNCondition)
    case null(NullCondition)

    init(_ family: ConditionFamily, _ values: [PolicyValue], hasVariables: Bool) throws(PolicyError) {
        switch family {
        case .string(let comparison, let isNegated):
            self = .string(
                try StringCondition(comparison, isNegated: isNegated, values, hasVariables: hasVariables)
            )
        case .numeric(let comparison): self = .numeric(try NumericCondition(comparison, values))
        case .date(let comparison): self = .date(try DateCondition(comparison, values))
        case .bool: self = .bool(try BoolCondition(values))
        case .binary: self = .binary(try BinaryCondition(values))
        case .ipAddress(let isNegated): self = .ipAddress(try IPAddressCondition(isNegated: isNegated, values))
        case .arn(let isNegated):
            self = .arn(try ARNCondition(isNegated: isNegated, values, hasVariables: hasVariables))
        case .null: self = .null(try NullCondition(values))
        }
    }
}
