/// How the several values of a key are taken.
enum ConditionQuantifier: String, Hashable, Sendable, CaseIterable {
    /// Each of them must pass; also passed when there is none.
    case forAllValues = "ForAllValues"
    /// One of them must pass.
    case forAnyValue = "ForAnyValue"
}

/// The name of an operator, such as `ForAnyValue:StringLikeIfExists`, taken apart. Its case does not matter.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
struct ConditionOperator: Hashable, Sendable {
    let quantifier: ConditionQuantifier?
    let family: ConditionFamily
    let hasIfExists: Bool

    /// Nil when there is no such operator. `Null` asks whether a key exists, and so has no `IfExists`.
    init?(_ text: String) {
        var name = ASCIICase.lowered(text)[...]
        quantifier = ConditionQuantifier.allCases.first { name.hasPrefix(Self.prefix(of: $0)) }
        if let quantifier { name = name.dropFirst(Self.prefix(of: quantifier).count) }
        hasIfExists = name.hasSuffix(Self.suffix)
        if hasIfExists { name = name.dropLast(Self.suffix.count) }
        guard let family = Self.families[String(name)], !(family == .null && hasIfExists) else { return nil }
        self.family = family
    }

    private static let suffix = "ifexists"

    private static func prefix(of quantifier: ConditionQuantifier) -> String {
        ASCIICase.lowered(quantifier.rawValue) + ":"
    }

    /// By their names in lower case.
    private static let families: [String: ConditionFamily] = {
        let all =
            StringCondition.operators + NumericCondition.operators + DateCondition.operators + BoolCondition.operators
            + BinaryCondition.operators + IPAddressCondition.operators + ARNCondition.operators
            + NullCondition.operators
        return Dictionary(uniqueKeysWithValues: all.map { (ASCIICase.lowered($0.name), $0.family) })
    }()
}
