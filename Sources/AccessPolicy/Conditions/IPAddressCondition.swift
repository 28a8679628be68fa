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

extension IPAddressCondition {
    /// Whether a value of the request is an address in one of the ranges. An IPv6 address that stands for one of IPv4
    /// is the latter: only ranges of IPv4 have it.
    func matches(_ value: String) -> Bool {
        guard let given = IPAddress(unmapped: Array(value.utf8)) else { return false }
        let address = given.mapped ?? given
        return values.contains { $0.contains(address) }
    }
}
