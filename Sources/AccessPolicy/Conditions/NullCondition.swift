/// Whether the request has the key at all.
struct NullCondition: Hashable, Sendable {
    static let operators: ConditionFamily.Names = [("Null", .null)]

    /// True where the key must be absent, false where it must be there and not empty.
    let values: [Bool]

    init(_ values: [PolicyValue]) throws(PolicyError) {
        self.values = try values.map { (value) throws(PolicyError) in try value.truth() }
    }
}

extension NullCondition {
    /// Whether it holds for a request without the key. A key that can have several values and has none is taken for
    /// absent; an empty text is a value.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    var matchesAbsentKey: Bool { values.contains(true) }

    /// Whether it holds for a request that has a value of the key.
    var matchesPresentKey: Bool { values.contains(false) }
}
