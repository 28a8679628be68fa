/// Addresses against ranges of them.
struct IPAddressCondition: Hashable, Sendable {
    static let operators: ConditionFamily.Names = [
        ("IpAddress", .ipAddress(isNegated: false)), ("NotIpAddress", .ipAddress(isNegated: true)),
    ]

    /// Whether the address may be in none of the ranges, rather than must be in one of them.
    let isNegated: Bool
    let values: [IPRange]

    init(isNegated: Bool, _ values: [PolicyValue]) throws(PolicyError) {
        self.isNegated = isNegated
        self.values = try values.map { (value) throws(PolicyError) in
            try value.readScalar { (text) throws(PolicyError.Reason) in
                guard let range = IPRange(text) else { throw .malformedAddress }
                return range
            }
        }
    }
}
