/// Whether the request has the key at all.
struct NullCondition: Hashable, Sendable {
    static let operators: ConditionFamily.Names = [("Null", .null)]

    /// True where the key must be absent, false where it must be there and not empty.
    let values: [Bool]

    init(_ values: [PolicyValue]) throws(PolicyError) {
        self.values = try values.map { (value) throws(PolicyError) in try value.truth() }
    }
}
