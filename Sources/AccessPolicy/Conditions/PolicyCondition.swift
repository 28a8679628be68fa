/// One key of one operator's block: what a request must have for the statement to hold.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
public struct PolicyCondition: Hashable, Sendable {
    /// How the values of a key that has several are taken; nil for a key that has one.
    let quantifier: ConditionQuantifier?
    /// Whether the condition holds for a request without the key.
    let holdsWithoutKey: Bool
    let key: ConditionKey
    let test: ConditionTest

    /// Reads operator → key → values. All conditions must hold, so their order does not matter.
    static func read(_ value: PolicyValue, hasVariables: Bool) throws(PolicyError) -> [PolicyCondition] {
        var conditions: [PolicyCondition] = [], names: Set<String> = []
        for (name, block) in try value.object().sorted {
            guard let conditionOperator = ConditionOperator(name) else {
                throw PolicyError(.unknownOperator, at: block.place)
            }
            guard names.insert(ASCIICase.lowered(name)).inserted else {
                throw PolicyError(.duplicateKey, at: block.place)
            }
            conditions += try read(block, of: conditionOperator, hasVariables: hasVariables)
        }
        return conditions
    }

    private static func read(
        _ block: PolicyValue,
        of conditionOperator: ConditionOperator,
        hasVariables: Bool
    ) throws(PolicyError) -> [PolicyCondition] {
        let members = try block.object().sorted
        guard !members.isEmpty else { throw PolicyError(.empty, at: block.place) }
        var keys: Set<ConditionKey> = []
        return try members.map { (name, value) throws(PolicyError) in
            guard !name.isEmpty else { throw PolicyError(.empty, at: value.place) }
            let key = ConditionKey(name)
            guard keys.insert(key).inserted else { throw PolicyError(.duplicateKey, at: value.place) }
            return PolicyCondition(
                quantifier: conditionOperator.quantifier,
                holdsWithoutKey: conditionOperator.hasIfExists,
                key: key,
                test: try ConditionTest(conditionOperator.family, value.oneOrMore(), hasVariables: hasVariables)
            )
        }
    }
}
