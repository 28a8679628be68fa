extension PolicyDocument {
    /// Whether a condition or variable asks for the value of a key, so that whoever decides with it has to know that
    /// value.
    ///
    /// - Parameter key: the name of a key, without case. A name that ends with `/` stands for all keys that begin with
    ///   it, such as those of tags.
    public func mentions(key: String) -> Bool {
        let key = ConditionKey(key)
        guard key.name.hasSuffix("/") else { return mentionedKeys.contains(key) }
        return mentionedKeys.contains { $0.name.hasPrefix(key.name) }
    }
}

extension PolicyDocument {
    /// The keys of all conditions and variables, each as the policy spells it, in the order of their names.
    public var conditionKeys: [String] { mentionedKeys.sorted { $0.name < $1.name }.map(\.spelling) }
}

extension PolicyStatement {
    /// The keys of all conditions and variables.
    var mentionedKeys: Set<ConditionKey> {
        var keys = Set(conditions.map(\.key))
        for condition in conditions { keys.formUnion(condition.test.texts.flatMap(\.variableKeys)) }
        return keys.union(resourceKeys)
    }

    /// The keys of the variables in its resources.
    var resourceKeys: [ConditionKey] {
        switch resources {
        case .matching(let entries), .notMatching(let entries): entries.flatMap { $0.texts.flatMap(\.variableKeys) }
        }
    }
}

extension ConditionTest {
    /// Texts of the policy that may have variables.
    fileprivate var texts: [PolicyText] {
        switch self {
        case .string(let condition): condition.texts
        case .arn(let condition): condition.values.flatMap(\.texts)
        case .numeric, .date, .bool, .binary, .ipAddress, .null: []
        }
    }
}

extension StringCondition {
    fileprivate var texts: [PolicyText] {
        switch values {
        case .equals(let texts), .equalsIgnoreCase(let texts): texts
        case .like(let patterns): patterns.compactMap(\.varyingText)
        }
    }
}

extension ARNPattern {
    /// Its fields that have variables.
    var texts: [PolicyText] { fields.compactMap(\.varyingText) }
}

extension TextPattern {
    fileprivate var varyingText: PolicyText? { if case .varying(let text) = self { text } else { nil } }
}

extension PolicyText {
    fileprivate var variableKeys: [ConditionKey] {
        pieces.compactMap { if case .variable(let variable) = $0 { variable.key } else { nil } }
    }
}
