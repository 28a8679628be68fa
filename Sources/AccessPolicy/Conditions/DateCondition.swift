/// Moments, written as dates or as Unix time.
struct DateCondition: Hashable, Sendable {
    static let operators: ConditionFamily.Names = OrderComparison.allCases.map {
        ("Date\($0.rawValue)", .date($0))
    }

    let comparison: OrderComparison
    let values: [PolicyDate]

    init(_ comparison: OrderComparison, _ values: [PolicyValue]) throws(PolicyError) {
        self.comparison = comparison
        self.values = try values.map { (value) throws(PolicyError) in
            try value.readScalar { (text) throws(PolicyError.Reason) in
                guard let date = PolicyDate(text) else { throw .malformedDate }
                return date
            }
        }
    }
}

extension DateCondition {
    /// Whether a value of the request stands to one of the moments as the operator says; no other text does.
    func matches(_ value: String) -> Bool {
        guard let date = PolicyDate(value) else { return false }
        return values.contains { comparison.matches(date, $0) }
    }
}
