/// Values of the keys of a request, which conditions ask for and variables stand for.
///
/// Names are without case. Whoever builds it says of each key whether it can have several values: one value of a key
/// that can have several is not the same as the value of a key that has one.
/// Source: IAM User Guide, `reference_policies_condition-single-vs-multi-valued-context-keys`
public struct ConditionContext: Sendable {
    enum Values: Sendable {
        case single(String)
        /// In any order; may be none.
        case several([String])
        /// One of these, and nobody can say which: see ``ConditionContext/add(_:_:)``.
        case oneOf([String])
    }

    /// A request has a few dozen keys at most: looking through them takes no longer than hashing one.
    private var entries: [(key: ConditionKey, values: Values)] = []

    /// A request without any keys.
    public init() {}

    /// Gives a key its only value, in the place of what it had before.
    public mutating func set(_ key: String, _ value: String) { set(ConditionKey(key), .single(value)) }

    /// Gives a key of one value a further one that it may as well have, as when things are told apart by case whose
    /// keys are not. A `Deny` then counts if it would with any of them, an `Allow` only if it would with all.
    public mutating func add(_ key: String, _ value: String) {
        let key = ConditionKey(key)
        switch self[key] {
        case nil, .several: set(key, .single(value))
        case .single(let other): set(key, .oneOf([other, value]))
        case .oneOf(let others): set(key, .oneOf(others + [value]))
        }
    }

    /// Gives a key that can have several values those it has, in the place of what it had before. With an empty list
    /// the key is there, and empty.
    public mutating func set(_ key: String, _ values: [String]) { set(ConditionKey(key), .several(values)) }

    /// Whether the request has a key, be it an empty one.
    public func has(_ key: String) -> Bool { self[ConditionKey(key)] != nil }

    subscript(key: ConditionKey) -> Values? {
        for entry in entries where entry.key == key { return entry.values }
        return nil
    }

    /// What a variable stands for: the value of a key that has one, else its default. Nil where it has neither.
    func text(of variable: PolicyVariable) -> String? {
        guard case .single(let value) = self[variable.key] else { return variable.defaultText }
        return value
    }

    private mutating func set(_ key: ConditionKey, _ values: Values) {
        if let index = entries.firstIndex(where: { $0.key == key }) {
            entries[index].values = values
        } else {
            if entries.isEmpty { entries.reserveCapacity(32) }
            entries.append((key, values))
        }
    }
}
