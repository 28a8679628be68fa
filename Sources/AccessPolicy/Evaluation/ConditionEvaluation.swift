extension PolicyCondition {
    /// Whether the condition holds for a request.
    ///
    /// A key that can have several values needs a prefix by the documentation, which does not say what an operator
    /// without one does. Here a positive operator then holds if some value matches, and a negated one if none does:
    /// what holds with `StringEquals` never holds with `StringNotEquals` too, and a key that has one value in its list
    /// is as any other.
    /// Source: IAM User Guide, `reference_policies_condition-single-vs-multi-valued-context-keys`
    ///
    /// - Parameter effect: of the statement: what is uncertain never helps the caller.
    func holds(in context: ConditionContext, for effect: PolicyStatement.Effect) -> Bool {
        switch context[key] {
        case nil: return holdsForAbsentKey
        case .oneOf(let values):
            let holds = { (value: String) in test.matches(value, in: context) != test.isNegated }
            return effect == .deny ? values.contains(where: holds) : values.allSatisfy(holds)
        case .single(let value): return test.matches(value, in: context) != test.isNegated
        case .several(let values):
            switch quantifier {
            case .forAllValues: return values.allSatisfy { test.matches($0, in: context) != test.isNegated }
            case .forAnyValue: return values.contains { test.matches($0, in: context) != test.isNegated }
            case nil:
                if values.isEmpty, case .null(let condition) = test { return condition.matchesAbsentKey }
                return values.contains { test.matches($0, in: context) } != test.isNegated
            }
        }
    }

    /// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    private var holdsForAbsentKey: Bool {
        if holdsWithoutKey { return true }
        switch quantifier {
        case .forAllValues: return true
        case .forAnyValue: return false
        case nil:
            if case .null(let condition) = test { return condition.matchesAbsentKey }
            return test.isNegated
        }
    }
}

extension ConditionTest {
    /// Whether not matching is what makes the condition hold.
    fileprivate var isNegated: Bool {
        switch self {
        case .string(let condition): condition.isNegated
        case .numeric(let condition): condition.comparison == .notEquals
        case .date(let condition): condition.comparison == .notEquals
        case .ipAddress(let condition): condition.isNegated
        case .arn(let condition): condition.isNegated
        case .bool, .binary, .null: false
        }
    }

    /// Whether a value of the request matches one of the policy's. A value that is not of the operator's type matches
    /// none.
    fileprivate func matches(_ value: String, in context: ConditionContext) -> Bool {
        switch self {
        case .string(let condition): condition.matches(value, in: context)
        case .numeric(let condition): condition.matches(value)
        case .date(let condition): condition.matches(value)
        case .bool(let condition): condition.matches(value)
        case .binary(let condition): condition.matches(value)
        case .ipAddress(let condition): condition.matches(value)
        case .arn(let condition): condition.matches(value, in: context)
        case .null(let condition): condition.matchesPresentKey
        }
    }
}

extension OrderComparison {
    /// Whether a value of the request stands to one of the policy's as the operator says; `notEquals` is negated
    /// elsewhere.
    func matches<Value: Comparable>(_ value: Value, _ policyValue: Value) -> Bool {
        switch self {
        case .equals, .notEquals: value == policyValue
        case .lessThan: value < policyValue
        case .lessThanEquals: value <= policyValue
        case .greaterThan: value > policyValue
        case .greaterThanEquals: value >= policyValue
        }
    }
}
